import { expect, test } from 'vitest';
import { cloud } from './kinds/cloud/student';
import { text } from './kinds/text/student';
import { choices } from './kinds/choices/student';
import { filledIn } from './kinds/cloud/response';
import { characters, isBlank, plainText, sameResponse } from './response';

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
