// What teachers have of a kind of question, beside what students have.

import type { VNode } from 'preact';
import type { PaperQuestion, Question, QuestionCounts, QuestionRequest } from '../../api/schema';
import type { Bars, ChartProps } from './chart/bars';
import type { Check, DraftBase } from './fields';
import type { CSVRow, GIFTReaders, MoodleReader } from './formats';
import type { Form } from './Form';

export interface EditorProps<F> {
  q: DraftBase & F;
  /** Whether there is a right answer. */
  scored: boolean;
  change(part: Partial<F>): void;
  form: Form;
}

/** F: what this kind adds to the draft of a question. */
export interface TeacherKind<F> {
  /** Whether questions have a right answer: always, as their author likes (else they are polls), or never. */
  scored: 'always' | 'optional' | 'never';
  /** Whether answers to a question without a right answer can be graded by hand. */
  byHand: boolean;

  draft: {
    empty(): F;
    /** Of what the API gave. What is missing stays empty. */
    read(q: QuestionRequest, typed: (n: number | undefined) => string): Partial<F>;
    /** What the API takes; what is wrong with it goes to `check`. */
    write(draft: DraftBase & F, check: Check): Partial<QuestionRequest>;
    /** What a change to this kind does to what was written for it before. */
    enter: ((draft: F) => F) | null;
    /** Texts that can be taken along to another kind, and from another one. */
    texts: { of(draft: F): string[]; from(texts: string[]): F } | null;
    /** What students get of the question, where that is more than its options and targets as its author wrote them. */
    shown: ((paper: PaperQuestion, written: QuestionRequest) => Partial<PaperQuestion>) | null;
  };
  Editor(props: EditorProps<F>): VNode | null;
  /** Shares of the points and remarks, row by row. */
  Advanced: ((props: EditorProps<F>) => VNode | null) | null;

  bars(question: Question, counts: QuestionCounts | undefined): Bars;
  Chart(props: ChartProps): VNode;
  /** Where what is right is marked, so that it needn't be said: in the bars, and among the options. */
  marks: { bars: boolean; options: boolean };
  /** What is right, line by line; null where it reads as a response does. */
  solution: ((question: Question, formatted: (n: number) => string) => string[]) | null;
  /** What a projector shows below the question, before there are results. */
  Projected: ((props: { question: Question; solution: boolean }) => VNode | null) | null;
  /** What is printed below the question, to be answered on paper. */
  Printed(props: { question: Question }): VNode;

  /** GIFT: its types of question that become this kind, and the answers in it; null for what it can't hold. */
  gift: { read: GIFTReaders; write(q: QuestionRequest): string | null };
  /** Moodle XML: its types of question that become this kind. */
  moodle: Record<string, MoodleReader>;
  /** CSV: names for the kind, in lower case; the row of the template below the header. */
  csv: { names: string[]; read(row: CSVRow): Partial<QuestionRequest>; example: string[] };
  /** JSON: what a key looks like, and fields that only this kind has. */
  json: { isKey(v: unknown): boolean; fields: Record<string, (v: unknown) => boolean> };
}
