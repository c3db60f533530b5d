import { expect, test } from 'vitest';
import { languages, type Language } from '../../i18n/language';
import { catalogue } from '.';

/** The names of all messages, with how much each has to fill in. */
function shape(value: unknown, path = ''): string[] {
  if (typeof value === 'function') return [`${path}(${value.length})`];
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([name, inner]) => shape(inner, `${path}/${name}`));
  return [path];
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'function') return [String((value as (...args: string[]) => unknown)('1', '2', '3'))];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}

test.each(Object.keys(languages) as Language[])('%s says everything that English says', async (language) => {
  const messages = await catalogue[language]();
  const english = await catalogue.en();
  expect(shape(messages).sort()).toEqual(shape(english).sort());
  expect(texts(messages).filter((text) => text.trim() === '' || text.includes('undefined'))).toEqual([]);
  if (language === 'en') return;
  // No sentence was left in English.
  const sentences = new Set(texts(english).filter((text) => text.length > 25));
  expect(texts(messages).filter((text) => sentences.has(text))).toEqual([]);
});
