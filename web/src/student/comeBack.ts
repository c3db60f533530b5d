// How somebody comes back with the secret of a join: into the lesson while it is open, otherwise to what is held. Whoever
// has the secret of a parent's code comes to what is held.

import { ApiError, persist, request } from '../api/client';
import type { JoinResponse, Me } from '../api/schema';
import { rejoin } from './api';
import type { Book } from './book';
import { newKept, type Kept } from './keep';

/** How a session is named. */
export type Named = { session: string } | { code: string };

export interface Came {
  secret: string;
  me: Me;
  /** Null where the lesson doesn't go on now. */
  joined: JoinResponse | null;
  paused: boolean;
}

const queryOf = (named: Named) => `?${new URLSearchParams(named)}`;

/** What the secret stood for was erased. */
export class Gone extends ApiError {
  constructor(
    readonly secret: string,
    /** What to put behind the path of a request. */
    readonly query: string,
  ) {
    super('participant-erased', 410);
  }
}

/** Tries secrets until one is known, and returns null if none is. */
export async function comeBack(secrets: readonly string[], named: Named): Promise<Came | null> {
  for (const secret of secrets) {
    try {
      const came = await withSecret(secret, named);
      if (came) return came;
    } catch (error) {
      throw error instanceof ApiError && error.status === 410 ? new Gone(secret, queryOf(named)) : error;
    }
  }
  return null;
}

async function withSecret(secret: string, named: Named): Promise<Came | null> {
  const came: Came = { secret, me: null!, joined: null, paused: false };
  try {
    // First, since a child may have joined with what stands on a parent's slip.
    came.me = (await persist(() => request<Me>('GET', `/v1/me${queryOf(named)}`, { token: secret }), 3)).body;
    if (came.me.as === 'student') came.joined = await persist(() => rejoin({ secret, ...named }), 3);
  } catch (error) {
    const slug = error instanceof ApiError ? error.slug : '';
    if (slug === 'invalid-token') return null;
    came.paused = slug === 'session-paused';
    if (!came.paused && slug !== 'unknown-secret') throw error;
  }
  return came;
}

/** What this device keeps of a student who came back: their answers as the server has them, the last of each. */
export function keptOf({ secret, me }: Came, joined: JoinResponse, code: string, locale: string, now: number): Kept {
  const kept = newKept({ code, alias: me.participant.alias, locale }, secret, joined, now);
  kept.book = bookOf(me, joined.session.feedback === 'immediate');
  return kept;
}

function bookOf(me: Me, once: boolean): Book {
  const book: Book = {};
  for (const { questionId, revision, response } of me.answers) {
    const before = book[questionId];
    // With immediate feedback the first one counts, which comes first.
    if (before && (once || before.last >= revision)) continue;
    const result = me.results?.questions.find(({ id }) => id === questionId);
    book[questionId] = {
      draft: response,
      last: revision,
      saved: { revision, response },
      ...(once && { confirmed: true as const }),
      ...(once && result && { feedback: { correct: result.correct, points: result.points, solution: null } }),
    };
  }
  return book;
}
