import type { Words } from './en';

export const words: Words = {
  hint: (n) => (n === 1 ? 'Écris un mot, ou quelques mots qui vont ensemble.' : `Écris jusqu’à ${n} mots.`),
  word: (n) => `Mot ${n}`,
};
