import { describe, expect, test } from 'vitest';
import type { Question, QuestionCounts } from '../../../api/schema';
import { meanOf } from '../../kinds/scale/teach/teacher';
import { teacherKinds } from '../kinds';
import { fold } from './fold';

const counted = (counts: Record<string, number>, otherCount?: number): QuestionCounts => ({
  id: 'q',
  counts,
  answered: 0,
  correctRate: null,
  ...(otherCount && { otherCount }),
});
const barsOf = (q: Question, counts: QuestionCounts | undefined) => teacherKinds[q.kind].bars(q, counts);
const question = (part: Partial<Question>): Question => ({
  id: 'q',
  kind: 'choice',
  prompt: 'P',
  points: 1,
  ...part,
});
const short = (q: Question, counts?: QuestionCounts) =>
  barsOf(q, counts).rows.map((r) => [r.of ? `${r.of}>${r.text}` : r.text, r.count, r.right]);
const ab = [
  { id: 'a', text: 'x' },
  { id: 'b', text: 'y' },
];

describe('barsOf', () => {
  test('a choice', () => {
    expect(short(question({ options: ab, correct: 'b' }), counted({ b: 3 }))).toEqual([
      ['x', 0, false],
      ['y', 3, true],
    ]);
    expect(short(question({ options: ab }), undefined)).toEqual([
      ['x', 0, null],
      ['y', 0, null],
    ]);
  });
  test('choices', () => {
    expect(short(question({ kind: 'choices', options: ab, correct: ['a'] }), counted({ a: 1, b: 2 }))).toEqual([
      ['x', 1, true],
      ['y', 2, false],
    ]);
  });
  test('true or false', () => {
    expect(short(question({ kind: 'trueFalse', correct: false }), counted({ true: 1 }))).toEqual([
      ['true', 1, false],
      ['false', 0, true],
    ]);
  });
  test('a scale', () => {
    expect(short(question({ kind: 'scale', scale: { min: -1, max: 1, minLabel: 'no' } }), counted({ '0': 2 }))).toEqual(
      [
        ['-1 – no', 0, null],
        ['0', 2, null],
        ['1', 0, null],
      ],
    );
  });
  test('texts, the most frequent first', () => {
    const q = question({ kind: 'text', correct: [{ text: 'Paris' }, { text: 'Lutetia', weight: 50 }] });
    expect(short(q, counted({ lyon: 1, paris: 5, lutetia: 2 }))).toEqual([
      ['paris', 5, true],
      ['lutetia', 2, false],
      ['lyon', 1, false],
    ]);
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`w${i}`, 20 - i]));
    expect(barsOf(q, counted(many, 7)).others).toBe(8 + 7 + 6 + 5 + 4 + 3 + 2 + 1 + 7);
  });
  test('numbers', () => {
    const q = question({
      kind: 'number',
      correct: [0.3, { min: 5, max: 6 }, { value: 9, tolerance: 1, weight: 50 }],
      tolerance: 0.1,
    });
    expect(short(q, counted({ '0.2': 4, '5': 3, '9': 2, '0.19': 1 }))).toEqual([
      ['0.2', 4, true],
      ['5', 3, true],
      ['9', 2, false],
      ['0.19', 1, false],
    ]);
  });
  test('an order', () => {
    expect(
      short(question({ kind: 'order', options: ab, correct: ['b', 'a'] }), counted({ 'a,b': 1, 'b,a': 2 })),
    ).toEqual([
      ['y → x', 2, true],
      ['x → y', 1, false],
    ]);
  });
  test('a match: what is right, and what was taken for it', () => {
    const q = question({
      kind: 'match',
      options: ab,
      targets: [
        { id: '1', text: 'one' },
        { id: '2', text: 'two' },
        { id: '3', text: 'three' },
      ],
      correct: { a: '2', b: '1' },
    });
    expect(short(q, counted({ 'a:2': 1, 'a:3': 4 }))).toEqual([
      ['x>two', 1, true],
      ['x>three', 4, false],
      ['y>one', 0, true],
    ]);
  });
});

test('meanOf', () => {
  expect(meanOf(counted({ '1': 1, '5': 3, '2': 0 }))).toBe(4);
  expect(meanOf(counted({ '1': 0 }))).toBeNull();
});

test.each([
  ['  Paris\u00a0\tFrance ', 'paris france'],
  ['STRASSE', 'strasse'],
  ['Straße', 'strasse'],
  ['ﬁn', 'fin'],
  ['e\u0301té', 'été'],
  ['it’s – “so”', `it's - "so"`],
  ['a\u200db\ufe0f', 'ab'],
])('fold %j', (text, want) => {
  expect(fold(text)).toBe(want);
});
