import { describe, expect, test } from 'vitest';
import { codeInPath, letters, parseCode } from './code';

describe('parseCode', () => {
  test.each([
    ['KXWQPT', 'KXWQPT'],
    ['kxwqpt', 'KXWQPT'],
    [' kxw-qpt ', 'KXWQPT'],
    ['k x w q p t', 'KXWQPT'],
    ['KXW–QPT', 'KXWQPT'],
    ['KXW\u00a0QPT\t', 'KXWQPT'],
    ['https://cleanslate.example/j/KXWQPT', 'KXWQPT'],
    ['https://cleanslate.example/j/kxw-qpt?lang=de', 'KXWQPT'],
    ['ＫＸＷｑｐｔ', 'KXWQPT'],
    ['KXW\u200bQPT\u200e', 'KXWQPT'],
    ['', undefined],
    ['KXWQP', undefined],
    ['KXWQPTT', undefined],
    ['KXWQP1', undefined],
    ['KXWQPÄ', undefined],
    ['<b>KX', undefined],
  ])('%j is %s', (typed, code) => {
    expect(parseCode(typed)).toBe(code);
  });
});

test('letters shows what was typed so far', () => {
  expect(letters('kx-')).toBe('KX');
  expect(letters('k1')).toBe('K1');
});

test('codeInPath', () => {
  expect(codeInPath('/j/KXWQPT')).toBe('KXWQPT');
  expect(codeInPath('/j/kxw%20qpt/')).toBe('KXWQPT');
  expect(codeInPath('/j/%E0%A4%A')).toBeUndefined();
  expect(codeInPath('/')).toBeUndefined();
  expect(codeInPath('/j/KXWQPT/more')).toBeUndefined();
});
