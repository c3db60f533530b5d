import type { DeviceMessages } from './en';

export const fr: DeviceMessages = {
  running:
    'Scanne ceci avec l’appareil photo de l’autre appareil. Tu y continues là où tu en es ici. Utilise un seul appareil à la fois.',
  over: 'Avec ceci, tu retrouves ton travail, tes points et ce qui sera noté plus tard, tant que ton école les conserve.',
  keep: 'Garde-le pour toi : qui l’a peut voir et modifier ton travail. Personne d’autre ne peut te le redonner.',
  qr: 'Code QR de ton lien',
  copy: 'Copier le lien',
  copied: 'Copié.',
  where: (host) =>
    `Sans appareil photo, ouvre ${host}, choisis « Revenir avec douze mots » et saisis le code et les mots :`,
  code: 'Code',
  wordsLanguage: 'fr',
  foreign: null,
};
