import type { Words } from './en';

export const words: Words = {
  name: 'Texte',
  about: 'Un court texte. Majuscules, espaces et guillemets ne comptent pas.',
  poll: 'Aucune réponse n’est juste d’office',
  pollHint: 'Vous la notez à la main. Avec 0 point, elle n’est pas notée.',
  texts: 'Réponses acceptées',
  textsHint: 'Toutes les façons d’écrire que vous acceptez. Vous pourrez noter les autres à la main.',
  textNumber: (n) => `Réponse acceptée ${n}`,
  addText: 'Ajouter une réponse acceptée',
  csv: 'textes acceptés',
};
