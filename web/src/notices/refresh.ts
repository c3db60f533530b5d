// The public notices that are current, for whoever reads a page. They are the
// same for everybody, and asked for without a word about who asks.

import type { PublicNotice, PublicNoticeList } from '../api/schema';

/** How long loaded notices are shown before they are loaded again. */
export const FRESH = 10 * 60_000;

let known: PublicNotice[] = [];
let askedAt = -Infinity;

/** Loads the notices, unless that was done a moment ago; a failure keeps the known ones. */
export async function refreshNotices(now: number): Promise<PublicNotice[]> {
  if (now - askedAt < FRESH) return known;
  const before = askedAt;
  askedAt = now;
  try {
    const response = await fetch('/v1/notices/public', {
      credentials: 'omit',
      headers: { Accept: 'application/json' },
    });
    if (!response.ok) throw response.status;
    known = ((await response.json()) as PublicNoticeList).items;
  } catch {
    askedAt = before; // the next page asks again
  }
  return known;
}
