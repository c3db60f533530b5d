import { expect, test } from 'vitest';
import type { Participant } from '../../api/schema';
import { gradesFor, groupsOf } from './groups';
import { sorted } from './ResultsTab';

const participant = (
  id: string,
  response: string | undefined,
  points: number | null = 0,
  graded = false,
  revision = 1,
): Participant => ({
  id,
  alias: id,
  joinedAt: '2026-09-01T08:00:00Z',
  score: points ?? 0,
  maxScore: 1,
  answers:
    response === undefined
      ? {}
      : {
          q: {
            response,
            revision,
            receivedAt: '2026-09-01T08:00:00Z',
            correct: false,
            points,
            ...(graded && { graded: true as const }),
          },
        },
});

test('the same text is one group, whatever its case and space', () => {
  const groups = groupsOf('q', [
    participant('a', 'The  Rhine'),
    participant('b', ' the rhine ', 0, false, 3),
    participant('c', 'the rhine'),
    participant('d', 'Elbe', 1, true),
    participant('e', '   '),
    participant('f', undefined),
  ]);
  expect(groups.map((g) => [g.key, g.text, g.authors.length, g.points, g.state])).toEqual([
    ['the rhine', 'the rhine', 3, 0, 'automatic'],
    ['elbe', 'Elbe', 1, 1, 'byHand'],
  ]);
  expect(gradesFor('q', groups[0]!, 0.5)).toEqual([
    { participantId: 'a', questionId: 'q', revision: 1, points: 0.5 },
    { participantId: 'b', questionId: 'q', revision: 3, points: 0.5 },
    { participantId: 'c', questionId: 'q', revision: 1, points: 0.5 },
  ]);
});

test('what is graded in part is not graded, and has no one grade', () => {
  const [group] = groupsOf('q', [participant('a', 'x', 1, true), participant('b', 'X', 0)]);
  expect([group!.points, group!.state]).toEqual([null, 'mixed']);
});

test('an essay waits for its grade', () => {
  const [group] = groupsOf('q', [participant('a', 'x', null), participant('b', 'X', null)]);
  expect([group!.points, group!.state]).toEqual([null, 'open']);
  const [part] = groupsOf('q', [participant('a', 'x', null), participant('b', 'X', 3, true)]);
  expect([part!.points, part!.state]).toEqual([null, 'mixed']);
});

test('largest first among those to grade, graded ones last', () => {
  const keys = groupsOf('q', [
    participant('a', 'done', 1, true),
    participant('b', 'done', 1, true),
    participant('c', 'one'),
    participant('d', 'two'),
    participant('e', 'two'),
  ]).map((g) => g.key);
  expect(keys).toEqual(['two', 'one', 'done']);
});

test('a results table can be sorted', () => {
  const list = [participant('b10', 'x', 1), participant('b9', 'x', 3), participant('A', 'x', 2)];
  expect(sorted(list, 'joined', false).map((p) => p.id)).toEqual(['b10', 'b9', 'A']);
  expect(sorted(list, 'name', false).map((p) => p.id)).toEqual(['A', 'b9', 'b10']);
  expect(sorted(list, 'score', true).map((p) => p.id)).toEqual(['b9', 'A', 'b10']);
});
