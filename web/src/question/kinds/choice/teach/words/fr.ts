import type { Words } from './en';

export const words: Words = {
  name: 'Choix unique',
  about: 'Un choix parmi plusieurs.',
  hint: 'Marquez le bon.',
  csv: 'les choix',
  faults: {
    'one-right-option': 'Marquez la bonne réponse, ou faites-en un sondage.',
    'right-weight': 'La bonne réponse rapporte tous les points. Enlevez sa part, ou marquez une autre réponse.',
  },
};
