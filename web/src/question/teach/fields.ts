// What the drafts of questions of all kinds are made of.

import type { Kind } from '../../api/schema';
import type { Language } from '../../i18n/language';

/** The fields that every question has. */
export interface DraftBase {
  key: string;
  /** Null until the server gave it one. */
  id: string | null;
  kind: Kind;
  prompt: string;
  /** False where nothing is right or wrong by itself: a poll, or a text to be graded by hand. */
  scored: boolean;
  points: string;
  /** The most that can be given by hand, where nothing is scored. */
  essayPoints: string;
  explanation: string;
  whenRight: string;
  whenWrong: string;
}

export interface DraftItem {
  key: string;
  text: string;
}

/** Checks what was typed, and notes what is wrong. */
export interface Check {
  /** Whether the question has a right answer. */
  scored: boolean;
  fault(field: string, code: string): void;
  text(field: string, typed: string, least: 0 | 1, most: number): string;
  number(field: string, typed: string): number | undefined;
  /** A number that may be left out. */
  optional(field: string, typed: string): number | undefined;
  /** A remark, if there is one. */
  remark(field: string, typed: string): { feedback?: string };
  /** The share of the points of an accepted answer, if it isn't all of them. */
  share(field: string, typed: string): { weight?: number };
  /** That all rows differ. */
  distinct(field: string, rows: DraftItem[]): void;
  /** That there are at least two, and not too many. */
  howMany(field: string, n: number, most: number): void;
  /** That there are not too many accepted answers, and one that earns all points. */
  accepted(field: string, answers: readonly { weight?: number }[]): void;
}

let keys = 0;

/** A key for what has no id yet. */
export function newDraftKey(): string {
  return `k${++keys}-${Date.now().toString(36)}`;
}

export const newItem = (text = ''): DraftItem => ({ key: newDraftKey(), text });

/** A number as it is typed. */
export function typed(n: number | undefined, language: Language): string {
  const s = n === undefined ? '' : String(n);
  return language === 'en' ? s : s.replace('.', ',');
}

/** a, b, … z, aa, ab, … */
export function letter(n: number): string {
  return n < 26 ? String.fromCharCode(97 + n) : letter(Math.floor(n / 26) - 1) + letter(n % 26);
}

/** The id of what may have none and is then known by its place. */
export function idOf(o: { id?: string }, i: number, name: (n: number) => string = letter): string {
  return o.id ?? name(i);
}

/** The list with the element at `from` at `to` instead. */
export function move<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list];
  const [element] = next.splice(from, 1);
  if (element === undefined) return next;
  next.splice(Math.max(0, Math.min(to, next.length)), 0, element);
  return next;
}

/** Not in the right order, and always the same. */
export function rotate<T>(list: readonly T[]): T[] {
  const half = Math.ceil(list.length / 2);
  return [...list.slice(half), ...list.slice(0, half)];
}

/** A key in a list, whether it came as one. */
export function asList<T>(correct: unknown): T[] {
  return correct === undefined || correct === null ? [] : ((Array.isArray(correct) ? correct : [correct]) as T[]);
}
