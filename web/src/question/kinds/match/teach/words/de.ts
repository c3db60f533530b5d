import type { Words } from './en';

export const words: Words = {
  name: 'Zuordnung',
  about: 'Finden, was zusammengehört. Jedes Paar bringt einen Teil.',
  pairs: 'Paare',
  pairsHint: 'Die Lernenden bekommen beide Seiten gemischt. Derselbe Text rechts kann zu mehreren links gehören.',
  pairNumber: (n) => `Paar ${n}`,
  left: (n) => `Paar ${n}, links`,
  right: (n) => `Paar ${n}, rechts`,
  addPair: 'Paar hinzufügen',
  extras: 'Weitere rechts, die zu nichts gehören (freiwillig)',
  extrasHint: 'Sie erschweren das Raten.',
  extraNumber: (n) => `Zusatz ${n}`,
  addExtra: 'Eines hinzufügen, das zu nichts gehört',
  csv: 'Paare wie Seine = Paris',
};
