import type { ProfileMessages } from './en';

export const fr: ProfileMessages = {
  title: 'Votre profil',
  first: 'Comment vos collègues doivent-ils vous voir ?',
  intro:
    'Vos collègues voient votre nom. Personne ne voit votre adresse e-mail, et les élèves ne voient ni l’un ni l’autre.',
  firstIntro:
    'Indiquez le nom sous lequel vos collègues vous connaissent, si vous voulez qu’ils le voient. Vous pouvez le changer à tout moment. Les élèves ne le voient pas.',
  name: 'Nom',
  nameHint: 'Tel que vos collègues le connaissent, par exemple Ada Nord.',
  nameWrong: 'Saisissez un nom sur une ligne, de 80 caractères au plus.',
  email: 'Pouvons-nous vous écrire ? (facultatif)',
  emailHint:
    'Nous écrivons quand des données de vos séances ont pu être exposées et quand les règles de votre école sur les données ou le propriétaire du service changent. Sinon, c’est votre école qui vous prévient.',
  emailUnverified:
    'Nous ne pouvons écrire qu’à l’adresse avec laquelle vous vous connectez, et votre service de connexion ne l’a pas confirmée. Votre école vous dit ce que vous devez savoir.',
  emailWrong:
    'Ce n’est pas l’adresse avec laquelle vous vous connectez. Décochez-la, ou déconnectez-vous puis reconnectez-vous.',
  mail: 'De quoi d’autre pourrons-nous vous parler par e-mail ?',
  service: 'À propos du service : interruptions prévues',
  news: 'À propos des nouveautés',
  language: 'Langue de nos messages',
  languageHint: 'La langue des pages se choisit au bas de chaque page.',
  sealed: 'Tout cela est enregistré chiffré, avec une clé qui n’est qu’à vous.',
  save: 'Enregistrer',
  continue: 'Enregistrer et continuer',
  later: 'Pas maintenant',
  saved: 'Enregistré.',
  deleted:
    'Votre profil est effacé et votre compte est désactivé ici. Pour le réactiver, saisissez votre nom. Sinon, vous pouvez maintenant vous déconnecter.',
  delete: 'Supprimer le profil',
  deleteTitle: 'Supprimer votre profil ?',
  deleteText:
    'Votre nom et votre adresse sont effacés définitivement, et votre compte dans cette école reste désactivé jusqu’à ce que vous saisissiez de nouveau un nom. Vos séances et vos séries de questions restent à l’école.',
};
