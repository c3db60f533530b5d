import type { Words } from './en';

export const words: Words = {
  name: 'Choix multiple',
  about:
    'Un nombre quelconque de choix. Chaque bon choix rapporte une part des points, chaque mauvais en coûte autant.',
  hint: 'Cochez tous les bons choix.',
  csv: 'les choix',
  faults: {
    'no-right-option': 'Cochez les bonnes réponses, ou faites-en un sondage.',
    weights:
      'Les parts des bonnes réponses doivent être supérieures à 0 et totaliser 100 ; celles des autres doivent être de 0 ou moins. Corrigez-les, ou enlevez-les toutes.',
  },
};
