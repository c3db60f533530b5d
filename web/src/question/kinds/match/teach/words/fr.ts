import type { Words } from './en';

export const words: Words = {
  name: 'Association',
  about: 'Trouver ce qui va ensemble. Chaque paire rapporte une part.',
  pairs: 'Paires',
  pairsHint: 'Les élèves reçoivent les deux côtés mélangés. Un même texte à droite peut aller avec plusieurs à gauche.',
  pairNumber: (n) => `Paire ${n}`,
  left: (n) => `Paire ${n}, gauche`,
  right: (n) => `Paire ${n}, droite`,
  addPair: 'Ajouter une paire',
  extras: 'Autres à droite, qui ne vont avec rien (facultatif)',
  extrasHint: 'Ils rendent plus difficile de deviner.',
  extraNumber: (n) => `Intrus ${n}`,
  addExtra: 'Ajouter un intrus',
  csv: 'paires comme Seine = Paris',
};
