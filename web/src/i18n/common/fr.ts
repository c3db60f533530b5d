import type { Common } from './en';

export const common: Common = {
  skip: 'Aller au contenu',
  language: 'Langue',
  loading: 'Chargement…',
  close: 'Fermer',
  cancel: 'Annuler',
  tryAgain: 'Réessayer',
  footer: {
    privacy: 'Vie privée',
    promises: 'Promesses',
    contact: 'Contact vie privée',
    misuse: 'Signaler un abus',
  },
  notice: {
    label: 'Avis public sur un incident de données',
    read: 'Ce qui s’est passé et ce que l’on peut faire',
    published: (day) => `Publié le ${day}`,
  },
  crash: {
    title: 'Un problème est survenu de notre côté',
    text: 'Rien de ce qui était enregistré n’est perdu. Recharger la page pour continuer.',
    reload: 'Recharger',
  },
  error: {
    offline: 'La connexion semble coupée. Vérifier le réseau, puis réessayer.',
    timeout: 'Le serveur a mis trop de temps à répondre. Réessayer dans un instant.',
    internal: 'Un problème est survenu de notre côté. Réessayer dans un instant.',
    slug: {
      'too-many-requests': 'Trop de demandes en ce moment. Attendre un instant, puis réessayer.',
      unavailable: 'Le service est très sollicité en ce moment. Attendre un instant, puis réessayer.',
      'too-large': 'C’est trop long. Il faut raccourcir.',
      invalid: 'Une saisie n’est pas valide. La vérifier, puis réessayer.',
      'not-found': 'Cela n’existe plus.',
      malformed: 'Cette page n’est plus à jour. Il faut la recharger.',
    },
  },
};
