import type { Words } from './en';

export const words: Words = {
  name: 'Texte',
  about: 'Un court texte. Les majuscules, les espaces et les guillemets ne comptent pas.',
  poll: 'Pas de correction automatique',
  pollHint: 'Vous notez vous-même. Avec 0 point, la question n’est pas notée.',
  texts: 'Réponses acceptées',
  textsHint: 'Toutes les orthographes que vous acceptez. Vous pourrez noter les autres réponses vous-même.',
  textNumber: (n) => `Réponse acceptée ${n}`,
  addText: 'Ajouter une réponse acceptée',
  csv: 'textes acceptés',
};
