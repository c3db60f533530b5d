import type { Words } from './en';

export const words: Words = {
  name: 'Mise en ordre',
  about: 'Mettre des éléments dans l’ordre. Chaque élément à sa place rapporte une part des points.',
  items: 'Dans le bon ordre',
  itemsHint: 'Les élèves les voient mélangés.',
  itemNumber: (n) => `Élément ${n}`,
  addItem: 'Ajouter un élément',
  onPaper: 'Numéroter dans le bon ordre.',
  csv: 'éléments dans le bon ordre',
};
