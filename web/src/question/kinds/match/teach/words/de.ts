import type { Words } from './en';

export const words: Words = {
  name: 'Zuordnung',
  about: 'Zuordnen, was zusammengehört. Jedes Paar bringt einen Teil der Punkte.',
  pairs: 'Paare',
  pairsHint: 'Die Lernenden sehen beide Seiten gemischt. Derselbe Text rechts kann zu mehreren links passen.',
  pairNumber: (n) => `Paar ${n}`,
  left: (n) => `Paar ${n}, links`,
  right: (n) => `Paar ${n}, rechts`,
  addPair: 'Paar hinzufügen',
  extras: 'Weitere Einträge rechts, die zu nichts passen (optional)',
  extrasHint: 'Sie erschweren das Raten.',
  extraNumber: (n) => `Zusatz ${n}`,
  addExtra: 'Zusätzlichen Eintrag hinzufügen',
  onPaper: 'Die Nummer dessen dazuschreiben, was dazugehört.',
  csv: 'Paare wie Seine = Paris',
};
