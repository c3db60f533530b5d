import type { Words } from './en';

export const words: Words = {
  name: 'Reihenfolge',
  about: 'In die richtige Reihenfolge bringen. Jedes Element an seinem Platz bringt einen Teil der Punkte.',
  items: 'In der richtigen Reihenfolge',
  itemsHint: 'Die Lernenden sehen sie gemischt.',
  itemNumber: (n) => `Element ${n}`,
  addItem: 'Element hinzufügen',
  onPaper: 'In der richtigen Reihenfolge nummerieren.',
  csv: 'Elemente in der richtigen Reihenfolge',
};
