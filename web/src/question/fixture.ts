// What the tests of all kinds need of each; every kind's folder has one.

import type { Question, Response } from '../api/schema';

export interface Fixture {
  /** With its key, as the API returns it. */
  question: Question;
  /** An answer, and how it reads in English. */
  response: Response;
  reads: string;
  /** What only the input that holds this answer has in its markup. */
  filled: RegExp;
  /** Answers that the server would refuse, with its reason. */
  refused: [Response, string][];

  /** The fields of the editor, without those that every kind has. */
  fields: string[];
  /** What is wrong with a new question to which only a prompt was given. */
  faults: string[];

  counts: Record<string, number>;
  /** The chart's rows: text, count, and whether it is right. */
  bars: [string, number, boolean | null][];
  /** What is right, in words; null where nothing is. */
  solution: string | null;

  /** Whether the question survives GIFT. */
  gift: boolean;
  /** The question in Moodle XML, type and content; null where Moodle has no such type. */
  moodle: [string, string] | null;
  /** The question in CSV: answers, and the column of what is right. */
  csv: { answers: string[]; correct: string };
}
