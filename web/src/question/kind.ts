import type { VNode } from 'preact';
import type { PaperQuestion, QuestionSolution, Response } from '../api/schema';

export interface InputProps {
  question: PaperQuestion;
  /** The answer as it stands, or undefined where there is none yet. */
  value: Response | undefined;
  /** A new answer; undefined when what was typed is none. */
  onChange(value: Response | undefined): void;
}

export interface ResponseProps {
  question: PaperQuestion;
  response: Response;
}

export interface AcceptedProps {
  accepted: NonNullable<QuestionSolution['accepted']>;
}

/** What students download of a kind of question: one module, which imports nothing that only teachers use. */
export interface StudentKind {
  /** What students answer with. */
  Input(props: InputProps): VNode;
  /** A response in words: what was chosen, written, ordered or matched. */
  Response(props: ResponseProps): VNode;
  /** All that is right, where that may be more than one response. */
  Accepted?(props: AcceptedProps): VNode;
  /** How long an answer waits for its author to change their mind, in milliseconds. */
  patience: number;
  /** What is wrong with a response before it is sent, as the server would say; null where nothing can be. */
  problem: ((response: Response) => string | undefined) | null;
}
