// The public notices that are current, for whoever reads a page. They are the
// same for everybody, and asked for without a word about who asks.
//
// Every page has it, a student's too: each byte of it is one of theirs.

import type { PublicNotice, PublicNoticeList } from '../api/schema';
import type { Language } from '../i18n/language';

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

/** Those to show: each text once, those in the reader's language first, then the latest. */
export function toShow(all: readonly PublicNotice[], language: Language): PublicNotice[] {
  const seen = new Set<string>();
  return [...all]
    .sort(
      (a, b) =>
        Number(b.language === language) - Number(a.language === language) || b.publishedAt.localeCompare(a.publishedAt),
    )
    .filter((n) => {
      const text = `${n.title}\n${n.text}`;
      return !seen.has(text) && seen.add(text);
    });
}

export type Block = { is: 'heading' | 'paragraph'; text: string } | { is: 'list'; items: string[] } | { is: 'rule' };

/** The parts of a notice's text, without the title, which is above it. */
export function blocksOf(text: string, title: string): Block[] {
  const parts = text
    .replace(/\r\n/g, '\n')
    .split(/\n{2,}/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (parts[0] === title) parts.shift();
  return parts.map((part) => {
    const lines = part.split('\n');
    if (/^-{5,}$/.test(part)) return { is: 'rule' };
    if (lines.every((line) => line.startsWith('- '))) return { is: 'list', items: lines.map((line) => line.slice(2)) };
    if (lines.length === 1 && part.startsWith('# ')) return { is: 'heading', text: part.slice(2) };
    return { is: 'paragraph', text: part };
  });
}
