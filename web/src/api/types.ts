// What the API's questions, answers and problems look like; the contract is
// shared/httpapi/openapi.yaml.

export type Kind = 'choice' | 'choices' | 'trueFalse' | 'text' | 'number' | 'order' | 'match' | 'scale' | 'cloud';
export type Mode = 'self-paced' | 'teacher-paced';
export type Feedback = 'none' | 'immediate' | 'after-close';
export type SessionState = 'open' | 'paused' | 'closed';

export interface Item {
  id: string;
  text: string;
}

export interface Scale {
  min: number;
  max: number;
  minLabel?: string;
  maxLabel?: string;
}

/** A question as students see it. */
export interface PaperQuestion {
  id: string;
  kind: Kind;
  prompt: string;
  options?: Item[];
  targets?: Item[];
  scale?: Scale;
  maxWords?: number;
  points: number;
}

/** By kind: an option's id, a list of ids or words, true or false, text, a number, or target by option. */
export type Response = string | string[] | boolean | number | Record<string, string>;

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors?: { pointer: string; detail: string }[];
}
