import type { OrgPrivacyMessages } from './en';

export const fr: OrgPrivacyMessages = {
  title: (name) => `Vie privée : ${name}`,
  plainTitle: 'Vie privée d’une école',
  sentence: (kept, restore) =>
    `Les noms et les réponses sont conservés ${kept} après la fin d’une séance. Ensuite, ils sont supprimés ; la suppression peut être annulée pendant ${restore}. Après cela, ils sont effacés définitivement.`,
  sentenceNoRestore: (kept) =>
    `Les noms et les réponses sont conservés ${kept} après la fin d’une séance. Ensuite, ils sont effacés définitivement.`,
  policyTitle: 'Les règles en vigueur',
  what: 'Ce qui est conservé',
  whatText:
    'Le nom qu’un élève saisit pour rejoindre une séance, le moment où il l’a fait, ses réponses et les points qu’un enseignant donne. Les élèves n’ont pas de compte.',
  kept: 'Combien de temps',
  keptFor: (period) => `${period} après la fin d’une séance`,
  restore: 'Une suppression peut être annulée',
  restoreFor: (period) => `pendant ${period} ensuite`,
  restoreNone: 'jamais',
  purposes: 'Pour quoi faire',
  seenBy: 'Qui le voit',
  roles: { teachers: 'les enseignants de la séance', 'school-admins': 'les administrateurs de l’école' },
  clause: 'Fondement dans l’accord',
  none: 'non indiqué',
  endTitle: 'Ce qui se passe à la fin',
  end: [
    'Ce qui est supprimé n’est immédiatement plus visible pour personne. On peut le restaurer pendant six mois au plus, quelles que soient les règles de l’école.',
    'Ensuite, les clés sont détruites : personne ne peut plus le lire, et l’école reçoit un reçu signé.',
    'À partir de la date indiquée sur le reçu, au moins sept jours plus tard, personne ne peut plus le récupérer, ni depuis une sauvegarde ni avec l’aide d’un administrateur.',
    'Trois choses peuvent retarder cela : un gel légal, par exemple pour conserver des preuves dans une affaire ; l’examen d’un incident de sécurité, par périodes de 90 jours au plus ; et une vérification par une personne, quand une base a été restaurée depuis une sauvegarde ou qu’il y a exceptionnellement beaucoup à effacer d’un coup.',
  ],
  rightsTitle: 'Droits',
  rights:
    'Dans une séance, « Tes données » montre à un élève tout ce qui y est conservé sur lui, et l’efface s’il le veut. Élèves, parents et personnel peuvent aussi demander à l’école de voir, corriger ou effacer des données. Un tel effacement est immédiatement définitif.',
  contact: 'Contact vie privée de l’école',
  unknownTitle: 'Cette école n’existe pas ici',
  unknown:
    'L’adresse est peut-être erronée, ou l’école n’utilise plus ce service. L’école peut donner l’adresse de sa page.',
  general: 'Comment ce service traite les données',
};
