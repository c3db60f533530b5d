import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Language } from '../../i18n/language';
import { catalogue } from '.';

// What the page about privacy says, of which shared/promise has the texts.
const { said } = parse(readFileSync(new URL('../../../../shared/promise/privacy.yaml', import.meta.url), 'utf8')) as {
  said: Record<'what' | 'can', Record<Language, string>[]>;
};

async function load(language: Language) {
  const messages = catalogue[language];
  return typeof messages === 'function' ? messages() : messages;
}

/** The names of all messages, with how much each has to fill in. What a kind of question says goes by its file. */
function shape(value: unknown, file = ''): string[] {
  const path = file.replace(/words\/\w+\.ts/, 'words');
  if (typeof value === 'function') return [`${path}(${value.length})`];
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, inner]) => shape(inner, `${path}/${name}`));
  }
  return [path];
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(texts);
  return [];
}

test.each(['de', 'fr', 'es'] as const)('%s says everything that English says', async (language) => {
  const messages = await load(language);
  // The compiler sees to the messages that have names of their own; this is for those that go by a slug.
  expect(shape(messages).sort()).toEqual(shape(await load('en')).sort());
  expect(texts(messages).filter((text) => text.trim() === '')).toEqual([]);
});

test.each(['en', 'de', 'fr', 'es'] as const)(
  'the %s page about privacy names buttons as they are called',
  async (language) => {
    const { data } = await load(language);
    for (const button of [data.erase, data.leave, data.open])
      expect([...said.what, ...said.can].map((text) => text[language]).join(' ')).toContain(button);
  },
);
