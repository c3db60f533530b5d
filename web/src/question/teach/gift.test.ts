import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { importGIFT } from '../../teach/import/gift';
import type { QuestionRequest } from '../../api/schema';
import { toGIFT } from './gift';

const questions: QuestionRequest[] = [
  {
    kind: 'choice',
    prompt: 'Signs: {a} = ~b # c:d \\ e\nand a second line',
    options: [
      { id: 'o1', text: 'x = 1', feedback: 'so: no' },
      { id: 'o2', text: '<b>y</b>' },
    ],
    correct: 'o2',
    explanation: 'Because #1',
  },
  {
    kind: 'choice',
    prompt: 'Weighted',
    options: [
      { id: 'o1', text: 'x', weight: 100 },
      { id: 'o2', text: 'y', weight: 33.33333 },
    ],
    correct: 'o1',
  },
  {
    kind: 'choices',
    prompt: 'Several',
    options: [
      { id: 'o1', text: 'x', weight: 50 },
      { id: 'o2', text: 'y', weight: 50 },
      { id: 'o3', text: 'z', weight: -50 },
    ],
    correct: ['o1', 'o2'],
  },
  { kind: 'trueFalse', prompt: 'T', correct: true },
  { kind: 'trueFalse', prompt: 'F', correct: false, feedback: { correct: 'yes', incorrect: 'no' } },
  { kind: 'text', prompt: 'Essay', points: 1 },
  { kind: 'text', prompt: 'Text', correct: [{ text: 'a: b' }, { text: 'c', weight: 50, feedback: 'nearly' }] },
  {
    kind: 'number',
    prompt: 'Number',
    correct: [
      { value: -3.5, tolerance: 0.25 },
      { min: 0.0000001, max: 2, weight: 20 },
    ],
  },
  {
    kind: 'match',
    prompt: 'Match',
    options: [
      { id: 'o1', text: 'x' },
      { id: 'o2', text: 'y' },
    ],
    targets: [
      { id: '1', text: 'one' },
      { id: '2', text: 'two: 2' },
      { id: '3', text: 'three' },
    ],
    correct: { o1: '1', o2: '2' },
  },
];

test('what is exported as GIFT is imported as it was', () => {
  const { text, missing } = toGIFT({ title: 'T', questions });
  expect(missing).toEqual([]);
  const { questions: again, issues } = importGIFT(text);
  expect(issues).toEqual([]);
  expect(again).toEqual(questions);
});

test('choices without weights become such with', () => {
  const q: QuestionRequest = {
    kind: 'choices',
    prompt: 'P',
    options: [
      { id: 'a', text: 'x' },
      { id: 'b', text: 'y' },
      { id: 'c', text: 'z' },
    ],
    correct: ['a', 'c'],
  };
  expect(importGIFT(toGIFT({ title: 'T', questions: [q] }).text).questions[0]!.options!.map((o) => o.weight)).toEqual([
    50, -50, 50,
  ]);
});

test('polls stay polls', () => {
  const polls: QuestionRequest[] = [
    { kind: 'choice', prompt: 'P', options: [{ text: 'x' }, { text: 'y' }] },
    { kind: 'trueFalse', prompt: 'P' },
  ];
  expect(importGIFT(toGIFT({ title: 'T', questions: polls }).text).questions.map((q) => q.correct)).toEqual([
    undefined,
    undefined,
  ]);
});

test('what GIFT has no words for is named', () => {
  const { text, missing } = toGIFT({
    title: 'T\n::x::',
    questions: [
      { kind: 'order', prompt: 'P', options: [{ text: 'x' }, { text: 'y' }] },
      { kind: 'trueFalse', prompt: 'T', correct: true },
      { kind: 'scale', prompt: 'P' },
      { kind: 'cloud', prompt: 'P' },
      { kind: 'number', prompt: 'P' },
    ],
  });
  expect(missing).toEqual([1, 3, 4, 5]);
  expect(importGIFT(text).questions).toEqual([{ kind: 'trueFalse', prompt: 'T', correct: true }]);
});

test('a school’s archive has the same GIFT, which Go writes', () => {
  const read = (name: string): unknown =>
    JSON.parse(readFileSync(new URL(`../../../../shared/domain/testdata/gift/${name}`, import.meta.url), 'utf8'));
  expect((read('sets.json') as Parameters<typeof toGIFT>[0][]).map(toGIFT)).toEqual(read('sets.gift.json'));
});
