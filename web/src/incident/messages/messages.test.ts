import { expect, test } from 'vitest';
import { catalogue } from '.';
import {
  noticeAudienceValues,
  categoryValues,
  delayGroundValues,
  incidentOutcomeValues,
  incidentStateValues,
  noticeStateValues,
  reachValues,
  riskValues,
  timelineEntryKindValues,
} from '../../api/values';

/** The names of all messages, with how much each has to fill in. */
function shape(value: unknown, path = ''): string[] {
  if (typeof value === 'function') return [`${path}(${value.length})`];
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([name, inner]) => shape(inner, `${path}/${name}`));
  return [path];
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}

test.each(['de', 'fr', 'es'] as const)('%s says everything that English says', async (language) => {
  const messages = await catalogue[language]();
  const english = await catalogue.en();
  expect(shape(messages).sort()).toEqual(shape(english).sort());
  expect(texts(messages).filter((text) => text.trim() === '')).toEqual([]);
  // No sentence was left in English.
  const sentences = new Set(texts(english).filter((text) => text.length > 25));
  expect(texts(messages).filter((text) => sentences.has(text))).toEqual([]);
});

test('there is a word for everything that the API may say', async () => {
  const t = await catalogue.en();
  const named: [Record<string, string>, readonly string[]][] = [
    [t.states, incidentStateValues],
    [t.outcomes, incidentOutcomeValues],
    [t.categories, categoryValues],
    [t.notices.states, noticeStateValues],
    [t.notices.stateHints, noticeStateValues],
    [t.timeline.kinds, timelineEntryKindValues],
    [t.audiences, noticeAudienceValues],
    [t.delay.grounds, delayGroundValues],
    [t.risks, riskValues],
    [t.reaches, reachValues],
  ];
  for (const [words, all] of named) expect(Object.keys(words).sort()).toEqual([...all].sort());
});
