// What a student's browser keeps: one entry a session with the token, what it
// takes to join again as the same participant, the questions and the answers.
// It goes when the session ends, at "Not me" and at "Erase me", and at the
// latest when the token can't be good any more.

import type { JoinRequest, JoinResponse, JoinedSession, Privacy, SessionState } from '../api/schema';
import { joinedSessionIdleDays, joinedSessionTicketDays } from '../api/values';
import type { Book } from './book';

/** The session as it was joined, and as it went on since. */
export interface KeptSession extends Omit<JoinedSession, 'state' | 'privacy'> {
  state: SessionState;
  privacy: KeptPrivacy;
}

/** Sessions kept from before don't say whose policy it is. */
export type KeptPrivacy = Omit<Privacy, 'org' | 'kept'> & Partial<Privacy>;

export interface Kept {
  v: 1;
  body: JoinRequest;
  /** The name since it was corrected. */
  alias?: string;
  /** The Idempotency-Key of the join: the participant's secret. */
  key: string;
  token: string;
  session: KeptSession;
  book: Book;
  /** The question at which the student is. */
  at: string | null;
  /** Whether the student has read what is kept, and gone on. */
  started: boolean;
  /** When they joined, by the device's clock, in milliseconds. */
  since: number;
}

export type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

const PREFIX = 'cleanslate:';
const DAY = 24 * 60 * 60 * 1000;

export function newKept(body: JoinRequest, key: string, joined: JoinResponse, now: number): Kept {
  const { token, session } = joined;
  return { v: 1, body, key, token, session, book: {}, at: null, started: false, since: now };
}

/** Whether it could be written: browsers may refuse to store anything. */
export function save(storage: Storage | null, kept: Kept): boolean {
  try {
    storage?.setItem(PREFIX + kept.session.id, JSON.stringify(kept));
    return storage !== null;
  } catch {
    return false;
  }
}

export function load(storage: Storage | null, sid: string, now: number): Kept | null {
  try {
    const kept = JSON.parse(storage?.getItem(PREFIX + sid) ?? 'null') as Kept | null;
    if (kept?.v === 1 && kept.session.id === sid && now < expiry(kept)) return kept;
  } catch {
    // not ours, or of another time
  }
  return null;
}

export function forget(storage: Storage | null, sid: string): void {
  try {
    storage?.removeItem(PREFIX + sid);
  } catch {
    // then it wasn't stored either
  }
  if (!keepsAny(storage)) dropPage();
}

function keys(storage: Storage | null): string[] {
  try {
    return Array.from({ length: storage?.length ?? 0 }, (_, i) => storage!.key(i)!).filter((key) =>
      key.startsWith(PREFIX),
    );
  } catch {
    return []; // no storage, nothing kept
  }
}

/** Whether any session is kept. */
export const keepsAny = (storage: Storage | null): boolean => keys(storage).length > 0;

/** What offline.ts keeps of the page. */
export const CACHE = 'cleanslate';

/** The page itself is kept for sessions only, and goes with the last. */
export function dropPage(): void {
  globalThis.caches?.delete(CACHE).catch(() => {});
  globalThis.navigator?.serviceWorker?.getRegistrations().then(
    (all) => all.forEach((registration) => void registration.unregister()),
    () => {},
  );
}

/** All that is kept, the latest first. What is of no more use is removed. */
export function list(storage: Storage | null, now: number): Kept[] {
  const all: Kept[] = [];
  for (const key of keys(storage)) {
    const sid = key.slice(PREFIX.length);
    const kept = load(storage, sid, now);
    if (kept) all.push(kept);
    else forget(storage, sid);
  }
  return all.sort((a, b) => b.since - a.since);
}

/** When the token can't be good any more, even if the session stays idle until it is closed. */
function expiry(kept: Kept): number {
  const { closesAt } = kept.session;
  return (
    (closesAt ? Math.max(Date.parse(closesAt), kept.since) : kept.since + joinedSessionIdleDays * DAY) +
    joinedSessionTicketDays * DAY
  );
}

/** The browser's storage, where it allows it. */
export function browserStorage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
