import { expect, test } from 'vitest';
import type { CountsEvent, Participant, QuestionCounts, Results, Session } from '../../api/schema';
import { answered, applyToWall, names, present, resultsOf } from './wall';

const session = { id: 's', title: 'T', version: 1 } as Session;
const q1: QuestionCounts = { id: 'q1', counts: { a: 2, b: 1 }, answered: 3, correctRate: null };
const counts = (more: Partial<CountsEvent>) => ({
  type: 'counts',
  data: JSON.stringify({ session, participants: 4, answered: { q1: 3 }, shown: null, ...more }),
});
const ada: Participant = {
  id: 'p1',
  alias: 'Ada',
  joinedAt: '',
  score: 0,
  maxScore: 1,
  answers: { q1: { response: 'a', revision: 1, receivedAt: '', correct: true, points: 1 } },
};

test('counts: each event has everything, and nobody is named', () => {
  expect(applyToWall(null, [])).toBeNull();
  const hidden = applyToWall(null, [counts({}), counts({ participants: 5 })])!;
  expect([
    present(hidden),
    answered(hidden, 'q1'),
    answered(hidden, 'q2'),
    resultsOf(hidden, 'q1'),
    names(hidden),
  ]).toEqual([5, 3, 0, null, []]);
  const shown = applyToWall(hidden, [counts({ shown: q1 }), { type: 'somethingNew', data: '{}' }])!;
  expect([resultsOf(shown, 'q1'), resultsOf(shown, 'q2')]).toEqual([q1, null]);
  expect(applyToWall(shown, [{ type: 'somethingNew', data: '{}' }])).toBe(shown);
});

test('with names it is a whole board', () => {
  const results: Results = { session, participants: [ada], left: 0, leftByParent: 0, questions: [q1] };
  const all = applyToWall(null, [{ type: 'snapshot', data: JSON.stringify(results) }])!;
  expect([present(all), answered(all, 'q1'), resultsOf(all, 'q1'), names(all).map((p) => p.alias)]).toEqual([
    1,
    1,
    q1,
    ['Ada'],
  ]);
});
