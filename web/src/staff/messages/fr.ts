import { common } from '../../i18n/common/fr';
import type { StaffMessages } from './en';

export const staff: StaffMessages = {
  ...common,
  delete: 'Supprimer',
  showMore: 'Afficher plus',
  moreShown: (n) => `${n} de plus affichés`,
  search: { titles: 'Chercher dans les titres', go: 'Chercher' },
  nav: {
    label: 'Menu principal',
    sessions: 'Séances',
    sets: 'Séries de questions',
    trash: 'Corbeille',
    privacy: 'Vie privée',
    requests: 'Demandes',
    incidents: 'Incidents',
    profile: 'Votre profil',
    school: 'École',
    schools: 'Écoles',
    signOut: 'Se déconnecter',
  },
  signIn: {
    title: 'Espace enseignant',
    noStorage:
      'Votre navigateur ne garde rien pour ce site : vous ne pouvez pas vous connecter. Autorisez les cookies et les données du site, ou quittez la navigation privée, puis rechargez la page.',
    text: 'Écrivez des questions, ouvrez une séance et suivez les réponses en direct. Votre compte vous a été fourni par votre école.',
    invited: 'Un collègue vous invite à animer une séance avec lui. Connectez-vous pour la voir.',
    joining:
      'Votre école vous a invité. Ayez à portée de main votre téléphone, une clé de sécurité ou le lecteur d’empreintes de votre ordinateur : vous configurerez aussi un second facteur, nécessaire pour exporter et supprimer.',
    denied:
      'La connexion a été refusée. Votre compte n’appartient peut-être pas encore à cette école ; adressez-vous à son administrateur.',
    failed: 'La connexion n’a pas abouti. Réessayez.',
    button: 'Se connecter',
    kept: 'Le service d’authentification dépose des cookies ; rien d’autre n’est conservé dans ce navigateur.',
    looking: 'Vérification de votre connexion…',
    ended: 'Vous avez été déconnecté. Reconnectez-vous pour revenir à cette page.',
    again: 'Se reconnecter',
  },
  failure: {
    secondFactor:
      'Il faut ici un second facteur confirmé il y a moins de 15 minutes, et le service d’authentification n’en a pas confirmé. Rien n’a été modifié. Réessayez.',
    noFactor:
      'Il faut ici un second facteur, et votre compte n’en a pas encore. Un mot de passe seul ne permet pas d’en configurer un : il pourrait avoir été volé. Demandez à l’administrateur de votre école de faire ouvrir la configuration pour vous, puis réessayez ici. Rien n’a été modifié.',
    slug: {
      'invalid-token': 'Votre connexion n’est plus valide. Déconnectez-vous, puis reconnectez-vous.',
      'not-authenticated': 'Votre connexion n’est plus valide. Déconnectez-vous, puis reconnectez-vous.',
      deactivated:
        'Vous avez supprimé votre profil, votre compte est donc désactivé ici. Ouvrez votre profil et saisissez votre nom.',
      held: 'Un gel juridique de votre école empêche cette suppression. Demandez à l’administrateur de votre école quand il prend fin.',
      restricted:
        'Ici, le traitement de données est limité : elles sont conservées sans être utilisées, à la demande de quelqu’un. Qui répond aux demandes sur les données dans votre école peut lever la limitation ; d’ici là, on ne peut ni les effacer, ni les supprimer, ni les noter.',
      forbidden: 'Votre compte n’a pas cette autorisation. L’administrateur de votre école peut la lui accorder.',
      'organization-required':
        'Vous n’êtes connecté à aucune école. Déconnectez-vous, puis reconnectez-vous avec le compte de votre école.',
      'too-many-views': 'Ces résultats sont ouverts dans trop de fenêtres. Fermez-en quelques-unes, puis réessayez.',
      'not-owner': 'Seule la personne qui a ouvert la séance peut le faire. Adressez-vous à elle.',
      'not-found':
        'Il n’y a rien ici à quoi vous ayez accès. L’élément a peut-être été supprimé, ou appartient à quelqu’un d’autre.',
      'too-many-question-sets':
        'Vous avez 2 000 séries de questions, y compris dans la corbeille. Modifiez-en une, ou attendez que la corbeille soit vidée.',
      'too-many-sessions': 'Vous avez ouvert 500 séances en un jour. Continuez avec l’une d’elles, ou attendez demain.',
      'too-many-incidents':
        'Vous avez signalé 100 incidents en un jour. Complétez l’un d’eux, ou demandez à une autre personne de signaler celui-ci.',
      'too-many-parent-codes':
        'Autant de codes que possible ont été créés pour cet élève. Le dernier est valable. Créez-en un autre demain, sauf s’il y en a déjà eu vingt.',
      'agreement-missing':
        'Votre école n’a pas d’accord en vigueur qui permette de recueillir des données. Adressez-vous à son administrateur.',
      'wrong-state': 'La séance a changé entre-temps, et ce n’est plus possible.',
      conflict: 'Quelqu’un a modifié cela au même moment. Réessayez.',
      'restore-window-over': 'Cette séance ne peut plus être restaurée. Ses données sont définitivement perdues.',
      'unknown-invitation':
        'Cette invitation ne vous est pas destinée, ou n’est plus valable. Demandez-en une nouvelle à la personne qui l’a envoyée.',
      'invitation-expired': 'L’invitation a expiré. Demandez-en une nouvelle à la personne qui l’a envoyée.',
      'too-large': 'La série de questions est trop grande. Divisez-la.',
    },
  },
  toSessions: 'Voir vos séances',
};
