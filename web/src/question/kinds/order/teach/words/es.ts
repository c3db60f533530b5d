import type { Words } from './en';

export const words: Words = {
  name: 'Ordenar',
  about: 'Poner en orden. Cada elemento en su lugar da una parte.',
  items: 'En el orden correcto',
  itemsHint: 'El alumnado los recibe mezclados.',
  itemNumber: (n) => `Elemento ${n}`,
  addItem: 'Añadir un elemento',
  csv: 'elementos en el orden correcto',
};
