import type { Words } from './en';

export const words: Words = {
  name: 'Ordenar',
  about: 'Poner elementos en orden. Cada uno en su lugar da una parte de los puntos.',
  items: 'En el orden correcto',
  itemsHint: 'El alumnado los ve mezclados.',
  itemNumber: (n) => `Elemento ${n}`,
  addItem: 'Añadir un elemento',
  onPaper: 'Numerar en el orden correcto.',
  csv: 'elementos en el orden correcto',
};
