import type { SlipMessages } from './en';

export const fr: SlipMessages = {
  title: (alias) => `Pour un parent de ${alias}`,
  session: (title, day) => `Séance « ${title} », ${day}`,
  what: 'Avec ceci, vous voyez tout ce qui est conservé de cette séance sur votre enfant : nom, réponses, points. Vous pouvez l’enregistrer dans un fichier, corriger le nom, refuser toute nouvelle collecte ou divulgation et tout effacer définitivement.',
  qr: 'Code QR du lien',
  how: (host) =>
    `Scannez ceci avec l’appareil photo de votre téléphone. Ou ouvrez ${host}, choisissez « Revenir avec douze mots » et saisissez le code et les mots :`,
  code: 'Code :',
  foreign: null,
  keep: 'Qui a ce papier peut faire de même : gardez-le en lieu sûr. S’il est perdu, demandez-en un autre à l’enseignant ; il met fin à celui-ci. Votre enfant et l’enseignant voient ce que vous faites.',
};
