import type { QuestionWords } from './en';

export const question: QuestionWords = {
  points: (n, one) => (one ? `${n} Punkt` : `${n} Punkte`),
  tooLong: (n) => `${n} Zeichen zu lang. Kürze es.`,
  choose: 'Auswählen …',
  kinds: import.meta.glob('../kinds/*/words/de.ts', { eager: true, import: 'words' }),
};
