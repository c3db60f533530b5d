// Questions of every kind through every format and back: the same question, or a
// report that says what is lost. FUZZ_RUNS says how many to try.

import fc from 'fast-check';
import Papa from 'papaparse';
import { expect, test } from 'vitest';
import type { AcceptedNumber, AcceptedText, QuestionRequest } from '../../api/schema';
import { questionToDraft, questionToRequest } from '../../question/teach/draft';
import type { Fault } from '../../question/teach/faults';
import { toGIFT } from '../../question/teach/gift';
import { importFile, type Format } from './index';

const numRuns = Number(process.env['FUZZ_RUNS'] ?? 100);

/** Texts with everything that a format could take for its own. */
const piece = fc.constantFrom(
  ...[
    'a',
    'Zug',
    'é',
    '日本',
    '😀',
    ' ',
    '<b>',
    '<String>',
    '</p>',
    '&amp;',
    '&lt;',
    '*',
    '\\',
    '\\*',
    '=',
    '~',
    '#',
    '{',
    '}',
  ],
  ...[
    ':',
    '::',
    '->',
    '%',
    '%50%',
    '"',
    "'",
    ',',
    ';',
    '1',
    '3,530',
    '1.000',
    '2/3',
    '^2',
    '[html]',
    '//',
    '|',
    'T',
    '<!--',
    ']]>',
  ],
);
const text = fc
  .array(piece, { minLength: 1, maxLength: 6 })
  .map((list) => list.join('').replace(/\s+/g, ' ').trim())
  .filter((s) => /[\p{L}\p{N}]/u.test(s));
const texts = (min: number, max: number) => fc.uniqueArray(text, { minLength: min, maxLength: max });
const remark = fc.option(text, { nil: undefined, freq: 3 });
const value = fc.oneof(
  fc.integer({ min: -1e9, max: 1e9 }),
  fc.constantFrom(0, 0.5, 1234.5, -3.25, 1e-7, 3530, 1e15, 0.125),
);
const share = fc.constantFrom(undefined, undefined, 50, 25, 33.33333);

const question: fc.Arbitrary<QuestionRequest> = fc.oneof(
  fc
    .record({ prompt: text, list: texts(2, 5), right: fc.nat(), said: remark })
    .map(({ prompt, list, right, said }) => ({
      kind: 'choice' as const,
      prompt,
      options: list.map((t, i) => ({ id: `o${i + 1}`, text: t, ...(i === 0 && said && { feedback: said }) })),
      correct: `o${1 + (right % list.length)}`,
    })),
  fc.record({ prompt: text, list: texts(2, 5), both: fc.boolean() }).map(({ prompt, list, both }) => ({
    kind: 'choices' as const,
    prompt,
    options: list.map((t, i) => ({ id: `o${i + 1}`, text: t })),
    correct: both ? ['o1', 'o2'] : ['o2'],
  })),
  fc.record({ prompt: text, correct: fc.boolean() }).map((q) => ({ kind: 'trueFalse' as const, ...q })),
  fc.record({ prompt: text, list: texts(1, 4), weight: share, said: remark }).map(({ prompt, list, weight, said }) => ({
    kind: 'text' as const,
    prompt,
    correct: list.map(
      (t, i): AcceptedText => ({
        text: t,
        ...(i > 0 && weight !== undefined && { weight }),
        ...(i > 0 && said && { feedback: said }),
      }),
    ),
  })),
  fc
    .record({
      prompt: text,
      list: fc.array(fc.tuple(value, fc.constantFrom(0, 0.5, 10), fc.boolean()), { minLength: 1, maxLength: 3 }),
    })
    .map(({ prompt, list }) => ({
      kind: 'number' as const,
      prompt,
      correct: list.map(
        ([v, off, range]): AcceptedNumber =>
          range ? { min: v, max: v + off } : { value: v, ...(off > 0 && { tolerance: off }) },
      ),
    })),
  fc.record({ prompt: text, left: texts(2, 4), right: texts(5, 5) }).map(({ prompt, left, right }) => ({
    kind: 'match' as const,
    prompt,
    options: left.map((t, i) => ({ id: `o${i + 1}`, text: t })),
    targets: right.map((t, i) => ({ id: String(i + 1), text: t })),
    correct: Object.fromEntries(left.map((_, i) => [`o${i + 1}`, String(i + 1)])),
  })),
  fc.record({ prompt: text, list: texts(2, 4) }).map(({ prompt, list }) => ({
    kind: 'order' as const,
    prompt,
    options: list.map((t) => ({ text: t })),
  })),
);

/** What the question means, whatever its ids, and without shares that follow from the key. */
function meant(q: QuestionRequest): QuestionRequest {
  const faults: Fault[] = [];
  const { points: _, ...request } = questionToRequest(questionToDraft(q, 'en'), 'en', faults);
  expect(faults).toEqual([]);
  if (!request.options) return request;
  return { ...request, options: request.options.map(({ weight: _share, ...o }) => o) };
}

function comesBack(q: QuestionRequest, file: string, format: Format): void {
  const { questions, issues } = importFile('file', new TextEncoder().encode(file), format);
  // What is reported may differ; what isn't, must not.
  if (issues.length > 0) return;
  expect(questions.map(meant), file).toEqual([meant(q)]);
}

const run = (check: (q: QuestionRequest) => void) => fc.assert(fc.property(question, check), { numRuns });

test('GIFT', () => {
  run((q) => {
    const { text: file, missing } = toGIFT({ title: 'T', questions: [q] });
    if (missing.length === 0) comesBack(q, file, 'gift');
  });
}, 600_000);

const escaped = (s: string) => s.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const asText = (s: string) => `<text>${escaped(s)}</text>`;
const asHTML = (s: string) => asText(escaped(s));
const answer = (fraction: number, inside: string, said?: string) =>
  `<answer fraction="${fraction}">${inside}${said ? `<feedback>${asHTML(said)}</feedback>` : ''}</answer>`;
const listOf = (correct: unknown) => (Array.isArray(correct) ? correct : [correct]);

/** Moodle XML as Moodle writes it. */
function moodleOf(q: QuestionRequest): string {
  const right = listOf(q.correct);
  const options = q.options ?? [];
  const [type, inside] = {
    choice: () => [
      'multichoice',
      options.map((o) => answer(right.includes(o.id) ? 100 : 0, asHTML(o.text), o.feedback)).join(''),
    ],
    choices: () => [
      'multichoice',
      `<single>false</single>${options.map((o) => answer(right.includes(o.id) ? 100 / right.length : 0, asHTML(o.text))).join('')}`,
    ],
    trueFalse: () => [
      'truefalse',
      answer(q.correct ? 100 : 0, asText('true')) + answer(q.correct ? 0 : 100, asText('false')),
    ],
    text: () => [
      'shortanswer',
      (right as AcceptedText[])
        .map((a) => answer(a.weight ?? 100, asText(a.text.replaceAll('*', '\\*')), a.feedback))
        .join(''),
    ],
    number: () => [
      'numerical',
      (right as AcceptedNumber[])
        .map((a) =>
          answer(100, `${asText(String(a.value ?? (a.min! + a.max!) / 2))}<tolerance>${a.tolerance ?? 0}</tolerance>`),
        )
        .join(''),
    ],
    match: () => [
      'matching',
      (q.targets ?? [])
        .map((t, i) => `<subquestion>${asHTML(options[i]?.text ?? '')}<answer>${asText(t.text)}</answer></subquestion>`)
        .join(''),
    ],
    order: () => ['ordering', options.map((o, i) => answer(i + 1, asHTML(o.text))).join('')],
    scale: () => ['', ''],
    cloud: () => ['', ''],
  }[q.kind]() as [string, string];
  return `<quiz><question type="${type}"><questiontext format="html">${asHTML(q.prompt)}</questiontext>${inside}</question></quiz>`;
}

test('Moodle XML', () => {
  run((q) => {
    // It has no ranges.
    if (q.kind === 'number' && listOf(q.correct).some((a) => (a as AcceptedNumber).min !== undefined)) return;
    comesBack(q, moodleOf(q), 'moodle');
  });
}, 600_000);

test.each([',', ';', '\t'])(
  'CSV with %j',
  (delimiter) => {
    run((q) => {
      const number = (n: number) => (delimiter === ';' ? String(n).replace('.', ',') : String(n));
      const right = listOf(q.correct);
      const options = q.options ?? [];
      const answers = {
        text: () => (right as AcceptedText[]).map((a) => a.text),
        number: () =>
          (right as AcceptedNumber[]).map((a) =>
            a.value === undefined
              ? `${number(a.min!)}..${number(a.max!)}`
              : `${number(a.value)}${a.tolerance ? ` ± ${number(a.tolerance)}` : ''}`,
          ),
        match: () => (q.targets ?? []).map((t, i) => (options[i] ? `${options[i].text} = ${t.text}` : t.text)),
      }[q.kind as 'text']?.();
      const correct =
        q.kind === 'trueFalse'
          ? String(q.correct)
          : right.map((id) => options.findIndex((o) => o.id === id) + 1).join();
      const plain =
        // A row has no remarks or shares, and a pair no sign for equal in it.
        !options.some((o) => o.feedback) &&
        !(q.kind === 'text' && right.some((a) => (a as AcceptedText).weight || (a as AcceptedText).feedback)) &&
        !(q.kind === 'match' && [...options, ...(q.targets ?? [])].some((o) => /=|->|→/.test(o.text)));
      if (!plain) return;
      const cells = answers ?? options.map((o) => o.text);
      const header = ['type', 'question', ...cells.map((_, i) => `answer ${i + 1}`), 'correct'];
      const said = ['choice', 'choices', 'trueFalse'].includes(q.kind) ? correct : '';
      comesBack(q, Papa.unparse([header, [q.kind.toLowerCase(), q.prompt, ...cells, said]], { delimiter }), 'csv');
    });
  },
  600_000,
);

test('JSON', () => {
  run((q) => comesBack(q, JSON.stringify({ title: 'T', questions: [q] }), 'json'));
}, 600_000);
