import type { QuestionWords } from './en';

export const question: QuestionWords = {
  points: (n, one) => (one ? `${n} punto` : `${n} puntos`),
  tooLong: (n) => (n === 1 ? 'Sobra 1 carácter. Acórtalo.' : `Sobran ${n} caracteres. Acórtalo.`),
  choose: 'Elegir…',
  kinds: import.meta.glob('./*/words/es.ts', { base: '../kinds', eager: true, import: 'words' }),
};
