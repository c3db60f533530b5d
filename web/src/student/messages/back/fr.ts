import type { BackMessages } from './en';

export const fr: BackMessages = {
  title: 'Revenir',
  text: 'Saisir le code de la séance et les douze mots.',
  code: 'Code de la séance',
  codeHint: 'Six lettres.',
  words: 'Douze mots',
  wordsHint: 'Dans cet ordre, avec ou sans accents ; quatre lettres de chaque mot suffisent.',
  go: 'Revenir',
  first: 'À la première page',
  notCode: 'Un code a six lettres, comme KXW QPT. Vérifie-le.',
  count: (n) => `Cela fait ${n} ${n < 2 ? 'mot' : 'mots'}. Saisis les douze.`,
  unknown: (words) => `Vérifie ${words} : cela n’est pas dans la liste.`,
  order: 'Ces mots ne vont pas ensemble. Vérifie leur ordre.',
  nobody: 'Personne ici n’a ces mots, ou il existe un papier plus récent. Vérifier les deux.',
  badLink: 'Ce lien n’est pas valable, ou il existe un papier plus récent.',
  taken: 'Quelqu’un d’autre est dans cette séance sur cet appareil. Choisis-y d’abord « Ce n’est pas moi ».',
};
