import type { Words } from './en';

export const words: Words = {
  hint: (n) => (n === 1 ? 'Schreibe ein Wort oder wenige, die zusammengehören.' : `Schreibe bis zu ${n} Wörter.`),
  word: (n) => `Wort ${n}`,
};
