/** What all questions say, and what those of each kind do. It speaks to students. */
export interface QuestionWords {
  points(n: string, one: boolean): string;
  tooLong(n: number): string;
  choose: string;
  /** By the file that they stand in. */
  kinds: Record<string, unknown>;
}

export const question: QuestionWords = {
  points: (n, one) => (one ? `${n} point` : `${n} points`),
  tooLong: (n) => `${n} ${n === 1 ? 'character' : 'characters'} too long. Make it shorter.`,
  choose: 'Choose…',
  kinds: import.meta.glob('./*/words/en.ts', { base: '../kinds', eager: true, import: 'words' }),
};
