// What readers of other formats hand to a kind.

import type { GIFTQuestion, NumericalChoice, TextChoice, TextFormat } from 'gift-pegjs';
import type { QuestionRequest } from '../../api/schema';

export type IssueCode =
  | 'unreadable' // the question's syntax
  | 'kind' // detail: what the format calls it
  | 'description' // a text without a question
  | 'invalid' // detail: what is wrong, as the editor says it
  | 'too-many-questions'
  | 'cut-off' // the file ends in the middle
  | 'media' // pictures, sounds, files
  | 'hints'
  | 'tags'
  | 'time-limit'
  | 'units'
  | 'wildcard' // detail: the pattern
  | 'case' // case doesn't count here
  | 'partial-feedback'
  | 'no-right-answer' // taken over as a poll
  | 'weights' // detail: the sum
  | 'negative-weight'
  | 'table'
  | 'unknown-column' // detail: its name
  | 'bad-value'; // detail: the column

/** Something that a question lost on the way. */
export interface Lost {
  code: IssueCode;
  detail?: string;
}

/** What surrounds the answers of a question in a GIFT file. */
export interface GIFTSource {
  prompt: string;
  /** A text without its format. */
  text(t: TextFormat | null | undefined): string;
  lost: Lost[];
}

/** Readers by GIFT's own types of question. */
export type GIFTReaders = {
  [T in GIFTQuestion['type']]?: (q: Extract<GIFTQuestion, { type: T }>, source: GIFTSource) => QuestionRequest;
};

/** The share of the points, in percent. */
export function giftShare(c: TextChoice | NumericalChoice): number {
  return c.weight ?? (c.isCorrect ? 100 : 0);
}

/** A pair without a left side is one more right side to choose from. */
export interface Pair {
  left: string;
  right: string;
}

/** A question of a Moodle XML file, as text. */
export interface MoodleSource {
  type: string;
  prompt: string;
  answers: { text: string; weight: number; feedback: string; tolerance: number | undefined }[];
  pairs(): Pair[];
  /** Whether an element such as <usecase> is there and on. */
  isOn(name: string): boolean;
  /** The text of an element such as <single>. */
  plain(name: string): string;
  hasUnits: boolean;
  lost: Lost[];
}

export type MoodleReader = (source: MoodleSource) => QuestionRequest;

/** A row of a CSV file. */
export interface CSVRow {
  /** Up to the last that is filled in. */
  answers: string[];
  correct: string;
  lost: Lost[];
}

/** Remarks on a question's answers, as far as there are any. */
export function remarks(correct: string, incorrect: string): Pick<QuestionRequest, 'feedback'> {
  if (correct === '' && incorrect === '') return {};
  return { feedback: { ...(correct !== '' && { correct }), ...(incorrect !== '' && { incorrect }) } };
}

/** Drops what lowers the score below nothing: a text or a number can't earn less than nothing here. */
export function atLeastNothing(weight: number, lost: Lost[]): number {
  if (weight < 0) lost.push({ code: 'negative-weight' });
  return Math.max(0, weight);
}

// GIFT is written in signs.

const SIGNS = /[~=#{}:\\]/g;

/** Text with GIFT's signs escaped, in one paragraph: a blank line would end the question. */
export function giftText(text: string): string {
  return text
    .trim()
    .replace(SIGNS, '\\$&')
    .replace(/\s*\r?\n\s*/g, '\\n');
}

export const giftRemark = (text: string | undefined) => (text ? `#${giftText(text)}` : '');
export const giftWeight = (weight: number) => `%${Math.round(weight * 100000) / 100000}%`;

export function giftBlock(lines: string[]): string {
  return lines.length === 0 ? '' : `\n\t${lines.join('\n\t')}\n`;
}

export const isObject = (v: unknown): v is Record<string, unknown> =>
  typeof v === 'object' && v !== null && !Array.isArray(v);

/** A number as Moodle writes it, with a point or a comma. */
export function decimal(s: string | undefined): number | undefined {
  const n = Number((s ?? '').trim().replace(',', '.') || NaN);
  return Number.isFinite(n) ? n : undefined;
}
