import { describe, expect, test } from 'vitest';
import { keepLanguage, pickLanguage } from './language';

describe('pickLanguage', () => {
  test.each([
    ['', ['de-AT', 'en'], 'de'],
    ['', ['pt-BR', 'fr-CA'], 'fr'],
    ['', ['pt-BR'], 'en'],
    ['', [], 'en'],
    ['', ['ES'], 'es'],
    ['?lang=fr', ['de'], 'fr'],
    ['?lang=xx', ['de'], 'de'],
    ['?lang=constructor', ['toString', 'de'], 'de'],
  ])('%s %j → %s', (search, wanted, language) => {
    expect(pickLanguage(search, wanted)).toBe(language);
  });
});

test('keepLanguage carries a choice, and only a choice', () => {
  expect(keepLanguage('/teach/', '?lang=de')).toBe('/teach/?lang=de');
  expect(keepLanguage('/teach/', '?lang=xx&code=ABC')).toBe('/teach/');
});
