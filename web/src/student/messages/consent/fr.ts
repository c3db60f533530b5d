import type { ConsentMessages } from './en';

export const fr: ConsentMessages = {
  text: 'Ton école demande d’abord à tes parents si tu peux participer. Ils ont reçu un papier avec un code pour toi.',
  label: 'Code sur le papier',
  hint: '16 lettres. Les espaces ne comptent pas.',
  ask: 'Pas de papier ? Demande à ton enseignant ou à tes parents. D’ici là, rien n’est enregistré ici sur toi.',
  wrong:
    'Ce code ne fonctionne pas ici. Vérifie les lettres. Si elles sont justes, demande un autre code à ton enseignant.',
  ofAge: (age) => `J’ai ${age} ans ou plus.`,
};
