import type { Words } from './en';

export const words: Words = {
  name: 'Vrai ou faux',
  about: 'Une affirmation vraie ou fausse.',
  truth: 'L’affirmation est',
  faults: { 'no-truth': 'Dites si c’est vrai ou faux, ou faites-en un sondage.' },
};
