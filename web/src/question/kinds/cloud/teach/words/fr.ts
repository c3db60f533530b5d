import type { Words } from './en';

export const words: Words = {
  name: 'Nuage de mots',
  about: 'Des mots qui forment ensemble une image. Il n’y a ni juste ni faux.',
  maxWords: 'Nombre de mots par élève',
  csv: 'le nombre de mots d’un nuage',
  faults: { 'words-range': 'Permettez de 1 à 10 mots.' },
};
