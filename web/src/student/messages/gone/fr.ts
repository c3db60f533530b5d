import type { GoneMessages } from './en';

export const fr: GoneMessages = {
  title: 'C’est effacé',
  erased: 'Ce qui était conservé dans cette séance pour ces mots est effacé.',
  hidden:
    'Plus personne ne peut voir ce qui était conservé dans cette séance pour ces mots. Ce sera effacé dès que rien ne s’y oppose.',
  receipt: (id, date) =>
    `Reçu ${id}. À partir du ${date}, personne ne peut le récupérer, pas même dans une sauvegarde.`,
  first: 'À la première page',
};
