import type { EraseMessages } from './en';

export const fr: EraseMessages = {
  text: 'Ton nom et tes réponses dans cette séance sont effacés immédiatement. Ton enseignant ne pourra plus les voir, les compter ni les noter, et verra que quelqu’un est parti. C’est définitif.',
  go: 'Tout effacer',
  title: 'Tes données sont effacées',
  erased: 'Ton nom et tes réponses dans cette séance sont effacés, et cet appareil les a oubliés.',
  hiddenTitle: 'Plus personne ne peut voir tes données',
  hidden: 'Elles seront effacées dès que rien ne s’y oppose.',
  receipt: 'Reçu',
  from: (date) => `À partir du ${date}, personne ne peut les récupérer, pas même dans une sauvegarde.`,
  again: 'Entrer un code',
};
