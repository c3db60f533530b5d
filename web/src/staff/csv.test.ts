import { expect, test } from 'vitest';
import { csv, defuse } from './csv';

test.each([
  ['Ada', 'Ada'],
  ['=1+1', "'=1+1"],
  [' "=1+1', `' "=1+1`],
  ['a;=1+1', "a;'=1+1"],
  ['a\r\n@b', "a\n'@b"],
  ['-2', "'-2"],
  ['\u200b+x', "'\u200b+x"],
  ['＝1', "'＝1"],
  ['|x', "'|x"],
  ['', ''],
])('%j is written as %j', (text, want) => {
  expect(defuse(text)).toBe(want);
});

test('a table', () => {
  expect(
    csv([
      ['a', 'b"c'],
      [1, '=x'],
    ]),
  ).toBe('\ufeff"a","b""c"\r\n1,"\'=x"\r\n');
});
