import type { BackMessages } from './en';

export const fr: BackMessages = {
  title: 'Revenir',
  text: 'Saisir le code de la séance et les douze mots, tels qu’ils ont été notés ou figurent sur le papier.',
  code: 'Code de la séance',
  codeHint: 'Six lettres.',
  words: 'Douze mots',
  wordsHint: 'Dans cet ordre, sans souci des accents. Quatre lettres de chaque mot suffisent.',
  go: 'Revenir',
  first: 'À la première page',
  notCode: 'Un code a six lettres, comme KXW QPT. Vérifie-le et réessaie.',
  count: (n) => `Cela fait ${n} ${n < 2 ? 'mot' : 'mots'}. Saisis les douze.`,
  unknown: (words) => `Vérifie ${words} : cela n’est pas dans la liste.`,
  order: 'Ces mots ne vont pas ensemble. Vérifie chacun d’eux, et leur ordre.',
  nobody: 'Personne dans cette séance n’a ces mots, ou il existe un papier plus récent. Vérifier le code et les mots.',
  badLink: 'Ce lien ne mène au travail de personne, ou il existe un papier plus récent.',
  taken:
    'Quelqu’un d’autre est dans cette séance sur cet appareil. Choisis-y d’abord « Ce n’est pas moi », pour que rien ne soit perdu.',
};
