import type { Words } from './en';

export const words: Words = {
  name: 'Reihenfolge',
  about: 'In eine Reihenfolge bringen. Jedes an seinem Platz bringt einen Teil.',
  items: 'In der richtigen Reihenfolge',
  itemsHint: 'Die Lernenden bekommen sie gemischt.',
  itemNumber: (n) => `Element ${n}`,
  addItem: 'Element hinzufügen',
  csv: 'Elemente in der richtigen Reihenfolge',
};
