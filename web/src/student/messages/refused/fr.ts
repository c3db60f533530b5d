import type { RefusedMessages } from './en';

export const fr: RefusedMessages = {
  title: 'Pas sur cet appareil',
  text: 'Un parent a décidé que cet appareil ne participe à aucune séance de cette école. Rien n’a été envoyé sur toi.',
  lift: 'Parles-en à tes parents et dis-le à ton enseignant. Un parent peut lever ce refus ici, avec le papier remis par l’enseignant.',
  leave: 'Saisir un autre code',
};
