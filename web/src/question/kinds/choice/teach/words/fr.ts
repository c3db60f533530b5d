import type { Words } from './en';

export const words: Words = {
  name: 'Choix unique',
  about: 'Un choix parmi plusieurs.',
  hint: 'Cochez le bon choix.',
  csv: 'les choix',
  faults: {
    'one-right-option': 'Cochez la bonne réponse, ou faites-en un sondage.',
    'right-weight': 'La bonne réponse rapporte tous les points. Enlevez sa part, ou cochez une autre réponse.',
  },
};
