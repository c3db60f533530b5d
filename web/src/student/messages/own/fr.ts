import type { OwnMessages } from './en';

export const fr: OwnMessages = {
  name: 'Nom',
  joined: 'Arrivée',
  session: 'Séance',
  basis: 'Recueilli selon l’accord',
  consent: 'Consentement',
  consents: { parents: 'd’un parent, par code', 'of-age': 'tu as l’âge requis' },
  answers: 'Réponses',
  none: 'Aucune réponse.',
  at: (time) => `enregistré ${time}`,
  grade: 'Points donnés par ton enseignant',
  until: 'Conservé jusqu’au',
  untilOpen: 'Le délai commence à la fin de la séance.',
  save: 'Enregistrer dans un fichier',
  correct: 'Corriger',
  newName: 'Ton nom',
  correctHint: 'Ton enseignant voit aussitôt le nouveau nom, et que tu l’as corrigé, mais pas l’ancien.',
  correctDo: 'Enregistrer le nom',
  corrected: 'Ton nom est corrigé.',
  score: 'Points',
  of: (n, of) => `${n} sur ${of}`,
  receipt: 'Reçu',
  saved: 'Le fichier arrive dans tes téléchargements.',
  tooMany: 'Tu as corrigé ton nom autant de fois que possible. Demande à ton enseignant.',
  notName:
    'Ce nom ne convient pas. Utilise des lettres, des chiffres et la ponctuation courante, 40 caractères au plus.',
};
