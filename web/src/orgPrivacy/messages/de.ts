import type { OrgPrivacyMessages } from './en';

export const de: OrgPrivacyMessages = {
  title: (name) => `Datenschutz: ${name}`,
  sentence: (kept, restore) =>
    `Aufbewahrung von Namen und Antworten: ${kept} nach dem Ende einer Sitzung. Dann werden sie gelöscht; Frist zum Wiederherstellen: ${restore}. Danach werden sie endgültig vernichtet.`,
  sentenceNoRestore: (kept) =>
    `Aufbewahrung von Namen und Antworten: ${kept} nach dem Ende einer Sitzung. Dann werden sie endgültig vernichtet.`,
  keptFor: (period) => `${period} nach dem Ende einer Sitzung`,
  restoreFor: (period) => `noch ${period} danach`,
  unknownTitle: 'Diese Schule gibt es hier nicht',
  unknown: 'Vielleicht ist die Adresse falsch, oder die Schule ist nicht mehr dabei.',
};
