import type { Words } from './en';

export const words: Words = {
  hint: 'Mets ceci dans le bon ordre.',
  keep: 'Cet ordre est le bon',
  moveUp: (item) => `Monter : ${item}`,
  moveDown: (item) => `Descendre : ${item}`,
  positionOf: (item) => `Place de : ${item}`,
  moved: (item, n, of) => `${item} : maintenant ${n} sur ${of}`,
};
