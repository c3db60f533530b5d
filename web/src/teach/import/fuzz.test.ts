// What a teacher opens as a file may be anything: a broken export, another
// program's idea of a format, or a file made to do harm. FUZZ_RUNS says how many
// files to try of each format.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { questionToDraft, questionToRequest } from '../../question/teach/draft';
import type { Fault } from '../../question/teach/faults';
import { limits } from '../../question/teach/limits';
import { toGIFT } from '../../question/teach/gift';
import { EventParser } from '../live/events';
import { importFile, type Format } from './index';
import { htmlToText } from './html';
import { decode } from './encoding';
import { ImportError, type Imported } from './report';

const numRuns = Number(process.env['FUZZ_RUNS'] ?? 100);
const sample = (name: string) => new Uint8Array(readFileSync(new URL(`./samples/${name}`, import.meta.url)));

/** Imports a file; what isn't one of the format is refused with an ImportError and nothing else. */
function read(bytes: Uint8Array, format: Format | null): Imported | null {
  try {
    return importFile('file', bytes, format);
  } catch (error) {
    if (error instanceof ImportError) return null;
    throw error;
  }
}

/** What is taken over is what the API takes, whatever the file was. */
function check(imported: Imported | null): void {
  if (!imported) return;
  expect(imported.questions.length).toBeLessThanOrEqual(limits.questions);
  for (const question of imported.questions) {
    const faults: Fault[] = [];
    questionToRequest(questionToDraft(question, 'en'), 'en', faults);
    expect(faults).toEqual([]);
    expect(Object.getPrototypeOf(question)).toBe(Object.prototype);
  }
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
}

/** Pieces of the formats in any order, which come further than any letters. */
const pieces: Record<Exclude<Format, 'kahoot'>, string[]> = {
  gift: [
    '::t::',
    '{',
    '}',
    '=',
    '~',
    '#',
    '->',
    '%50%',
    '%-1e9%',
    '{T}',
    '{#1..2}',
    '{#3:0.1}',
    '\n\n',
    '\n',
    '\\',
    '[html]',
    '<b>',
    '$CATEGORY: a/b',
    '// c',
    '####',
  ],
  moodle: [
    '<quiz>',
    '</quiz>',
    '<question type="multichoice">',
    '<question type="numerical">',
    '<question type="matching">',
    '</question>',
    '<answer fraction="100">',
    '</answer>',
    '<text>',
    '</text>',
    '<![CDATA[',
    ']]>',
    '<!--',
    '<!DOCTYPE x [<!ENTITY a "b">]>',
    '&a;',
    '&#0;',
    '&lt;',
    '<questiontext format="html">',
    '<subquestion>',
    '<tolerance>NaN</tolerance>',
  ],
  aiken: ['What?\n', 'A. x\n', 'B) y\n', 'a) z\n', 'ANSWER: A\n', 'ANSWER: A, B\n', 'answer:\n', '\n', '{}'],
  csv: [
    'type',
    'question',
    'answer 1',
    'answer 2',
    'correct',
    'points',
    '__proto__',
    'choice',
    'number',
    '"',
    '""',
    ',',
    ';',
    '\t',
    '\r\n',
    '\n',
    '1',
    '1e999',
    '=cmd|x',
    'a = b',
  ],
  json: [
    '{"title":"t","questions":[',
    ']}',
    '{"kind":"choice","prompt":"p","options":[{"id":"a","text":"x"},{"id":"b","text":"y"}],"correct":"a"}',
    '{"kind":"__proto__"}',
    '{"__proto__":{"polluted":1}}',
    ',',
    'null',
    '[]',
    '1e999',
    '"\\ud800"',
    '{"kind":"text","prompt":"p","correct":[null]}',
  ],
};

const mixed = (known: string[]) =>
  fc
    .array(
      fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...known) }, fc.string({ unit: 'binary', maxLength: 12 })),
      { maxLength: 60 },
    )
    .map((list) => list.join(''));

/** A file with some of its bytes changed, doubled or left out. */
const mutated = (original: Uint8Array) =>
  fc
    .array(
      fc.tuple(
        fc.nat(Math.max(0, original.length - 1)),
        fc.integer({ min: 0, max: 255 }),
        fc.constantFrom('set', 'cut', 'double'),
      ),
      { minLength: 1, maxLength: 8 },
    )
    .map((changes) => {
      let bytes = original.slice();
      for (const [at, value, how] of changes) {
        const i = Math.min(at, bytes.length - 1);
        if (how === 'set' && i >= 0) bytes[i] = value;
        else if (how === 'cut') bytes = bytes.slice(0, i);
        else
          bytes = new Uint8Array([...bytes.slice(0, i), ...bytes.slice(Math.max(0, i - value), i), ...bytes.slice(i)]);
      }
      return bytes;
    });

describe('importing', () => {
  test.each(Object.entries(pieces))(
    '%s from its pieces',
    (format, known) => {
      fc.assert(
        fc.property(mixed(known), (text) => check(read(strToU8(text), format as Format))),
        { numRuns },
      );
    },
    600_000,
  );

  test.each([
    ['rivers.gift', 'gift'],
    ['moodle.xml', 'moodle'],
    ['quiz.aiken.txt', 'aiken'],
    ['quiz.csv', 'csv'],
    ['kahoot.xlsx', 'kahoot'],
  ] as const)(
    '%s with damage',
    (name, format) => {
      const property = fc.property(mutated(sample(name)), fc.boolean(), (bytes, named) =>
        check(read(bytes, named ? format : null)),
      );
      fc.assert(property, { numRuns });
    },
    600_000,
  );

  test('any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => check(read(bytes, null))),
      { numRuns },
    );
  }, 600_000);

  test('a workbook of any sheet', () => {
    const sheet = mixed([
      '<worksheet>',
      '<sheetData>',
      '<row r="1">',
      '<row r="1e9">',
      '<row r="-1">',
      '<c r="A1" t="s">',
      '<c r="ZZZZZZ9">',
      '<c r="B1" t="inlineStr">',
      '<v>0</v>',
      '<v>-1</v>',
      '<is><t>Question</t></is>',
      '</c>',
      '</row>',
      '</sheetData>',
      '</worksheet>',
    ]);
    const strings = mixed(['<sst>', '<si>', '<t>Question</t>', '<r><t>x</t></r>', '</si>', '</sst>']);
    const property = fc.property(sheet, strings, (s, t) =>
      check(read(zipSync({ 'xl/worksheets/sheet1.xml': strToU8(s), 'xl/sharedStrings.xml': strToU8(t) }), 'kahoot')),
    );
    fc.assert(property, { numRuns: Math.ceil(numRuns / 4) });
  }, 600_000);

  test('what GIFT exports is read again', () => {
    fc.assert(
      fc.property(mixed(pieces.json), (text) => {
        const imported = read(strToU8(text), 'json');
        if (imported && imported.questions.length > 0)
          check(read(strToU8(toGIFT({ title: 't', questions: imported.questions }).text), 'gift'));
      }),
      { numRuns },
    );
  }, 600_000);
});

test('text of any bytes', () => {
  const property = fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
    expect(decode(bytes)?.text ?? '').toBeTypeOf('string');
  });
  fc.assert(property, { numRuns });
});

test('nothing of a page but its text is left of HTML', () => {
  const html = mixed([
    '<p>',
    '</p>',
    '<script>',
    '</script>',
    '<style>',
    '<img alt="x" onerror=1>',
    '<li>',
    '<pre>',
    '</pre>',
    '&amp;',
    '&#x110000;',
    '<a href="javascript:1">',
    '<!--',
    '-->',
    '<table>',
    '<td>',
  ]);
  fc.assert(
    fc.property(html, (text) => {
      const plain = htmlToText(`<script>alert(1)</script>${text}`, []);
      expect(plain).not.toContain('alert(1)');
    }),
    { numRuns },
  );
});

test('a stream of events is the same in whatever pieces it comes', () => {
  const stream = mixed([
    'data: x',
    'event: a',
    ':',
    '\n',
    '\r',
    '\r\n',
    '\n\n',
    'data',
    'id: 1',
    'ä',
    '\u{1f600}',
    '\ufeff',
  ]);
  const cuts = fc.array(fc.nat(200), { maxLength: 20 });
  fc.assert(
    fc.property(stream, cuts, (text, at) => {
      const bytes = strToU8(text);
      const parser = new EventParser();
      const ends = [...new Set(at.filter((i) => i < bytes.length))].sort((a, b) => a - b);
      const pieces = [0, ...ends].map((from, i) => bytes.slice(from, ends[i]));
      expect(pieces.flatMap((piece) => parser.feed(piece))).toEqual(new EventParser().feed(bytes));
    }),
    { numRuns },
  );
});
