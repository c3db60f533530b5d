// What an import returns: the questions that were taken over, and everything that
// couldn't be, with its reason. Importers are pure: bytes or text in, this out.

import type { Kind, QuestionRequest } from '../../api/schema';
import { questionToDraft, questionToRequest } from '../../question/teach/draft';
import type { Fault } from '../../question/teach/faults';
import type { IssueCode, Lost } from '../../question/teach/formats';
import { limits } from '../../question/teach/limits';

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
  /** Of the question. */
  kind?: Kind;
}

export interface Imported {
  title: string | null;
  folder?: string;
  tags?: string[];
  questions: QuestionRequest[];
  issues: Issue[];
}

/** The file isn't what it was taken for, or can't be opened. */
export class ImportError extends Error {
  constructor(readonly code: 'not-this-format' | 'too-large' | 'empty' | 'damaged') {
    super(code);
  }
}

/** Where in the file a question is. */
export type Place = Pick<Issue, 'line' | 'number'>;

/** Collects questions and issues. */
export class Report {
  title: string | null = null;
  filing: Pick<Imported, 'folder' | 'tags'> = {};
  private readonly questions: QuestionRequest[] = [];
  private readonly issues: Issue[] = [];

  /** Takes a question over if the API would, together with what it lost on the way. */
  take(question: QuestionRequest, place: Place, said: Lost[] = []): void {
    const lost = [...said];
    const about = excerpt(question.prompt);
    const fault = faultOf(question);
    if (fault) {
      this.issues.push({ code: 'invalid', detail: fault, kind: question.kind, lost: 'question', about, ...place });
      return;
    }
    if (this.questions.length >= limits.questions) {
      this.issues.push({ code: 'too-many-questions', lost: 'question', about, ...place });
      return;
    }
    this.questions.push(question);
    for (const text of sameTexts(question)) lost.push({ code: 'same-options', detail: excerpt(text) });
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
    return { title: this.title, ...this.filing, questions: this.questions, issues: this.issues };
  }
}

/** What several options, or several targets, are called. */
function sameTexts({ options = [], targets = [] }: QuestionRequest): string[] {
  return [options, targets].flatMap((list) => {
    const texts = list.map((o) => o.text.trim());
    return [...new Set(texts.filter((text, i) => texts.indexOf(text) !== i))];
  });
}

function faultOf(question: QuestionRequest): string | null {
  const faults: Fault[] = [];
  questionToRequest(questionToDraft(question, 'en'), 'en', faults);
  return faults[0]?.code ?? null;
}

export function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const characters = [...line];
  return characters.length > 80 ? `${characters.slice(0, 79).join('')}…` : line;
}
