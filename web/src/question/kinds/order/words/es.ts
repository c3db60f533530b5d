import type { Words } from './en';

export const words: Words = {
  hint: 'Ponlo en el orden correcto.',
  keep: 'Este orden es correcto',
  moveUp: (item) => `Subir: ${item}`,
  moveDown: (item) => `Bajar: ${item}`,
  positionOf: (item) => `Lugar de: ${item}`,
  moved: (item, n, of) => `${item}: ahora ${n} de ${of}`,
};
