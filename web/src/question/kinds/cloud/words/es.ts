import type { Words } from './en';

export const words: Words = {
  hint: (n) => (n === 1 ? 'Escribe una palabra, o unas pocas que vayan juntas.' : `Escribe hasta ${n} palabras.`),
  word: (n) => `Palabra ${n}`,
};
