import type { Words } from './en';

export const words: Words = {
  label: 'Ta réponse',
  left: (n) => (n < 2 ? `${n} caractère restant` : `${n} caractères restants`),
};
