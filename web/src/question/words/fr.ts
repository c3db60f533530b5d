import type { QuestionWords } from './en';

export const question: QuestionWords = {
  points: (n, one) => (one ? `${n} point` : `${n} points`),
  tooLong: (n) => `${n} ${n < 2 ? 'caractère' : 'caractères'} de trop. Raccourcis.`,
  choose: 'Choisir…',
  kinds: import.meta.glob('./*/words/fr.ts', { base: '../kinds', eager: true, import: 'words' }),
};
