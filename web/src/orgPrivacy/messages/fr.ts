import type { OrgPrivacyMessages } from './en';

export const fr: OrgPrivacyMessages = {
  title: (name) => `Vie privée : ${name}`,
  sentence: (kept, restore) =>
    `Les noms et les réponses sont conservés ${kept} après la fin d’une séance. Ensuite, ils sont supprimés ; la suppression peut être annulée pendant ${restore}. Après cela, ils sont effacés définitivement.`,
  sentenceNoRestore: (kept) =>
    `Les noms et les réponses sont conservés ${kept} après la fin d’une séance. Ensuite, ils sont effacés définitivement.`,
  keptFor: (period) => `${period} après la fin d’une séance`,
  restoreFor: (period) => `pendant ${period} ensuite`,
  unknownTitle: 'Cette école n’existe pas ici',
  unknown: 'L’adresse est peut-être erronée, ou l’école n’utilise plus ce service.',
};
