import { limits } from '../../../teach/limits';
import type { AcceptedNumber, Question, QuestionCounts } from '../../../../api/schema';
import { most, type Bars } from '../../../teach/chart/bars';
import { asList } from '../../../teach/fields';

export type Accepted = number | AcceptedNumber;

export const rangeOf = (a: Accepted): AcceptedNumber => (typeof a === 'number' ? { value: a } : a);
export const earnsAll = (a: Accepted): boolean =>
  typeof a === 'number' || a.weight === undefined || a.weight === limits.weight;

export function bars({ correct, tolerance = 0 }: Question, counts: QuestionCounts | undefined): Bars {
  const scored = correct !== undefined && correct !== null;
  const full = asList<Accepted>(correct).filter(earnsAll).map(rangeOf);
  return most(counts, (key) => ({
    text: key,
    right: scored ? full.some((a) => meets(Number(key), a, tolerance)) : null,
  }));
}

function meets(x: number, a: AcceptedNumber, tolerance: number): boolean {
  if (a.value !== undefined) return distance(x, a.value) <= (a.tolerance ?? tolerance);
  return x >= a.min! && x <= a.max!;
}

/** Forgives what binary fractions add: 0.3 − 0.2 is 0.1. */
function distance(x: number, y: number): number {
  const d = Math.abs(x - y);
  return d - 1e-9 * Math.max(1, Math.abs(x), Math.abs(y));
}
