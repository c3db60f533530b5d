// Counts as rows of a chart: what was answered, how often, and whether it is
// right.

import type { QuestionCounts } from '../../../api/schema';

export interface Bar {
  key: string;
  /** What people wrote or chose. */
  text: string;
  /** The left side of a pair. */
  of?: string;
  count: number;
  /** Null where nothing is right or wrong. */
  right: boolean | null;
}

/** How many rows a question with any number of different answers has. */
const ROWS = 12;

export interface Bars {
  rows: Bar[];
  /** How many gave an answer that has no row. */
  others: number;
}

export interface ChartProps extends Bars {
  counts: QuestionCounts | undefined;
  /** Whether to mark what is right. */
  solution: boolean;
}

/** The most frequent answers. */
export function most(
  counts: QuestionCounts | undefined,
  row: (key: string) => Pick<Bar, 'text' | 'right'>,
  rows = ROWS,
): Bars {
  const sorted = Object.entries(counts?.counts ?? {}).sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return {
    rows: sorted.slice(0, rows).map(([key, count]) => ({ key, count, ...row(key) })),
    others: sorted.slice(rows).reduce((sum, [, n]) => sum + n, counts?.otherCount ?? 0),
  };
}
