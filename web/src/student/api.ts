import { request, type RequestOptions } from '../api/client';
import type {
  AnswerRequest,
  AnswerResult,
  AnswersRequest,
  AnswersResponse,
  Erasure,
  JoinRequest,
  JoinResponse,
  Me,
  QuestionSolution,
  RejoinRequest,
  Solutions,
  State,
} from '../api/schema';
import { getChangesWaitMaximum } from '../api/values';

export async function join(body: JoinRequest, key: string): Promise<JoinResponse> {
  const reply = await request<JoinResponse>('POST', '/v1/join', { body, headers: { 'Idempotency-Key': key } });
  return reply.body;
}

/** The same student again, by the secret of their join. */
export async function rejoin(body: RejoinRequest): Promise<JoinResponse> {
  return (await request<JoinResponse>('POST', '/v1/rejoin', { body })).body;
}

/** The session's state, or null when it is still the one with the given tag. */
export async function getState(sid: string, tag: string | null): Promise<{ state: State; tag: string | null } | null> {
  const reply = await request<State>('GET', `/v1/sessions/${sid}/state`, {
    headers: tag ? { 'If-None-Match': tag } : {},
    timeout: 10_000,
  });
  return reply.status === 304 ? null : { state: reply.body, tag: reply.headers.get('ETag') };
}

/** The session's state once its version isn't the given one, or null if that takes too long. */
export async function getChanges(sid: string, version: number, signal: AbortSignal): Promise<State | null> {
  const path = `/v1/sessions/${sid}/changes?after=${version}&wait=${getChangesWaitMaximum}`;
  const reply = await request<State | undefined>('GET', path, { signal, timeout: (getChangesWaitMaximum + 10) * 1000 });
  return reply.body ?? null;
}

export async function postAnswers(
  token: string,
  answers: AnswerRequest[],
  options: Pick<RequestOptions, 'keepalive' | 'signal'>,
): Promise<AnswerResult[]> {
  const body: AnswersRequest = { answers };
  const reply = await request<AnswersResponse>('POST', '/v1/answers', { token, body, ...options });
  return reply.body.results;
}

export async function getSolutions(sid: string, token: string): Promise<QuestionSolution[]> {
  const reply = await request<Solutions>('GET', `/v1/sessions/${sid}/solutions`, { token });
  return reply.body.items;
}

export async function getMe(token: string): Promise<Me> {
  return (await request<Me>('GET', '/v1/me', { token })).body;
}

export async function eraseMe(token: string): Promise<Erasure> {
  return (await request<Erasure>('DELETE', '/v1/me', { token })).body;
}
