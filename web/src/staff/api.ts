// The API as a signed-in teacher calls it.

import { ApiError, newKey, persist, problemError, request, type Reply, type RequestOptions } from '../api/client';
import { gradesRequestGradesMaxItems, pageSizeMaximum } from '../api/values';
import { parseChallenge, type Auth, type Challenge } from './auth';
import type {
  AcceptRequest,
  Deletion,
  ExportFormat,
  Grade,
  GradesRequest,
  Invitation,
  Paper,
  ParentCode,
  Question,
  QuestionSet,
  QuestionSetList,
  QuestionSetRequest,
  Session,
  SchoolList,
  Results,
  SessionList,
  SessionPatch,
  SessionRequest,
  Sharing,
} from '../api/schema';

/** The server requires a fresh second factor for this. */
export class StepUpRequired extends Error {
  constructor(
    readonly challenge: Challenge,
    /** The person has none, and may not set one up. */
    readonly closed: boolean,
  ) {
    super('a second factor is required');
  }
}

export interface Versioned<T> {
  value: T;
  /** The If-Match value that replaces this version and no other. */
  etag: string | null;
}

/** A proxy that compresses a response weakens its tag, and a weak one never matches. */
export function versioned<T>({ body, headers }: Reply<T>): Versioned<T> {
  return { value: body, etag: headers.get('ETag')?.replace(/^W\//, '') ?? null };
}

/** How many grades one request may carry. */
export const GRADES_MAX = gradesRequestGradesMaxItems;

/** Which question sets a list has. */
export interface SetsOf {
  owner?: 'me' | 'school' | null;
  state?: 'deleted' | null;
  q?: string;
}

export class StaffApi {
  constructor(readonly auth: Auth) {}

  /** Runs a request with a token, and again with a fresh one if the first isn't accepted. */
  private async authorized<T>(run: (token: string) => Promise<T>): Promise<T> {
    for (const fresh of [false, true]) {
      const token = await this.auth.token(fresh);
      try {
        return await run(token);
      } catch (error) {
        if (!(error instanceof ApiError) || error.status !== 401) throw error;
        const challenge = parseChallenge(error.challenge);
        if (challenge) throw new StepUpRequired(challenge, await this.auth.factorClosed());
        if (fresh) throw error;
      }
    }
    throw new Error('unreachable');
  }

  call<T>(method: string, path: string, options: RequestOptions = {}): Promise<Reply<T>> {
    return this.authorized((token) => request<T>(method, path, { ...options, token }));
  }

  get<T>(path: string, signal?: AbortSignal): Promise<T> {
    return persist(() => this.call<T>('GET', path, signal ? { signal } : {}).then((r) => r.body), 3, signal);
  }

  /** A POST that may be repeated: what it creates is created once. */
  create<T>(path: string, body?: unknown, key = newKey()): Promise<Reply<T>> {
    const headers = { 'Idempotency-Key': key };
    return persist(
      () => this.call<T>('POST', path, { headers, ...(body !== undefined && { body }), timeout: 30_000 }),
      3,
    );
  }

  static list(path: string, query: Record<string, string | null | undefined>): string {
    const q = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) if (value) q.set(name, value);
    return `${q}` === '' ? path : `${path}?${q}`;
  }

  // Schools, for the operator

  /** A page of all schools: as many as a person looks through, or the most that one can have. */
  schools(pageToken: string | null, signal?: AbortSignal, most = false): Promise<SchoolList> {
    const pageSize = most ? String(pageSizeMaximum) : null;
    return this.get(StaffApi.list('/v1/orgs', { pageSize, pageToken }), signal);
  }

  // Question sets

  sets(which: SetsOf, pageToken: string | null, signal?: AbortSignal): Promise<QuestionSetList> {
    return this.get(StaffApi.list('/v1/question-sets', { ...which, pageToken }), signal);
  }

  async set(id: string, signal?: AbortSignal): Promise<Versioned<QuestionSet>> {
    const reply = await persist(
      () => this.call<QuestionSet>('GET', `/v1/question-sets/${id}`, signal ? { signal } : {}),
      3,
      signal,
    );
    return versioned(reply);
  }

  async createSet(set: QuestionSetRequest): Promise<Versioned<QuestionSet>> {
    const reply = await this.create<QuestionSet>('/v1/question-sets', set);
    return versioned(reply);
  }

  /** Replaces the set if it is still the one with this etag; null replaces any. */
  async replaceSet(id: string, set: QuestionSetRequest, etag: string | null): Promise<Versioned<QuestionSet>> {
    const reply = await this.call<QuestionSet>('PUT', `/v1/question-sets/${id}`, {
      body: set,
      timeout: 30_000,
      ...(etag && { headers: { 'If-Match': etag } }),
    });
    return versioned(reply);
  }

  /** Shares the set as it is now on the server; whoever changes it at the same moment keeps what they wrote. */
  async shareSet(id: string, shared: Sharing): Promise<void> {
    const { value, etag } = await this.set(id);
    const { title, folder, tags, questions } = value;
    await this.replaceSet(id, { title, folder, tags, questions, shared }, etag);
  }

  async copySet(id: string): Promise<QuestionSet> {
    return (await this.create<QuestionSet>(`/v1/question-sets/${id}/copy`)).body;
  }

  async deleteSet(id: string): Promise<string> {
    const send = () => this.call<Deletion>('DELETE', `/v1/question-sets/${id}`);
    return (await persist(send, 3)).body.restorableUntil;
  }

  restoreSet(id: string): Promise<QuestionSet> {
    return persist(() => this.call<QuestionSet>('POST', `/v1/question-sets/${id}/restore`).then((r) => r.body), 3);
  }

  // Sessions

  /** By a part of the title, and by the question set that they have a copy of. */
  sessions(
    of: { state?: string; q?: string; questionSetId?: string },
    pageToken: string | null,
    signal?: AbortSignal,
  ): Promise<SessionList> {
    const { state = null, q = null, questionSetId = null } = of;
    return this.get(StaffApi.list('/v1/sessions', { state, q: q || null, questionSetId, pageToken }), signal);
  }

  async startSession(body: SessionRequest): Promise<Session> {
    return (await this.create<Session>('/v1/sessions', body)).body;
  }

  /** Repeating a change does no harm. */
  patchSession(sid: string, patch: SessionPatch): Promise<Session> {
    return persist(() => this.call<Session>('PATCH', `/v1/sessions/${sid}`, { body: patch }).then((r) => r.body), 3);
  }

  async paper(sid: string, signal?: AbortSignal): Promise<Question[]> {
    return (await this.get<Paper>(`/v1/sessions/${sid}/paper`, signal)).questions;
  }

  results(sid: string, signal?: AbortSignal): Promise<Results> {
    return this.get(`/v1/sessions/${sid}/results`, signal);
  }

  /** Stores grades, however many; `progress` is called with how many are done. */
  async grade(sid: string, grades: Grade[], progress: (done: number) => void): Promise<void> {
    for (let i = 0; i < grades.length; i += GRADES_MAX) {
      const body: GradesRequest = { grades: grades.slice(i, i + GRADES_MAX) };
      await persist(() => this.call('PUT', `/v1/sessions/${sid}/grades`, { body, timeout: 60_000 }), 3);
      progress(Math.min(i + GRADES_MAX, grades.length));
    }
  }

  async deleteSession(sid: string): Promise<string> {
    const send = () => this.call<Deletion>('DELETE', `/v1/sessions/${sid}`);
    return (await persist(send, 3)).body.restorableUntil;
  }

  restoreSession(sid: string): Promise<Session> {
    return persist(() => this.call<Session>('POST', `/v1/sessions/${sid}/restore`).then((r) => r.body), 3);
  }

  async eraseParticipant(sid: string, pid: string): Promise<void> {
    await persist(() => this.call('DELETE', `/v1/sessions/${sid}/participants/${pid}`), 3);
  }

  /** A code for a parent of the student, which ends the one before; with the same key the same one. */
  async giveParentCode(sid: string, pid: string, key: string): Promise<ParentCode> {
    return (await this.create<ParentCode>(`/v1/sessions/${sid}/participants/${pid}/parent-code`, undefined, key)).body;
  }

  async invite(sid: string): Promise<Invitation> {
    return (await this.create<Invitation>(`/v1/sessions/${sid}/co-teachers/invitations`)).body;
  }

  async removeCoTeacher(sid: string, member: string): Promise<void> {
    await persist(() => this.call('DELETE', `/v1/sessions/${sid}/co-teachers/${member}`), 3);
  }

  acceptInvitation(token: string): Promise<Session> {
    const body: AcceptRequest = { token };
    return persist(() => this.call<Session>('POST', '/v1/co-teachers', { body }).then((r) => r.body), 3);
  }

  // What isn't JSON

  /** A response whose body the caller reads. */
  fetch(path: string, accept: string, signal: AbortSignal, language?: string): Promise<Response> {
    return this.authorized(async (token) => {
      let response: Response;
      try {
        response = await fetch(path, {
          headers: {
            Accept: accept,
            Authorization: `Bearer ${token}`,
            ...(language === undefined ? {} : { 'Accept-Language': language }),
          },
          credentials: 'omit',
          cache: 'no-store',
          signal,
        });
      } catch (error) {
        if (signal.aborted) throw error;
        throw new ApiError('offline');
      }
      if (!response.ok) throw problemError(response, await response.text());
      return response;
    });
  }

  /** The results as a file, a table's numbers as the language writes them; `progress` is called with the bytes received so far. */
  async exportSession(
    sid: string,
    format: ExportFormat,
    progress: (bytes: number) => void,
    signal: AbortSignal,
    language?: string,
  ): Promise<File> {
    const response = await this.fetch(`/v1/sessions/${sid}/export?format=${format}`, '*/*', signal, language);
    const name =
      /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '')?.[1] ?? `results.${format}`;
    const parts: Uint8Array<ArrayBuffer>[] = [];
    let bytes = 0;
    const reader = response.body!.getReader();
    try {
      for (let read = await reader.read(); !read.done; read = await reader.read()) {
        parts.push(read.value);
        bytes += read.value.length;
        progress(bytes);
      }
    } catch (error) {
      if (signal.aborted) throw error;
      throw new ApiError('offline'); // cut off in the middle
    }
    return new File(parts, name, { type: response.headers.get('Content-Type') ?? '' });
  }

  /** Query is empty for everything, or says what a projector shows. */
  async stream(sid: string, query: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    return (await this.fetch(`/v1/sessions/${sid}/results/stream${query}`, 'text/event-stream', signal)).body!;
  }
}
