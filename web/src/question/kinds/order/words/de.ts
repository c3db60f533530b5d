import type { Words } from './en';

export const words: Words = {
  hint: 'Bringe das in die richtige Reihenfolge.',
  keep: 'Diese Reihenfolge stimmt',
  moveUp: (item) => `Nach oben: ${item}`,
  moveDown: (item) => `Nach unten: ${item}`,
  positionOf: (item) => `Platz von: ${item}`,
  moved: (item, n, of) => `${item}: jetzt ${n} von ${of}`,
};
