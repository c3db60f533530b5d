// Counts as rows of a chart: what was answered, how often, and whether it is
// right.

import type {
  AcceptedNumber,
  AcceptedText,
  PaperQuestion,
  Participant,
  Question,
  QuestionCounts,
} from '../../api/schema';
import { fold } from './fold';

export interface Bar {
  key: string;
  /** What people wrote; null where the page has words of its own. */
  text: string | null;
  /** For true and false. */
  truth?: boolean;
  /** The left side of a pair. */
  of?: string;
  count: number;
  /** Null where nothing is right or wrong. */
  right: boolean | null;
}

/** How many rows a question with any number of different answers has. */
export const ROWS = 12;

export interface Bars {
  rows: Bar[];
  /** How many gave an answer that has no row. */
  others: number;
}

export function barsOf(question: Question, counts: QuestionCounts | undefined): Bars {
  const all = counts?.counts ?? {};
  const count = (key: string) => all[key] ?? 0;
  const correct = question.correct ?? null;
  switch (question.kind) {
    case 'choice':
    case 'choices': {
      const right = correct === null ? null : [correct].flat();
      const rows = (question.options ?? []).map((o) => ({
        key: o.id,
        text: o.text,
        count: count(o.id),
        right: right && right.includes(o.id),
      }));
      return { rows, others: 0 };
    }
    case 'trueFalse': {
      const rows = [true, false].map((truth) => ({
        key: String(truth),
        text: null,
        truth,
        count: count(String(truth)),
        right: correct === null ? null : correct === truth,
      }));
      return { rows, others: 0 };
    }
    case 'scale': {
      const rows: Bar[] = [];
      const { min, max, minLabel, maxLabel } = question.scale ?? { min: 1, max: 5 };
      for (let step = min; step <= max; step++) {
        const label = step === min ? minLabel : step === max ? maxLabel : undefined;
        rows.push({
          key: String(step),
          text: label ? `${step} – ${label}` : String(step),
          count: count(String(step)),
          right: null,
        });
      }
      return { rows, others: 0 };
    }
    case 'text': {
      const accepted = correct === null ? null : ([correct].flat() as (string | AcceptedText)[]);
      const full = accepted?.filter((a) => typeof a === 'string' || a.weight === undefined || a.weight === 100);
      const right = full && new Set(full.map((a) => fold(typeof a === 'string' ? a : a.text)));
      return most(all, counts?.otherCount, (key) => ({ text: key, right: right ? right.has(fold(key)) : null }));
    }
    case 'cloud':
      return most(all, counts?.otherCount, (key) => ({ text: key, right: null }));
    case 'number': {
      const accepted = correct === null ? null : ([correct].flat() as (number | AcceptedNumber)[]);
      return most(all, counts?.otherCount, (key) => ({
        text: key,
        right: accepted && meets(Number(key), accepted, question.tolerance ?? 0),
      }));
    }
    case 'order': {
      const text = textOf(question.options);
      const right = correct === null ? null : (correct as string[]).join(',');
      return most(all, counts?.otherCount, (key) => ({
        text: key.split(',').map(text).join(' → '),
        right: right === null ? null : key === right,
      }));
    }
    case 'match': {
      const target = textOf(question.targets);
      const pairs = (correct ?? null) as Record<string, string> | null;
      const rows = (question.options ?? []).flatMap((option) =>
        (question.targets ?? [])
          .map((t) => ({
            key: `${option.id}:${t.id}`,
            of: option.text,
            text: target(t.id),
            count: count(`${option.id}:${t.id}`),
            right: pairs && pairs[option.id] === t.id,
          }))
          // What is right, and what somebody took for it.
          .filter((row) => row.right || row.count > 0)
          .sort((a, b) => Number(b.right) - Number(a.right) || b.count - a.count),
      );
      return { rows, others: 0 };
    }
  }
}

function textOf(items: PaperQuestion['options']): (id: string) => string {
  return (id) => items?.find((i) => i.id === id)?.text ?? id;
}

/** The most frequent answers. */
function most(
  all: Record<string, number>,
  more: number | undefined,
  row: (key: string) => Pick<Bar, 'text' | 'right'>,
): Bars {
  const sorted = Object.entries(all).sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return {
    rows: sorted.slice(0, ROWS).map(([key, count]) => ({ key, count, ...row(key) })),
    others: sorted.slice(ROWS).reduce((sum, [, n]) => sum + n, more ?? 0),
  };
}

function meets(x: number, accepted: (number | AcceptedNumber)[], tolerance: number): boolean {
  return accepted.some((a) => {
    if (typeof a === 'number') return distance(x, a) <= tolerance;
    if (a.weight !== undefined && a.weight !== 100) return false;
    if (a.value !== undefined) return distance(x, a.value) <= (a.tolerance ?? tolerance);
    return x >= a.min! && x <= a.max!;
  });
}

/** Forgives what binary fractions add: 0.3 − 0.2 is 0.1. */
function distance(x: number, y: number): number {
  const d = Math.abs(x - y);
  return d - 1e-9 * Math.max(1, Math.abs(x), Math.abs(y));
}

/** The mean of a scale's steps; null without an answer. */
export function meanOf(counts: QuestionCounts | undefined): number | null {
  const entries = Object.entries(counts?.counts ?? {});
  const n = entries.reduce((sum, [, count]) => sum + count, 0);
  return n === 0 ? null : entries.reduce((sum, [step, count]) => sum + Number(step) * count, 0) / n;
}

/** How folded texts and words were mostly written, by their folded form. */
export function spellingsOf(question: string, participants: readonly Participant[]): Map<string, string> {
  const all = new Map<string, Map<string, number>>();
  for (const p of participants) {
    const response = p.answers[question]?.response;
    for (const written of [response ?? []].flat()) {
      if (typeof written !== 'string') continue;
      const folded = fold(written);
      const ways = all.get(folded) ?? new Map<string, number>();
      const way = written.trim();
      ways.set(way, (ways.get(way) ?? 0) + 1);
      all.set(folded, ways);
    }
  }
  return new Map(
    [...all].map(([folded, ways]) => [folded, [...ways].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0]![0]]),
  );
}
