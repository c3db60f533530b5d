// Responses of all kinds as data: whether two are the same, and what is none. The
// server's rules stand in shared/domain/response.go.

import type { Response } from '../api/schema';

/** Whether two responses say the same. The order of choices says nothing, that of an order everything. */
export function sameResponse(a: Response | undefined, b: Response | undefined): boolean {
  return canonical(a) === canonical(b);
}

function canonical(r: Response | undefined): string {
  if (r === undefined || typeof r !== 'object' || Array.isArray(r)) return JSON.stringify(r) ?? '';
  return JSON.stringify(Object.entries(r).sort(([x], [y]) => (x < y ? -1 : 1)));
}

/** Whether a response takes an answer back, as far as its kind can be taken back. */
export function isBlank(r: Response | undefined): boolean {
  if (r === undefined) return true;
  if (typeof r === 'string') return r.trim() === '';
  return typeof r === 'object' && Object.keys(r).length === 0;
}

/** Length as the server counts: in characters, not in UTF-16 units. */
export function characters(s: string): number {
  return [...s].length;
}

/** Leaves out what isn't text and would have the whole request refused: halves of pairs, and NUL. */
export function plainText(s: string): string {
  return s.replace(/\p{Surrogate}|\0/gu, '');
}
