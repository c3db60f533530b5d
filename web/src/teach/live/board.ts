// What a teacher sees of a session: the last snapshot, and every event since.

import type {
  Answer,
  AnswersEvent,
  Participant,
  ParticipantErasedEvent,
  ParticipantJoinedEvent,
  QuestionCounts,
  Results,
  Session,
  SessionEvent,
} from '../../api/schema';
import type { ServerEvent } from './events';

export interface Board {
  session: Session;
  /** In the order in which they joined. */
  participants: Participant[];
  /** How many left: what they wrote is erased, or is to be. */
  left: number;
  /** Of them, those whose parent asked for it. */
  leftByParent: number;
  /** By question. */
  counts: Record<string, QuestionCounts>;
}

/** The board with these events applied; null as long as there was no snapshot. Unknown events change nothing. */
export function applyEvents(board: Board | null, events: readonly ServerEvent[]): Board | null {
  for (const event of events) board = applyEvent(board, event);
  return board;
}

function applyEvent(board: Board | null, event: ServerEvent): Board | null {
  if (event.type === 'snapshot') return fromResults(JSON.parse(event.data) as Results);
  if (!board) return null;
  switch (event.type) {
    case 'participantJoined': {
      const { participant } = JSON.parse(event.data) as ParticipantJoinedEvent;
      // The name of who is there already was corrected, or a parent did something.
      const known = board.participants.some((p) => p.id === participant.id);
      const participants = known
        ? board.participants.map((p) => (p.id === participant.id ? participant : p))
        : [...board.participants, participant];
      return { ...board, participants };
    }
    case 'participantErased': {
      const { id, byParent } = JSON.parse(event.data) as ParticipantErasedEvent;
      const participants = board.participants.filter((p) => p.id !== id);
      const gone = board.participants.length - participants.length;
      return {
        ...board,
        participants,
        left: board.left + gone,
        leftByParent: board.leftByParent + (byParent ? gone : 0),
      };
    }
    case 'answers':
      return withAnswers(board, JSON.parse(event.data) as AnswersEvent);
    case 'session': {
      const { session, maxScore } = JSON.parse(event.data) as SessionEvent;
      return { ...board, session, participants: board.participants.map((p) => ({ ...p, maxScore })) };
    }
    default:
      return board;
  }
}

function fromResults(results: Results): Board {
  return {
    session: results.session,
    participants: results.participants,
    left: results.left,
    leftByParent: results.leftByParent,
    counts: Object.fromEntries(results.questions.map((q) => [q.id, q])),
  };
}

function withAnswers(board: Board, event: AnswersEvent): Board {
  const news = new Map<string, Pick<Participant, 'answers' | 'score'>>();
  for (const { participantId, questionId, answer, score } of event.items) {
    news.set(participantId, { answers: { ...news.get(participantId)?.answers, [questionId]: answer }, score });
  }
  const participants = board.participants.map((p) => {
    const update = news.get(p.id);
    return update ? { ...p, answers: { ...p.answers, ...update.answers }, score: update.score } : p;
  });
  const counts = { ...board.counts };
  for (const q of event.questions) counts[q.id] = q;
  return { ...board, participants, counts };
}

/** Whether an answer says something; an emptied one doesn't. */
export function isGiven(answer: Answer | undefined): boolean {
  const response = answer?.response;
  if (response === undefined) return false;
  if (typeof response === 'string') return response.trim() !== '';
  return typeof response !== 'object' || Object.keys(response).length > 0;
}

/** Those whose work is in use: what a restricted student left is kept, and counts nowhere. */
export const inUse = (board: Pick<Board, 'participants'>): Participant[] =>
  board.participants.filter((p) => !p.restricted);

/** How many participants answered the question. */
export function answeredBy(board: Board, question: string): number {
  return board.participants.reduce((n, p) => n + (isGiven(p.answers[question]) ? 1 : 0), 0);
}
