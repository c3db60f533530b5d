import { limits } from '../../../teach/limits';
import type { AcceptedText, Question, QuestionCounts } from '../../../../api/schema';
import { most, type Bars } from '../../../teach/chart/bars';
import { fold } from '../../../teach/chart/fold';
import { asList } from '../../../teach/fields';

export type Accepted = string | AcceptedText;

export const textOf = (a: Accepted): string => (typeof a === 'string' ? a : a.text);
export const earnsAll = (a: Accepted): boolean =>
  typeof a === 'string' || a.weight === undefined || a.weight === limits.weight;

export function bars({ correct }: Question, counts: QuestionCounts | undefined): Bars {
  const scored = correct !== undefined && correct !== null;
  const right = new Set(
    asList<Accepted>(correct)
      .filter(earnsAll)
      .map((a) => fold(textOf(a))),
  );
  return most(counts, (key) => ({ text: key, right: scored ? right.has(fold(key)) : null }));
}
