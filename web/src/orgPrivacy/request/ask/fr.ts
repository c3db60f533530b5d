import type { AskWords } from './en';

export const fr: AskWords = {
  title: (school) => `Demande à ${school}`,
  intro:
    'Aucun compte n’est nécessaire. Un code vous est envoyé par e-mail ; l’école voit la demande une fois que vous l’avez saisi.',
  fields: {
    kind: ['Que voulez-vous ?', '', 'Choisissez une réponse.'],
    from: ['Qui êtes-vous ?', '', 'Choisissez une réponse.'],
    text: ['Votre demande', 'Avec vos propres mots.', 'Dites ce que vous voulez, en 4 000 caractères au plus.'],
    'about/alias': ['Nom utilisé dans la séance', '', '100 caractères au plus, sur une ligne.'],
    'about/code': ['Code de la séance', '', 'Un code a six lettres.'],
    'about/from': ['Du', '', 'Indiquez un jour.'],
    'about/to': ['Au', '', 'Indiquez un jour qui n’est pas avant le premier.'],
    email: [
      'Adresse e-mail',
      'Pour le code et la réponse de l’école, et rien d’autre.',
      'Indiquez une adresse comme ada@mail.example.',
    ],
  },
  kind: {
    know: 'Savoir ce qui est gardé, avec une copie',
    correct: 'Faire corriger quelque chose',
    delete: 'Faire effacer quelque chose',
    port: 'Recevoir les données dans un format courant',
    restrict: 'Faire limiter leur utilisation',
    object: 'M’opposer à leur utilisation',
  },
  from: {
    student: 'Élève ou ancien élève',
    parent: 'Parent ou responsable légal',
    teacher: 'Membre du corps enseignant',
    other: 'Quelqu’un d’autre',
  },
  about: 'Quelles données, si vous le savez',
  send: 'Envoyer le code',
  contact: 'Contact vie privée de l’école :',
  problem: {
    'requests-full':
      'L’école ne peut plus recevoir de demandes ici aujourd’hui. Écrivez à son contact ou revenez demain.',
  },
};
