import type { FollowWords } from './en';

export const fr: FollowWords = {
  title: 'Votre demande',
  states: {
    unverified: [
      'Saisissez le code',
      'Un e-mail avec un code est en route vers vous. Avant cela, l’école ne voit pas la demande.',
    ],
    open: ['L’école a reçu votre demande', 'La réponse arrive ici. Un e-mail vous dira quand.'],
    decided: ['L’école a décidé', 'Sa décision est en cours d’exécution.'],
    done: ['Votre demande est traitée', 'La réponse est sur cette page.'],
  },
  code: {
    label: 'Code',
    hint: 'Huit chiffres, valables 30 minutes.',
    enter: 'Confirmer',
    none: 'Pas d’e-mail ? Regardez dans les indésirables. Il en part un toutes les dix minutes au plus, et trois par jour.',
    again: 'Envoyer un autre code',
    problem: {
      invalid: 'Le code a huit chiffres.',
      'wrong-code': 'Ce n’est pas le code. Il est dans le dernier e-mail.',
      'code-over': 'Le code ne marche plus. Faites-en envoyer un autre ou refaites la demande.',
    },
  },
  mailed: 'Si le dernier code date de dix minutes, un autre est en route.',
  link: 'Gardez le lien vers cette page',
  linkText: 'C’est le seul moyen de revenir ici. Qui l’a peut lire la demande.',
  copy: 'Copier le lien',
  copied: 'Copié.',
  school: 'École',
  request: 'Demande',
  received: 'Reçue',
  due: 'Réponse avant le',
  extended: 'Plus tard qu’au début : la demande est complexe, ou il y en a beaucoup.',
  receipt: 'Reçu de l’effacement',
  kept: 'Gardée jusqu’au',
  gone: 'Aucune demande ici',
  goneText:
    'Le lien est peut-être coupé, ou la demande a été effacée à la fin de son délai : trois jours si aucun code n’a été saisi.',
};
