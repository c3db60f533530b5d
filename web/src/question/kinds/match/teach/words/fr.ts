import type { Words } from './en';

export const words: Words = {
  name: 'Association',
  about: 'Associer ce qui va ensemble. Chaque paire rapporte une part des points.',
  pairs: 'Paires',
  pairsHint: 'Les élèves voient les deux côtés mélangés. Un même texte à droite peut aller avec plusieurs à gauche.',
  pairNumber: (n) => `Paire ${n}`,
  left: (n) => `Paire ${n}, gauche`,
  right: (n) => `Paire ${n}, droite`,
  addPair: 'Ajouter une paire',
  extras: 'Intrus à droite, qui ne vont avec rien (facultatif)',
  extrasHint: 'Ils empêchent de répondre au hasard.',
  extraNumber: (n) => `Intrus ${n}`,
  addExtra: 'Ajouter un intrus',
  onPaper: 'Écrire le numéro de ce qui va avec.',
  csv: 'paires comme Seine = Paris',
};
