// A student's answers: what they say now, what is under way, and what the server
// has. Everything here is plain data, so that it survives a reload.
//
// A revision number is given when an answer is first sent, not when it is typed,
// and never to two different responses that may both have arrived: so sending
// again is harmless and the highest revision is what the student said last.

import type { AnswerFeedback, AnswerRequest, AnswerResult, Me, PaperQuestion, Response } from '../api/schema';
import { answersRequestAnswersMaxItems, revisionMaximum } from '../api/values';
import { kinds } from '../question/kinds';
import { sameResponse } from '../question/response';

export const REVISION_MAX = revisionMaximum;

/** The most that one request holds: by the contract, and well below its 64 KiB. */
const BATCH = answersRequestAnswersMaxItems;
const BATCH_BYTES = 48 * 1024;

export interface Entry {
  /** What the student says now. */
  draft?: Response;
  /** With immediate feedback a draft is sent only when the student says so. */
  confirmed?: true;
  /** The highest revision that the server may have. */
  last: number;
  /** What was sent as revision `last` and not yet answered. */
  sent?: Response;
  /** It was sent more than once, so an earlier try may have been recorded. */
  resent?: true;
  /** What the server said that it recorded. */
  saved?: { revision: number; response: Response };
  feedback?: AnswerFeedback;
  /** Why the server refused the draft. */
  problem?: string;
}

export type Book = Record<string, Entry>;

export type Status = 'none' | 'waiting' | 'saved' | 'rejected';

/** The entry of a question, made if there is none. */
function entryOf(book: Book, question: string): Entry {
  book[question] ??= { last: 0 };
  return book[question];
}

/** Notes what the student says now; undefined when what they typed is no answer. */
export function write(book: Book, question: string, response: Response | undefined): void {
  const entry = entryOf(book, question);
  delete entry.problem;
  if (response === undefined) delete entry.draft;
  else entry.draft = response;
}

/** Lets go of an answer that can be given only once. */
export function confirm(book: Book, question: string): void {
  entryOf(book, question).confirmed = true;
}

/** Whether there is something that the server doesn't have, or may not have. */
export function isPending(entry: Entry | undefined, once: boolean): boolean {
  if (!entry || entry.draft === undefined || entry.problem) return false;
  if (once && !entry.confirmed) return false;
  return entry.sent !== undefined || !sameResponse(entry.draft, entry.saved?.response);
}

export function statusOf(entry: Entry | undefined, once: boolean): Status {
  if (entry?.problem) return 'rejected';
  if (isPending(entry, once)) return 'waiting';
  return entry?.saved ? 'saved' : 'none';
}

/** What a student sees as their answer. */
export function shown(entry: Entry | undefined): Response | undefined {
  return entry?.draft ?? entry?.saved?.response;
}

/** Whether the answer can still be changed. */
export function isOpen(entry: Entry | undefined, once: boolean): boolean {
  if (!entry) return true;
  if (once) return !entry.confirmed || (entry.problem !== undefined && entry.last === 0);
  return entry.last < REVISION_MAX;
}

export function pendingCount(book: Book, once: boolean): number {
  return Object.values(book).filter((entry) => isPending(entry, once)).length;
}

/**
 * Returns the answers to send now, and assigns revisions to those that have none. The book
 * must be stored before the request leaves.
 */
export function take(book: Book, questions: readonly PaperQuestion[], once: boolean): AnswerRequest[] {
  const answers: AnswerRequest[] = [];
  let bytes = 0;
  for (const question of questions) {
    const entry = book[question.id];
    if (!isPending(entry, once) || !entry || entry.draft === undefined) continue;
    const problem = kinds[question.kind].problem?.(entry.draft);
    if (problem) {
      entry.problem = problem;
      continue;
    }
    const again = entry.sent !== undefined && sameResponse(entry.sent, entry.draft);
    if (!again && entry.last >= REVISION_MAX) {
      entry.problem = 'revision-out-of-range';
      continue;
    }
    const revision = again ? entry.last : entry.last + 1;
    const answer = { questionId: question.id, revision, response: entry.draft };
    bytes += new TextEncoder().encode(JSON.stringify(answer)).length + 1;
    if (answers.length > 0 && (answers.length === BATCH || bytes > BATCH_BYTES)) break;
    entry.last = revision;
    entry.sent = entry.draft;
    if (again) entry.resent = true;
    else delete entry.resent;
    answers.push(answer);
  }
  return answers;
}

/** Notes what the server said about what was sent. */
export function settle(book: Book, sent: readonly AnswerRequest[], results: readonly AnswerResult[]): void {
  sent.forEach((answer, i) => {
    const result = results[i];
    const entry = book[answer.questionId];
    if (!entry || !result || result.questionId !== answer.questionId || result.revision !== answer.revision) return;
    if (entry.last === answer.revision) delete entry.sent;
    if (result.status === 'recorded') {
      entry.saved = { revision: answer.revision, response: answer.response };
      if (result.feedback) entry.feedback = result.feedback;
    } else {
      // Nothing was recorded, so the revision is free again, unless an earlier try may have been.
      if (entry.last === answer.revision && !entry.resent) entry.last = answer.revision - 1;
      // A draft that was changed meanwhile has not been judged.
      if (sameResponse(entry.draft, answer.response)) entry.problem = result.problem ?? 'refused';
    }
  });
}

/** Notes that the server refused a request as a whole, and will refuse it again. */
export function refuse(book: Book, sent: readonly AnswerRequest[], problem: string): void {
  settle(
    book,
    sent,
    sent.map(({ questionId, revision }) => ({ questionId, revision, status: 'rejected', problem })),
  );
}

/**
 * After the close: compares the book with what the server holds, and returns the
 * questions whose last change did not get there in time.
 */
export function reconcile(book: Book, held: Me['answers'], once: boolean): string[] {
  const lost: string[] = [];
  for (const [question, entry] of Object.entries(book)) {
    // Earlier revisions are held, too; the highest counts.
    const there = held.filter((a) => a.questionId === question).sort((a, b) => b.revision - a.revision)[0];
    if (!arrived(entry, there, once)) lost.push(question);
    if (there) entry.saved = { revision: there.revision, response: there.response };
    else delete entry.saved;
    delete entry.sent;
    delete entry.problem;
  }
  return lost;
}

function arrived(entry: Entry, there: Me['answers'][number] | undefined, once: boolean): boolean {
  const { draft, sent, last } = entry;
  if (draft === undefined || (once && !entry.confirmed)) return true; // nothing was to be sent
  if (!there) return false;
  if (!entry.problem && !isPending(entry, once)) return true; // the server said so
  // The server trims and sorts; the revision tells that it is the same answer.
  return (
    sameResponse(draft, there.response) || (there.revision === last && sent !== undefined && sameResponse(draft, sent))
  );
}
