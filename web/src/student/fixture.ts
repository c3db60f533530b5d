// For tests: a storage in memory, and an API whose replies a test sets.

import { vi } from 'vitest';
import { sleep } from '../api/client';
import type { AnswerRequest, AnswerResult, Erasure, JoinResponse, Me, Response, State } from '../api/schema';
import type { Deps } from './lesson';

export class MemoryStorage {
  readonly map = new Map<string, string>();
  full = false;
  get length() {
    return this.map.size;
  }
  key(i: number) {
    return [...this.map.keys()][i] ?? null;
  }
  getItem(key: string) {
    return this.map.get(key) ?? null;
  }
  setItem(key: string, value: string) {
    if (this.full) throw new DOMException('full', 'QuotaExceededError');
    this.map.set(key, value);
  }
  removeItem(key: string) {
    this.map.delete(key);
  }
}

export const SID = 'onswg4tforpw63dmmfzgk2lomm';

export function joined(over: Partial<JoinResponse['session']> = {}): JoinResponse {
  return {
    token: 'token-1',
    participantId: 'mfrggzdfmztwq2lknnwg23tpoa',
    session: {
      id: SID,
      title: 'Rivers',
      mode: 'self-paced',
      feedback: 'none',
      state: 'open',
      closesAt: null,
      currentQuestion: null,
      questions: [
        { id: 'q1', kind: 'text', prompt: 'One?', points: 1 },
        { id: 'q2', kind: 'text', prompt: 'Two?', points: 1 },
      ],
      privacy: {
        keptDays: 180,
        kept: 'P180D',
        restoreWindow: 'P6M',
        visibleTo: ['teachers'],
        org: 'org_north',
        contact: 'privacy@north.example',
      },
      ...over,
    },
  };
}

export const body = { code: 'KXWQPT', alias: 'Ada', locale: 'en' };

export function state(over: Partial<State> = {}): State {
  return { state: 'open', currentQuestion: null, closesAt: null, version: 1, ...over };
}

/** A server that remembers what it recorded, by question the highest revision. */
export class Server {
  now: State = state();
  log: AnswerRequest[] = [];
  results: Me['results'] = null;
  /** Replies in place of the usual ones, first come first served; a function may throw. */
  next: ((answers: AnswerRequest[]) => AnswerResult[])[] = [];

  api = {
    rejoin: vi.fn(async (): Promise<JoinResponse> => ({ ...joined(), token: 'token-2' })),
    getState: vi.fn(async (_sid: string, tag: string | null): Promise<{ state: State; tag: string | null } | null> => {
      const now = String(this.now.version);
      return tag === now ? null : { state: { ...this.now }, tag: now };
    }),
    getChanges: vi.fn(async (_sid: string, version: number, signal: AbortSignal): Promise<State | null> => {
      for (let n = 0; n < 250 && this.now.version === version; n++) await sleep(100, signal);
      return this.now.version === version ? null : { ...this.now };
    }),
    postAnswers: vi.fn(async (_token: string, answers: AnswerRequest[]) => {
      const reply = this.next.shift() ?? ((a: typeof answers) => this.record(a));
      return reply(answers);
    }),
    getSolutions: vi.fn(async () => [{ questionId: 'q1', solution: 'a' as Response, points: 1 }]),
    getMe: vi.fn(
      async (): Promise<Me> => ({
        as: 'student',
        parentCodeAt: null,
        parent: {},
        correction: null,
        restricted: false,
        participant: {
          id: 'p',
          alias: 'Ada',
          joinedAt: '',
          consentBasis: '',
          renamedAt: null,
          consent: null,
        },
        session: { id: SID, title: 'Rivers', state: 'closed' },
        answers: this.log.map((a) => ({ ...a, receivedAt: '' })),
        grades: [],
        results: this.results,
        receipts: [],
        keptUntil: null,
        contact: '',
        privacy: { org: 'org_north', version: 1, kept: 'P6M', restoreWindow: 'P6M' },
      }),
    ),
    eraseMe: vi.fn(
      async (): Promise<Erasure> => ({
        state: 'erased',
        receiptId: 'onxw2zjanfsca5dpeb2gk43uea',
        irrecoverableAt: '2026-09-08T08:10:00Z',
      }),
    ),
  };

  record(answers: AnswerRequest[]): AnswerResult[] {
    this.log.push(...answers);
    return answers.map(({ questionId, revision }) => ({ questionId, revision, status: 'recorded' as const }));
  }

  held() {
    const best = new Map<string, (typeof this.log)[number]>();
    for (const a of this.log) {
      const have = best.get(a.questionId);
      if (!have || a.revision > have.revision) best.set(a.questionId, a);
    }
    return [...best.values()];
  }
}

export function deps(server: Server, storage: MemoryStorage): Deps {
  return { api: server.api, storage, locks: undefined, random: () => 0.5, now: () => Date.now() };
}
