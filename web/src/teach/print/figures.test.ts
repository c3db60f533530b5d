import { describe, expect, test } from 'vitest';
import type { Participant, Question } from '../../api/schema';
import { ENOUGH, figuresOf, hardness, separating } from './figures';

const question = { id: 'q', kind: 'number', prompt: '', points: 2 } as Question;

/** A student with these points for the question (null: not scored; undefined: no answer) and those for all others. */
const student = (here: number | null | undefined, elsewhere: number) =>
  ({
    score: (here ?? 0) + elsewhere,
    answers: here === undefined ? {} : { q: { response: 1, points: here, correct: here === 2 } },
  }) as unknown as Participant;

describe('figures of a question', () => {
  test('are of those whose answer has points', () => {
    const figures = figuresOf([student(2, 0), student(1, 0), student(null, 0), student(undefined, 5)], question);
    expect(figures).toEqual({ answers: 2, earned: 0.75, separation: null });
    expect(figuresOf([], question)).toEqual({ answers: 0, earned: null, separation: null });
  });

  test('a question that gives no points has none to earn', () => {
    expect(figuresOf([student(0, 1)], { ...question, points: 0 }).earned).toBeNull();
  });

  test('compare it with all other questions, not with itself', () => {
    const many = (here: (i: number) => number, elsewhere: (i: number) => number, n = 20) =>
      figuresOf(
        Array.from({ length: n }, (_, i) => student(here(i), elsewhere(i))),
        question,
      ).separation;
    const half = (i: number) => (i < 10 ? 2 : 0);
    expect(many(half, (i) => (i < 10 ? 8 : 1))).toBeCloseTo(1);
    expect(many(half, (i) => (i < 10 ? 1 : 8))).toBeCloseTo(-1);
    // Its own points would make it seem to tell them apart.
    expect(many(half, (i) => i % 2)).toBeCloseTo(0);
    expect(many(half, () => 3)).toBeNull();
    expect(
      many(
        () => 2,
        (i) => i,
      ),
    ).toBeNull();
    expect(many(half, half, ENOUGH - 1)).toBeNull();
    // The same score from shares that differ in their last bits.
    expect(many(half, (i) => (i % 2 ? 0.1 + 0.2 : 0.3))).toBeNull();
  });

  test('have words', () => {
    expect([0.8, 0.79, 0.3, 0.29].map(hardness)).toEqual(['easy', 'medium', 'medium', 'hard']);
    expect([0.3, 0.29, 0.1, 0.09, -0.09, -0.1].map(separating)).toEqual([
      'well',
      'little',
      'little',
      'not',
      'not',
      'reversed',
    ]);
  });
});
