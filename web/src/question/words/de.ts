import type { QuestionWords } from './en';

export const question: QuestionWords = {
  points: (n, one) => (one ? `${n} Punkt` : `${n} Punkte`),
  tooLong: (n) => `${n} Zeichen zu lang. Kürze es.`,
  choose: 'Auswählen …',
  kinds: import.meta.glob('./*/words/de.ts', { base: '../kinds', eager: true, import: 'words' }),
};
