// What teachers see of the API; the contract is shared/httpapi/openapi.yaml.

import type { Feedback, Item, Kind, Mode, Response, Scale, SessionState } from '../api/types';

export interface Option {
  id?: string;
  text: string;
  feedback?: string;
  /** Percent of the points. */
  weight?: number;
}

export interface AcceptedText {
  text: string;
  weight?: number;
  feedback?: string;
}

/** A value with its tolerance, or a range. */
export interface AcceptedNumber {
  value?: number;
  tolerance?: number;
  min?: number;
  max?: number;
  weight?: number;
  feedback?: string;
}

/** The key, in the form that the kind has for it. */
export type Correct =
  | string
  | boolean
  | number
  | AcceptedNumber
  | AcceptedText
  | Record<string, string>
  | (string | number | AcceptedNumber | AcceptedText)[];

/** A question with its key, as its author sends it. */
export interface Question {
  id?: string;
  kind: Kind;
  prompt: string;
  options?: Option[];
  targets?: { id?: string; text: string }[];
  correct?: Correct;
  points?: number;
  tolerance?: number;
  explanation?: string;
  scale?: Scale;
  maxWords?: number;
  feedback?: { correct?: string; incorrect?: string };
}

export interface QuestionSetRequest {
  title: string;
  questions: Question[];
}

export interface QuestionSet extends QuestionSetRequest {
  id: string;
  revision: number;
  updatedAt: string;
}

export interface QuestionSetSummary {
  id: string;
  title: string;
  revision: number;
  questionCount: number;
  updatedAt: string;
}

/** A question of a session: with the ids that answers and counts use. */
export interface SessionQuestion extends Question {
  id: string;
  options?: (Option & Item)[];
  targets?: Item[];
  points: number;
}

export interface Session {
  id: string;
  code: string | null;
  joinUrl: string | null;
  title: string;
  state: 'draft' | SessionState | 'deleted';
  mode: Mode;
  feedback: Feedback;
  shuffle: boolean;
  locked: boolean;
  currentQuestion: string | null;
  questionCount: number;
  owner: { id: string; name: string | null; you: boolean };
  coTeachers: { id: string; name: string | null }[];
  closesAt: string | null;
  createdAt: string;
  closedAt: string | null;
  deletedAt: string | null;
  restorableUntil: string | null;
  version: number;
}

export interface SessionRequest {
  questionSetId: string;
  mode: Mode;
  feedback: Feedback;
  closesAt?: string;
  shuffle?: boolean;
}

export interface SessionPatch {
  state?: SessionState;
  locked?: boolean;
  currentQuestion?: string | null;
  closesAt?: string | null;
}

export interface Answer {
  response: Response;
  revision: number;
  receivedAt: string;
  /** Null for what has no score. */
  correct: boolean | null;
  points: number | null;
  /** By hand. */
  graded?: boolean;
}

export interface Participant {
  id: string;
  /** Null when it can't be opened. */
  alias: string | null;
  joinedAt: string;
  score: number;
  maxScore: number;
  answers: Record<string, Answer>;
}

export interface QuestionCounts {
  id: string;
  counts: Record<string, number>;
  answered: number;
  correctRate: number | null;
  otherCount?: number;
}

export interface Results {
  session: Session;
  participants: Participant[];
  questions: QuestionCounts[];
}

export interface Grade {
  participantId: string;
  questionId: string;
  revision: number;
  /** Null takes the grade back. */
  points: number | null;
}

export interface Invitation {
  token: string;
  url: string;
  expiresAt: string;
}

export interface List<T> {
  items: T[];
  nextPageToken: string | null;
}

export type ExportFormat = 'csv' | 'xlsx' | 'json';
