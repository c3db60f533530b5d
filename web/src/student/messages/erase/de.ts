import type { EraseMessages } from './en';

export const de: EraseMessages = {
  text: 'Dein Name und deine Antworten in dieser Sitzung werden sofort gelöscht. Deine Lehrkraft kann sie dann nicht mehr sehen, zählen oder bewerten und sieht, dass jemand gegangen ist. Das lässt sich nicht rückgängig machen.',
  go: 'Alles löschen',
  title: 'Deine Daten sind gelöscht',
  erased: 'Dein Name und deine Antworten in dieser Sitzung sind gelöscht, und dieses Gerät hat sie vergessen.',
  hiddenTitle: 'Niemand kann deine Daten mehr sehen',
  hidden: 'Sie werden gelöscht, sobald nichts mehr dagegen spricht.',
  receipt: 'Beleg',
  from: (date) => `Ab ${date} kann sie niemand mehr zurückholen, auch nicht aus einer Sicherung.`,
  again: 'Code eingeben',
};
