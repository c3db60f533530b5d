import type { BackMessages } from './en';

export const de: BackMessages = {
  title: 'Zurückkommen',
  text: 'Code der Sitzung und die zwölf Wörter eingeben.',
  code: 'Code der Sitzung',
  codeHint: 'Sechs Buchstaben.',
  words: 'Zwölf Wörter',
  wordsHint: 'In dieser Reihenfolge, groß oder klein; vier Buchstaben von jedem Wort genügen.',
  go: 'Zurückkommen',
  first: 'Zur ersten Seite',
  notCode: 'Ein Code hat sechs Buchstaben, etwa KXW QPT. Prüfe ihn.',
  count: (n) => (n === 1 ? 'Das ist ein Wort. Gib alle zwölf ein.' : `Das sind ${n} Wörter. Gib alle zwölf ein.`),
  unknown: (words) => `Prüfe ${words}: Das steht nicht auf der Liste.`,
  order: 'Diese Wörter gehören nicht zusammen. Prüfe die Reihenfolge.',
  nobody: 'Niemand hat hier diese Wörter, oder es gibt einen neueren Zettel. Bitte beides prüfen.',
  badLink: 'Dieser Link gilt nicht, oder es gibt einen neueren Zettel.',
  taken:
    'Hier ist schon jemand anderes in der Sitzung. Dort zuerst „Das bin ich nicht“ wählen, damit nichts verloren geht.',
};
