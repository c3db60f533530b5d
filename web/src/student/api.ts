import { request, type RequestOptions } from '../api/client';
import type { Feedback, Mode, PaperQuestion, Response, SessionState } from '../api/types';

/** The body of a join. A retry or a rejoin must send the very same one. */
export interface JoinBody {
  code: string;
  alias: string;
  locale: string;
}

export interface Privacy {
  keptDays: number;
  /** ISO 8601, for example P6M. */
  restoreWindow: string;
  visibleTo: string[];
  /** Whose policy it is; sessions kept from before don't say. */
  org?: string;
  contact: string;
}

export interface SessionView {
  id: string;
  title: string;
  mode: Mode;
  feedback: Feedback;
  state: SessionState;
  closesAt: string | null;
  currentQuestion: string | null;
  questions: PaperQuestion[];
  privacy: Privacy;
}

export interface Joined {
  token: string;
  participantId: string;
  session: SessionView;
}

export interface State {
  state: SessionState;
  currentQuestion: string | null;
  question?: PaperQuestion;
  closesAt: string | null;
  version: number;
}

export interface Answer {
  questionId: string;
  revision: number;
  response: Response;
}

export interface AnswerFeedback {
  /** Null for what has no score. */
  correct: boolean | null;
  points: number | null;
  solution: Response | null;
  explanation?: string;
  comment?: string;
}

export interface Result {
  questionId: string;
  revision: number;
  status: 'recorded' | 'rejected';
  problem?: string;
  feedback?: AnswerFeedback;
}

export interface Solution {
  questionId: string;
  solution: Response | null;
  points: number;
  explanation?: string;
}

export interface Me {
  participant: { id: string; alias: string; joinedAt: string; consentBasis: string };
  session: { id: string; title: string; state: string };
  answers: { questionId: string; revision: number; response: Response; receivedAt: string }[];
  keptUntil: string | null;
  contact: string;
}

export interface Erasure {
  state: string;
  irrecoverableAt?: string;
}

export async function join(body: JoinBody, key: string): Promise<Joined> {
  const reply = await request<Joined>('POST', '/v1/join', { body, headers: { 'Idempotency-Key': key } });
  return reply.body;
}

/** The session's state, or null when it is still the one with the given tag. */
export async function getState(sid: string, tag: string | null): Promise<{ state: State; tag: string | null } | null> {
  const reply = await request<State>('GET', `/v1/sessions/${sid}/state`, {
    headers: tag ? { 'If-None-Match': tag } : {},
    timeout: 10_000,
  });
  return reply.status === 304 ? null : { state: reply.body, tag: reply.headers.get('ETag') };
}

export async function postAnswers(
  token: string,
  answers: Answer[],
  options: Pick<RequestOptions, 'keepalive' | 'signal'>,
): Promise<Result[]> {
  const reply = await request<{ results: Result[] }>('POST', '/v1/answers', { token, body: { answers }, ...options });
  return reply.body.results;
}

export async function getSolutions(sid: string, token: string): Promise<Solution[]> {
  const reply = await request<{ items: Solution[] }>('GET', `/v1/sessions/${sid}/solutions`, { token });
  return reply.body.items;
}

export async function getMe(token: string): Promise<Me> {
  return (await request<Me>('GET', '/v1/me', { token })).body;
}

export async function eraseMe(token: string): Promise<Erasure> {
  return (await request<Erasure>('DELETE', '/v1/me', { token })).body;
}
