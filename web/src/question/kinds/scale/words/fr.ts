import type { Words } from './en';

export const words: Words = {
  hint: (min, max) => `Choisis un niveau de ${min} à ${max}.`,
};
