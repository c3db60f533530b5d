import type { Words } from './en';

export const words: Words = {
  name: 'Mise en ordre',
  about: 'Mettre en ordre. Chaque élément à sa place rapporte une part.',
  items: 'Dans le bon ordre',
  itemsHint: 'Les élèves les reçoivent mélangés.',
  itemNumber: (n) => `Élément ${n}`,
  addItem: 'Ajouter un élément',
  csv: 'éléments dans le bon ordre',
};
