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
  mail: 'De quoi d’autre pouvons-nous vous parler par e-mail ?',
  service: 'À propos du service : interruptions prévues et règles modifiées',
  mailMust:
    'Les avis de violation de données et de changement des règles de votre école ou du propriétaire du service vous parviennent quel que soit votre choix : les lois et les accords l’exigent.',
  unsubscribe: {
    title: 'Quitter une lettre d’information',
    ask: 'Vous venez d’une lettre d’information. Si vous la quittez, vous ne recevrez plus ce type de courrier.',
    leave: 'Quitter la lettre',
    left: 'Vous ne recevrez plus ce type de courrier. Ce qui est déjà en route peut encore arriver.',
    must: 'Vous apprenez toujours ce que les lois et les accords exigent, par exemple une violation de données. Vous pouvez changer votre choix à tout moment dans votre profil.',
    noLink:
      'Ouvrez cette page avec le lien de la lettre. Dans votre profil aussi, vous choisissez le courrier que vous recevez.',
  },
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
  take: {
    title: 'Emporter vos données',
    text: 'Un fichier zip avec votre profil, vos séries de questions (JSON et GIFT), les séances où vous enseignez avec leurs questions, et ce que vous avez ouvert d’après le journal des accès, en JSON et en tableaux. Ce que les élèves ont saisi n’y est pas : cela leur appartient, ainsi qu’à l’école, et s’enregistre séance par séance. La corbeille n’y est pas non plus.',
    save: 'Enregistrer mes données dans un fichier zip',
    progress: (done, of) => `${done} sur ${of}`,
    saved: (name) => `Enregistré sous ${name}`,
  },
  leave: {
    title: 'Quitter l’école',
    text: 'Vous pouvez partir à tout moment, sans demander à personne. Regardez d’abord ce que cela entraîne : regarder ne change rien.',
    show: 'Montrer ce qui se passerait',
    account:
      'Effacés aussitôt et pour de bon : votre nom, votre adresse, votre langue et votre compte auprès du service de connexion, sauf si vous appartenez aussi à une autre école ici.',
    stays:
      'Ce qui reste : le reçu de l’effacement, sans votre nom ; pendant trois ans, le journal de ce qui a été ouvert, sous un numéro qui ne mène plus à personne ; et ce que vous avez partagé avec l’école, aussi longtemps qu’elle le souhaite.',
    others:
      'Ce que les élèves ont saisi dans une séance suit la séance : c’est caché quand elle est supprimée, cela revient si elle est restaurée et s’efface avec elle.',
    nothing: 'Vous n’avez ici ni séances ni séries de questions.',
    truncated: 'Il y en a plus qu’on ne peut en montrer ici.',
    held: 'L’école est soumise à un gel juridique. Vous seriez dehors aussitôt, mais rien n’est effacé avant sa fin.',
    groups: {
      deleted: 'Supprimé, et restaurable un temps par l’administration',
      trashed: 'Déjà dans la corbeille',
      stays: 'Reste à l’école',
      held: 'Gardé par un gel juridique',
    },
    kinds: { session: 'Séance', questionSet: 'Série de questions' },
    deleted: 'Elle est supprimée quand vous partez.',
    restorable: (until) =>
      `Elle est supprimée quand vous partez, peut être restaurée par l’administration jusqu’au ${until}, puis est effacée.`,
    trashed: (on) => `Elle est effacée le ${on}, comme elle le serait de toute façon.`,
    itemHeld: 'Un gel juridique la garde jusqu’à sa fin.',
    why: {
      receipts: 'Le reçu reste.',
      school: 'Elle est partagée avec l’école, à qui elle appartient alors.',
      colleagues: 'D’autres y enseignent aussi et continuent.',
      others: 'Ce que d’autres ont saisi reste aussi longtemps que prévu.',
    },
    leave: 'Partir pour de bon',
    confirmTitle: 'Quitter l’école pour de bon ?',
    confirmText:
      'Votre compte et ce que vous avez dit de vous sont effacés et ne reviennent pas. Pour revenir, il faudrait une nouvelle invitation. Enregistrez d’abord ce que vous voulez garder.',
    confirm: 'Partir',
  },
  left: {
    title: 'Vous avez quitté l’école',
    text: 'Vous êtes dehors, et ce qui était à vous ici est en train d’être effacé ou supprimé, comme cela vous a été montré. Merci d’avoir été là.',
    held: 'Vous êtes dehors. Un gel juridique de l’école arrête l’effacement ; il sera fait à la fin du gel.',
    receipt:
      'Le numéro du reçu, que votre école garde et qui ne nomme personne. Si vous le demandez un jour, il dit depuis quand rien ne peut plus être récupéré :',
    signOut: 'Se déconnecter',
  },
  slug: {
    'last-administrator':
      'Vous êtes la dernière personne active dans l’administration, et quelqu’un doit pouvoir décider des personnes et des données de l’école. Donnez d’abord ce rôle à un collègue, sur la page « École ». Si c’est l’école qui veut partir, l’exploitant met fin à son contrat.',
  },
};
