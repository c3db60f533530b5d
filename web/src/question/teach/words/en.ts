import type { Kind } from '../../../api/schema';
import { byKind } from '../byKind';

/** What the teachers' part of each kind says, beside words of its own. */
interface KindWords {
  name: string;
  about: string;
  /** What the answer columns of a CSV file hold, where they hold anything. */
  csv?: string;
  /** By the code of a fault that only this kind has. */
  faults?: Record<string, string>;
  /** Where a question without a right answer is more than a poll. */
  poll?: string;
  pollHint?: string;
}

/** What the fields of questions say, whatever the kind. */
export interface EditingWords {
  kind: string;
  points: string;
  prompt: string;
  poll: string;
  pollHint: string;
  options: string;
  optionNumber(n: number): string;
  addOption: string;
  isRight(option: string): string;
  moveUp(name: string): string;
  moveDown(name: string): string;
  remove(name: string): string;
  advanced: string;
  explanation: string;
  explanationHint: string;
  whenRight: string;
  whenWrong: string;
  weight: string;
  feedback: string;
  weightsHint: string;
  feedbackHint: string;
  acceptedWeightsHint: string;
  faults: {
    empty: string;
    'too-long': string;
    'no-questions': string;
    'too-many-tags': string;
    'too-many-questions': string;
    'set-too-large': string;
    'too-few-options': string;
    'too-many-options': string;
    'same-text': string;
    'no-full-answer': string;
    'too-many-accepted': string;
    'not-a-number': string;
    'points-range': string;
    'weight-range': string;
  };
  kinds: Record<Kind, KindWords>;
}

export interface ChartWords {
  none: string;
  right: string;
  solution: string;
  count(n: number, percent: string): string;
  others(n: number): string;
}

export const editing: EditingWords = {
  kind: 'Question type',
  points: 'Points',
  prompt: 'Question',
  poll: 'A poll: nothing is right or wrong',
  pollHint: 'It gives no points.',
  options: 'Options',
  optionNumber: (n) => `Option ${n}`,
  addOption: 'Add an option',
  isRight: (option) => `Is right: ${option}`,
  moveUp: (name) => `Move up: ${name}`,
  moveDown: (name) => `Move down: ${name}`,
  remove: (name) => `Delete: ${name}`,
  advanced: 'Explanation, feedback, shares of the points',
  explanation: 'Explanation',
  explanationHint: 'Students read it with the solution.',
  whenRight: 'Feedback on a right answer',
  whenWrong: 'Feedback on any other answer',
  weight: 'Share in %',
  feedback: 'Feedback',
  weightsHint:
    'A share is the percentage of the points that an option earns, or costs. Without shares, the marks above decide. Students who chose the option see its feedback.',
  feedbackHint: 'Students who chose the option see its feedback.',
  acceptedWeightsHint:
    'Without a share, an answer earns all points. Use a share of 0 for a common mistake that deserves feedback.',
  faults: {
    empty: 'This is empty. Fill it in.',
    'too-long': 'This is too long. Shorten it.',
    'no-questions': 'There is no question yet. Add at least one.',
    'too-many-tags': 'A set has at most 20 tags of up to 50 characters. Remove or shorten some.',
    'too-many-questions': 'A set has at most 200 questions. Split it into several.',
    'set-too-large': 'The set is larger than 512 KiB. Split it into several.',
    'too-few-options': 'You need at least two. Add another.',
    'too-many-options': 'There are too many. Remove some.',
    'same-text': 'Another one reads the same, so nobody could tell them apart. Change one of them.',
    'no-full-answer': 'At least one answer must earn all points: one without a share, or with 100.',
    'too-many-accepted': 'At most 50 answers can be accepted. Remove some.',
    'not-a-number': 'This isn’t a number. Enter something like 12, -3 or 2.5.',
    'points-range': 'Points go from 0 to 1000.',
    'weight-range': 'A share is a percentage: -100 to 100 for options, 0 to 100 for accepted answers.',
  },
  kinds: byKind(import.meta.glob('../../kinds/*/teach/words/en.ts', { eager: true, import: 'words' })),
};

export const chart: ChartWords = {
  none: 'No answers yet.',
  right: 'right',
  solution: 'Right:',
  count: (n, percent) => `${n} (${percent} %)`,
  others: (n) => (n === 1 ? '1 other answer' : `${n} other answers`),
};
