// Whose data a page shows: a student's in their lesson, or that of somebody who came back by the words of a secret.

import type { Me, PaperQuestion } from '../api/schema';
import type { Lesson } from './lesson';

export interface Own {
  /** What to put behind the path of a request; empty with a ticket. */
  query: string;
  questions: readonly PaperQuestion[];
  held(): Promise<Me>;
  /** Makes a request with what lets the student in. */
  withToken<T>(call: (token: string) => Promise<T>): Promise<T>;
  renamed(alias: string): void;
  /** Asks for the erasure. What is to be said afterwards is said by the page. */
  erase(): Promise<unknown>;
}

export const ownOf = (lesson: Lesson): Own => ({
  query: '',
  questions: lesson.session.questions,
  held: () => lesson.held(),
  withToken: (call) => lesson.withToken(call),
  renamed: (alias) => lesson.rename(alias),
  erase: () => lesson.erase(),
});
