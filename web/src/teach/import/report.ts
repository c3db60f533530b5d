// What an import gives: the questions that were taken over, and everything that
// couldn't be, with its reason. Importers are pure: bytes or text in, this out.

import type { Kind, QuestionRequest } from '../../api/schema';
import { questionToDraft, questionToRequest, type Fault, type FaultCode } from '../sets/draft';
import { limits } from '../sets/limits';

export type IssueCode =
  | 'unreadable' // the question's syntax
  | 'kind' // detail: what the format calls it
  | 'description' // a text without a question
  | 'invalid' // detail: a FaultCode
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

export interface Issue {
  code: IssueCode;
  /** A whole question is missing, or a part of one. */
  lost: 'question' | 'part';
  /** The line of the file, or else the number of the question in it; from 1. */
  line?: number;
  number?: number;
  /** The beginning of the question. */
  about?: string;
  detail?: string;
}

export interface Imported {
  title: string | null;
  questions: QuestionRequest[];
  issues: Issue[];
}

/** The file isn't what it was taken for, or can't be opened. */
export class ImportError extends Error {
  constructor(readonly code: 'not-this-format' | 'too-large' | 'empty' | 'damaged') {
    super(code);
  }
}

/** Where in the file a question stands. */
export type Place = Pick<Issue, 'line' | 'number'>;

/** Collects questions and issues. */
export class Report {
  title: string | null = null;
  private readonly questions: QuestionRequest[] = [];
  private readonly issues: Issue[] = [];

  /** Takes a question over if the API would, together with what it lost on the way. */
  take(question: QuestionRequest, place: Place, lost: Omit<Issue, 'lost' | 'about' | 'line' | 'number'>[] = []): void {
    const about = excerpt(question.prompt);
    const fault = faultOf(question);
    if (fault) {
      this.issues.push({ code: 'invalid', detail: fault, lost: 'question', about, ...place });
      return;
    }
    if (this.questions.length >= limits.questions) {
      this.issues.push({ code: 'too-many-questions', lost: 'question', about, ...place });
      return;
    }
    this.questions.push(question);
    const seen = new Set<string>();
    for (const issue of lost) {
      const key = `${issue.code} ${issue.detail ?? ''}`;
      if (!seen.has(key)) this.issues.push({ ...issue, lost: 'part', about, ...place });
      seen.add(key);
    }
  }

  /** Something that isn't taken over as a whole. */
  refuse(code: IssueCode, place: Place, about = '', detail?: string): void {
    this.issues.push({
      code,
      lost: 'question',
      about: excerpt(about),
      ...place,
      ...(detail !== undefined && { detail }),
    });
  }

  /** Something about the file, not about a question. */
  note(code: IssueCode, detail?: string, place: Place = {}): void {
    this.issues.push({ code, lost: 'part', ...place, ...(detail !== undefined && { detail }) });
  }

  get imported(): Imported {
    return { title: this.title, questions: this.questions, issues: this.issues };
  }
}

export type Lost = Omit<Issue, 'lost' | 'about' | 'line' | 'number'>;

function faultOf(question: QuestionRequest): FaultCode | null {
  const faults: Fault[] = [];
  questionToRequest(questionToDraft(question, 'en'), 'en', faults);
  return faults[0]?.code ?? null;
}

export function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const characters = [...line];
  return characters.length > 80 ? `${characters.slice(0, 79).join('')}…` : line;
}

/** An option as formats give it: with the share of the points that it earns, in percent. */
export interface Weighed {
  text: string;
  weight: number;
  feedback?: string;
}

/**
 * Makes a question of options that each earn a share of the points. With one
 * answer allowed that is a choice, with several it is choices.
 */
export function chooseAmong(prompt: string, options: Weighed[], several: boolean, lost: Lost[]): QuestionRequest {
  const kind: Kind = several ? 'choices' : 'choice';
  const question: QuestionRequest = { kind, prompt };
  const plain = options.map((o) => ({ text: o.text, ...(o.feedback && { feedback: o.feedback }) }));
  const right = options.flatMap((o, i) => ((several ? o.weight > 0 : o.weight === 100) ? [i] : []));
  if (right.length === 0) {
    lost.push({ code: 'no-right-answer' });
    return { ...question, options: plain };
  }
  const name = (i: number) => `o${i + 1}`;
  const ids = right.map(name);
  const weighted = plain.map((o, i) => ({
    id: name(i),
    ...o,
    ...(options[i]!.weight !== 0 && { weight: round(options[i]!.weight) }),
  }));
  if (!several) {
    // The first fully right one is the answer. Weights say something where others earn something, too.
    const needed = options.some((o, i) => i !== right[0] && o.weight !== 0);
    return { ...question, options: needed ? weighted : plain.map((o, i) => ({ id: name(i), ...o })), correct: ids[0]! };
  }
  const sum = right.reduce((total, i) => total + options[i]!.weight, 0);
  if (Math.abs(sum - 100) > limits.weightSlack) {
    lost.push({ code: 'weights', detail: String(round(sum)) });
    return { ...question, options: plain.map((o, i) => ({ id: name(i), ...o })), correct: ids };
  }
  return { ...question, options: weighted, correct: ids };
}

const round = (n: number) => Math.round(n * 100000) / 100000;

/** Drops what lowers the score below nothing: a text or a number can't earn less than nothing here. */
export function atLeastNothing(weight: number, lost: Lost[]): number {
  if (weight < 0) lost.push({ code: 'negative-weight' });
  return Math.max(0, weight);
}

/** Bytes as text: UTF-8, UTF-16 if it says so, and what old spreadsheets write. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
