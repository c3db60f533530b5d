import type { Words } from './en';

export const words: Words = {
  hint: (min, max) => `Elige un nivel de ${min} a ${max}.`,
};
