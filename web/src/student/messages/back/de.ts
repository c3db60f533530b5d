import type { BackMessages } from './en';

export const de: BackMessages = {
  title: 'Zurückkommen',
  text: 'Code der Sitzung und die zwölf Wörter eingeben, wie notiert oder auf dem Zettel.',
  code: 'Code der Sitzung',
  codeHint: 'Sechs Buchstaben.',
  words: 'Zwölf Wörter',
  wordsHint: 'In dieser Reihenfolge. Groß oder klein ist egal, und vier Buchstaben von jedem Wort genügen.',
  go: 'Zurückkommen',
  first: 'Zur ersten Seite',
  notCode: 'Ein Code hat sechs Buchstaben, etwa KXW QPT. Prüfe ihn und gib ihn noch einmal ein.',
  count: (n) => (n === 1 ? 'Das ist ein Wort. Gib alle zwölf ein.' : `Das sind ${n} Wörter. Gib alle zwölf ein.`),
  unknown: (words) => `Prüfe ${words}: Das steht nicht auf der Liste.`,
  order: 'Diese Wörter gehören nicht zusammen. Prüfe jedes, und die Reihenfolge.',
  nobody:
    'Niemand in dieser Sitzung hat diese Wörter, oder es gibt einen neueren Zettel. Bitte Code und Wörter prüfen.',
  badLink: 'Dieser Link führt zu niemandes Arbeit, oder es gibt einen neueren Zettel.',
  taken:
    'In dieser Sitzung ist auf diesem Gerät schon jemand anderes. Wähle dort zuerst „Das bin ich nicht“, damit nichts davon verloren geht.',
};
