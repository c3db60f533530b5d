// What readers of other formats hand to a kind.

import type { GIFTQuestion, Numerical, TextChoice, TextFormat } from 'gift-pegjs';
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
  | 'bad-value' // detail: the column, or the value
  | 'ambiguous-number' // detail: as written, and as it was read
  | 'order-assumed' // of true and false; detail: what they are called
  | 'languages' // detail: those that were left out
  | 'formula' // detail: how it reads now
  | 'markup' // HTML that doesn't end
  | 'struck' // text that was struck out
  | 'same-options' // detail: their text
  | 'left-out' // detail: what the format calls it
  | 'categories'
  | 'encoding' // guessed; detail: its name
  | 'quotes' // of a CSV file, not closed
  | 'extra-cells' // detail: what is in them
  | 'cell-format' // detail: how the cell reads now
  | 'other-sheets';

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

/** A question about a number; its answers are text, for the parser knows too few ways to write them. */
export type GIFTNumerical = Omit<Numerical, 'choices'> & { choices: TextChoice[] };

type GIFTTypes = Exclude<GIFTQuestion, Numerical> | GIFTNumerical;

/** Readers by GIFT's own types of question. */
export type GIFTReaders = {
  [T in GIFTTypes['type']]?: (q: Extract<GIFTTypes, { type: T }>, source: GIFTSource) => QuestionRequest;
};

/** The share of the points, in percent. */
export function giftShare(c: TextChoice): number {
  return c.weight ?? (c.isCorrect ? 100 : 0);
}

/** A pair without a left side is one more right side to choose from. */
export interface Pair {
  left: string;
  right: string;
  /** The left side is there, but holds no text, such as a picture. */
  hidden?: boolean;
}

/** An answer with the share of the points that it earns, in percent. */
export interface Answer {
  text: string;
  weight: number;
  feedback: string;
  /** Of a number, as written; empty where there is none. */
  tolerance: string;
}

/** A question of a Moodle XML file, as text. */
export interface MoodleSource {
  type: string;
  prompt: string;
  answers: Answer[];
  pairs(): Pair[];
  /** Whether an element such as <usecase> is there and on. */
  isOn(name: string): boolean;
  /** The text of an element such as <single>; `otherwise` where it is missing. */
  plain(name: string, otherwise?: string): string;
  hasUnits: boolean;
  lost: Lost[];
}

export type MoodleReader = (source: MoodleSource) => QuestionRequest;

/** How a file writes its numbers. */
export interface NumberStyle {
  /** What most likely stands before the fraction. */
  decimal: '.' | ',';
  /** Whether the format itself says so. */
  certain: boolean;
}

/** A row of a CSV file. */
export interface CSVRow {
  /** Up to the last that is filled in. */
  answers: string[];
  correct: string;
  numbers: NumberStyle;
  lost: Lost[];
}

/** Says that a row has answers that its kind has no use for, from the given place on. */
export function noMoreAnswers({ answers, lost }: CSVRow, used: number): void {
  for (const answer of answers.slice(used)) if (answer !== '') lost.push({ code: 'left-out', detail: answer });
}

/** Says that a row has something in the column of right answers that its kind has no use for. */
export function noCorrect({ correct, lost }: CSVRow): void {
  if (correct !== '') lost.push({ code: 'left-out', detail: `correct: ${correct}` });
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

/** Text that begins an answer or a remark, where a format's name in brackets would be taken for one. */
export const giftAnswer = (text: string) =>
  `${/^\s*\[(html|markdown|moodle|plain)\]/.test(text) ? '[plain]' : ''}${giftText(text)}`;

/** A weight that would go without saying, where the answer itself begins like one. */
export const giftUsual = (text: string, weight: number) => (text.trim().startsWith('%') ? giftWeight(weight) : '');

/** Whether a text would be taken for a pair. */
export const hasArrow = (text: string) => text.includes('->');

export const giftRemark = (text: string | undefined) => (text ? `#${giftAnswer(text)}` : '');
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
