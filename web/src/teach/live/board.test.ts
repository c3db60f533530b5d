import { describe, expect, test } from 'vitest';
import type {
  Answer,
  AnswersEvent,
  Participant,
  ParticipantErasedEvent,
  ParticipantJoinedEvent,
  Results,
  Session,
  SessionEvent,
} from '../../api/schema';
import { answeredBy, applyEvents, isGiven } from './board';

const session: Session = {
  id: 's',
  code: 'KXWQPT',
  joinUrl: null,
  title: 'T',
  questionSetId: 'ojuxmzlsonxwmzlvojxxazlboi',
  state: 'open',
  mode: 'self-paced',
  feedback: 'none',
  shuffle: false,
  locked: false,
  currentQuestion: null,
  questionCount: 2,
  owner: { id: 'o', name: null, you: true },
  coTeachers: [],
  closesAt: null,
  createdAt: '2026-09-01T08:00:00Z',
  closedAt: null,
  deletedAt: null,
  restorableUntil: null,
  version: 1,
};
const answer = (response: Answer['response'], points: number | null, revision = 1): Answer => ({
  response,
  revision,
  receivedAt: '2026-09-01T08:01:00Z',
  correct: points === null ? null : points > 0,
  points,
});
const participant = (id: string, answers: Record<string, Answer> = {}): Participant => ({
  id,
  alias: id.toUpperCase(),
  joinedAt: '2026-09-01T08:00:00Z',
  score: 0,
  maxScore: 2,
  answers,
});
interface Events {
  snapshot: Results;
  participantJoined: ParticipantJoinedEvent;
  participantErased: ParticipantErasedEvent;
  answers: AnswersEvent;
  session: SessionEvent;
  somethingNew: unknown;
}
const event = <T extends keyof Events>(type: T, data: Events[T]) => ({ type, data: JSON.stringify(data) });
const snapshot = (participants: Participant[]): Results => ({
  session,
  participants,
  left: 1,
  leftByParent: 0,
  questions: [{ id: 'q1', counts: {}, answered: 0, correctRate: null }],
});

describe('applyEvents', () => {
  test('nothing is shown before a snapshot', () => {
    expect(applyEvents(null, [event('participantErased', { id: 'a' })])).toBeNull();
  });

  test('joining, answering, changing, erasing', () => {
    let board = applyEvents(null, [event('snapshot', snapshot([participant('a')]))]);
    board = applyEvents(board, [
      event('participantJoined', { participant: participant('b') }),
      event('answers', {
        items: [
          { participantId: 'a', questionId: 'q1', answer: answer('x', 0.1), score: 0.3 },
          { participantId: 'a', questionId: 'q2', answer: answer('y', 0.2), score: 0.3 },
          { participantId: 'b', questionId: 'q1', answer: answer('x', null), score: 0 },
          { participantId: 'gone', questionId: 'q1', answer: answer('x', 1), score: 1 },
        ],
        questions: [{ id: 'q1', counts: { x: 2 }, answered: 2, correctRate: 0.5 }],
      }),
    ])!;
    expect(board.participants.map((p) => [p.id, p.score, Object.keys(p.answers)])).toEqual([
      ['a', 0.3, ['q1', 'q2']],
      ['b', 0, ['q1']],
    ]);
    expect(board.counts['q1']!.counts).toEqual({ x: 2 });
    expect(answeredBy(board, 'q1')).toBe(2);
    board = applyEvents(board, [
      event('answers', {
        items: [{ participantId: 'a', questionId: 'q1', answer: answer('', 0, 2), score: 0.2 }],
        questions: [],
      }),
      event('participantErased', { id: 'b' }),
      event('session', { session: { ...session, state: 'closed' }, maxScore: 3 }),
      event('somethingNew', { x: 1 }),
    ])!;
    expect(board.participants.map((p) => [p.id, p.score, p.maxScore])).toEqual([['a', 0.2, 3]]);
    expect(board.session.state).toBe('closed');
    expect(answeredBy(board, 'q1')).toBe(0);
  });

  test('a corrected name takes the place of the first, and who left is counted', () => {
    const renamed = { ...participant('a'), alias: 'Ada L.', renamedAt: '2026-09-01T08:05:00Z' };
    const board = applyEvents(null, [
      event('snapshot', snapshot([participant('a'), participant('b'), participant('c')])),
      event('participantJoined', { participant: renamed }),
      event('participantErased', { id: 'b' }),
      event('participantErased', { id: 'b' }),
    ])!;
    expect(board.participants).toEqual([renamed, participant('c')]);
    expect(board.left).toBe(2);
  });

  test('scores are the server’s, whatever the points of the answers add up to', () => {
    const before = applyEvents(null, [
      event('snapshot', snapshot([{ ...participant('a'), score: 7 }, participant('b')])),
    ])!;
    expect(before.participants.map((p) => p.score)).toEqual([7, 0]);
    const after = applyEvents(before, [
      event('answers', {
        items: [{ participantId: 'a', questionId: 'q1', answer: answer('x', 0.1), score: 6.5 }],
        questions: [],
      }),
      event('session', { session, maxScore: 9 }),
    ])!;
    expect(after.participants.map((p) => [p.score, p.maxScore])).toEqual([
      [6.5, 9],
      [0, 9],
    ]);
  });

  test('a new snapshot starts over', () => {
    const board = applyEvents(null, [
      event('snapshot', snapshot([participant('a')])),
      event('snapshot', snapshot([participant('b')])),
    ])!;
    expect(board.participants.map((p) => p.id)).toEqual(['b']);
  });

  test('who joins twice is there once', () => {
    const board = applyEvents(null, [
      event('snapshot', snapshot([participant('a')])),
      event('participantJoined', { participant: participant('a') }),
    ])!;
    expect(board.participants).toHaveLength(1);
  });

  test('leaves the board that it was given as it was', () => {
    const before = applyEvents(null, [event('snapshot', snapshot([participant('a')]))])!;
    const copy = structuredClone(before);
    applyEvents(before, [
      event('answers', {
        items: [{ participantId: 'a', questionId: 'q1', answer: answer('x', 1), score: 1 }],
        questions: [],
      }),
    ]);
    expect(before).toEqual(copy);
  });
});

test.each<[Answer | undefined, boolean]>([
  [undefined, false],
  [answer(' ', 0), false],
  [answer([], 0), false],
  [answer({}, 0), false],
  [answer(false, 0), true],
  [answer(0, 0), true],
  [answer(['a'], 0), true],
])('isGiven %j', (a, want) => {
  expect(isGiven(a)).toBe(want);
});
