import type { Words } from './en';

export const words: Words = {
  hint: (min, max) => `Wähle eine Stufe von ${min} bis ${max}.`,
};
