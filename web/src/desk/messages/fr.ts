import { common } from '../../i18n/common/fr';
import type { DeskMessages } from './en';

export const desk: DeskMessages = {
  ...common,
  delete: 'Supprimer',
  showMore: 'Afficher plus',
  moreShown: (n) => `${n} de plus affichés`,
  nav: {
    label: 'Menu principal',
    sessions: 'Séances',
    sets: 'Séries de questions',
    trash: 'Corbeille',
    privacy: 'Vie privée',
    incidents: 'Incidents',
    signOut: 'Se déconnecter',
  },
  signIn: {
    title: 'Se connecter pour enseigner',
    text: 'Écrivez des questions, ouvrez une séance et regardez arriver les réponses. Votre école vous a donné un compte.',
    invited: 'Quelqu’un de votre école vous invite à animer une séance ensemble. Connectez-vous pour la voir.',
    joining:
      'Votre école vous a invité. Ayez à portée de main votre téléphone, une clé de sécurité ou le lecteur d’empreintes de votre ordinateur : vous configurerez aussi un second facteur, nécessaire pour exporter et supprimer.',
    denied:
      'La connexion a été refusée. Votre compte n’appartient peut-être pas encore à cette école ; adressez-vous à son administration.',
    failed: 'La connexion n’a pas abouti. Essayez encore une fois.',
    button: 'Se connecter',
    kept: 'À la connexion, le service d’authentification pose des cookies ; rien d’autre ne reste dans ce navigateur.',
    looking: 'Vérification de votre connexion…',
    ended: 'Votre connexion a pris fin. Reconnectez-vous ; vous reviendrez à cette page.',
    again: 'Se reconnecter',
  },
  failure: {
    secondFactor:
      'Il faut ici un second facteur de moins de 15 minutes, et le service d’authentification n’en a pas confirmé. Rien n’a été changé. Essayez encore une fois.',
    noFactor:
      'Il faut ici un second facteur, et votre compte n’en a pas encore. Un mot de passe seul ne permet pas d’en configurer un : il pourrait avoir été volé. Demandez à l’administration de votre école de faire ouvrir la configuration pour vous, puis réessayez ici. Rien n’a été changé.',
    slug: {
      'invalid-token': 'Votre connexion n’est pas acceptée. Déconnectez-vous, puis reconnectez-vous.',
      'not-authenticated': 'Votre connexion n’est pas acceptée. Déconnectez-vous, puis reconnectez-vous.',
      forbidden: 'Votre compte n’en a pas le droit. L’administration de votre école peut l’accorder.',
      'organization-required':
        'Vous n’êtes connecté à aucune école. Déconnectez-vous, puis reconnectez-vous avec le compte de votre école.',
      'not-owner': 'Seule la personne qui a ouvert la séance peut le faire. Adressez-vous à elle.',
      'not-found':
        'Il n’y a rien ici que vous puissiez voir. Cela a peut-être été supprimé, ou appartient à quelqu’un d’autre.',
      'agreement-missing':
        'Votre école n’a pas d’accord en vigueur, rien ne peut donc être collecté. Adressez-vous à son administration.',
      'wrong-state': 'La séance a changé entre-temps, et ce n’est plus possible.',
      conflict: 'Quelqu’un a modifié cela au même moment. Essayez encore une fois.',
      'restore-window-over': 'Le délai pour restaurer cette séance est passé. Son contenu a disparu pour de bon.',
      'unknown-invitation':
        'Cette invitation ne vous est pas ouverte, ou ne l’est plus. Demandez-en une nouvelle à la personne qui l’a envoyée.',
      'invitation-expired': 'L’invitation a expiré. Demandez-en une nouvelle à la personne qui l’a envoyée.',
      'too-large': 'La série de questions est trop grande. Divisez-la.',
    },
  },
  toSessions: 'Vers vos séances',
};
