import type { Words } from './en';

export const words: Words = {
  name: 'Choix multiple',
  about: 'Autant de choix qu’on veut. Chaque bon choix rapporte une part, chaque mauvais en coûte autant.',
  hint: 'Marquez tous les bons.',
  csv: 'les choix',
  faults: {
    'no-right-option': 'Marquez ce qui est juste, ou faites-en un sondage.',
    weights:
      'Les parts des bonnes réponses doivent dépasser 0 et faire 100 ensemble, celles des autres être de 0 ou moins. Corrigez-les, ou enlevez-les toutes.',
  },
};
