import { describe, expect, test } from 'vitest';
import { cloud } from './kinds/cloud/student';
import { text } from './kinds/text/student';
import { choices } from './kinds/choices/student';
import { filledIn } from './kinds/cloud/response';
import { characters, isBlank, parseNumber, plainText, sameResponse } from './response';

describe('parseNumber', () => {
  test.each([
    ['12', 'en', 12],
    [' 12 ', 'en', 12],
    ['-3', 'en', -3],
    ['−3', 'en', -3], // U+2212
    ['–3', 'de', -3], // en dash
    ['2.5', 'en', 2.5],
    ['2,5', 'en', 2.5],
    ['2.5', 'de', 2.5],
    ['2,5', 'de', 2.5],
    ['.5', 'en', 0.5],
    ['5.', 'en', 5],
    ['1,000', 'en', 1000],
    ['1.000', 'en', 1],
    ['1.000', 'de', 1000],
    ['1,000', 'de', 1],
    ['1.234.567,5', 'de', 1234567.5],
    ['1,234,567.5', 'en', 1234567.5],
    ['1,234.5', 'de', 1234.5],
    ['1 000', 'fr', 1000],
    ['1\u202f000,5', 'fr', 1000.5],
    ["1'000", 'de', 1000],
    ['6e23', 'en', 6e23],
    ['6E-3', 'en', 0.006],
    ['-0', 'en', 0],
    ['', 'en', undefined],
    ['-', 'en', undefined],
    ['.', 'en', undefined],
    ['12a', 'en', undefined],
    ['1,2,3', 'en', undefined],
    ['1.2.3', 'en', undefined],
    ['1.2,3,4', 'en', undefined],
    ['0x10', 'en', undefined],
    ['Infinity', 'en', undefined],
    ['1e999', 'en', undefined],
  ] as const)('%j in %s is %s', (typed, language, x) => {
    expect(parseNumber(typed, language)).toBe(x);
  });
});

test('sameResponse', () => {
  expect(sameResponse(undefined, undefined)).toBe(true);
  expect(sameResponse('a', undefined)).toBe(false);
  expect(sameResponse(['a', 'b'], ['a', 'b'])).toBe(true);
  expect(sameResponse(['a', 'b'], ['b', 'a'])).toBe(false);
  expect(sameResponse({ a: '1', b: '2' }, { b: '2', a: '1' })).toBe(true);
  expect(sameResponse({ a: '1' }, { a: '2' })).toBe(false);
  expect(sameResponse(true, 'true')).toBe(false);
  expect(sameResponse(1, '1')).toBe(false);
});

test('isBlank', () => {
  for (const r of [undefined, '', ' \n', [], {}]) expect(isBlank(r)).toBe(true);
  for (const r of ['a', false, 0, ['a'], { a: '1' }]) expect(isBlank(r)).toBe(false);
});

test('characters are counted as the server counts them', () => {
  expect(characters('a😀é')).toBe(3);
});

test('plainText leaves out what JSON text cannot hold', () => {
  expect(plainText('a\ud800b\udc00c\0d😀')).toBe('abcd😀');
});

test('the words of a cloud that were filled in', () => {
  expect(filledIn([' a ', '', '\t', 'b c'])).toEqual(['a', 'b c']);
});

test('what the server would fault', () => {
  expect(text.problem?.('😀'.repeat(2000))).toBeUndefined();
  expect(text.problem?.('😀'.repeat(2001))).toBe('too-long');
  expect(cloud.problem?.(['x'.repeat(51)])).toBe('too-long');
  expect(cloud.problem?.([])).toBe('empty');
  expect(choices.problem).toBeNull();
});
