import { expect, test } from 'vitest';
import { catalogue } from '.';
import { noticeStates, outcomes, states, categories, entryKinds, audiences, grounds, risks, reaches } from '../types';

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
    [t.states, states],
    [t.outcomes, outcomes],
    [t.categories, categories],
    [t.notices.states, noticeStates],
    [t.notices.stateHints, noticeStates],
    [t.timeline.kinds, entryKinds],
    [t.audiences, audiences],
    [t.delay.grounds, grounds],
    [t.risks, risks],
    [t.reaches, reaches],
  ];
  for (const [words, all] of named) expect(Object.keys(words).sort()).toEqual([...all].sort());
});
