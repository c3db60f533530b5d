import type { OrgPrivacyMessages } from './en';

export const de: OrgPrivacyMessages = {
  title: (name) => `Datenschutz: ${name}`,
  plainTitle: 'Datenschutz einer Schule',
  sentence: (kept, restore) =>
    `Aufbewahrung von Namen und Antworten: ${kept} nach dem Ende einer Sitzung. Dann werden sie gelöscht; Frist zum Wiederherstellen: ${restore}. Danach werden sie endgültig vernichtet.`,
  sentenceNoRestore: (kept) =>
    `Aufbewahrung von Namen und Antworten: ${kept} nach dem Ende einer Sitzung. Dann werden sie endgültig vernichtet.`,
  policyTitle: 'Die geltende Regelung',
  what: 'Was gespeichert wird',
  whatText:
    'Der Name, der beim Mitmachen eingegeben wird, wann das war, die Antworten und Punkte, die eine Lehrkraft gibt. Konten für Schülerinnen und Schüler gibt es nicht.',
  kept: 'Wie lange',
  keptFor: (period) => `${period} nach dem Ende einer Sitzung`,
  restore: 'Löschung lässt sich rückgängig machen',
  restoreFor: (period) => `noch ${period} danach`,
  restoreNone: 'gar nicht',
  purposes: 'Wofür',
  seenBy: 'Wer es sieht',
  roles: { teachers: 'die Lehrkräfte der Sitzung', 'school-admins': 'die Administration der Schule' },
  clause: 'Grundlage in der Vereinbarung',
  none: 'nicht angegeben',
  endTitle: 'Wie es endet',
  end: [
    'Gelöschtes kann sofort niemand mehr sehen. Wiederherstellen lässt es sich höchstens sechs Monate lang, unabhängig von der Regelung der Schule.',
    'Danach werden die Schlüssel zerstört: Niemand kann es mehr lesen, und die Schule bekommt einen signierten Beleg.',
    'Ab dem Tag auf dem Beleg, mindestens sieben Tage später, kann es niemand zurückholen, nicht aus einer Sicherung und auch nicht mit Administratorrechten.',
    'Drei Dinge können das aufschieben: eine rechtliche Sperre, etwa für Beweise in einem Verfahren; die Untersuchung eines Sicherheitsvorfalls, für jeweils höchstens 90 Tage; und die Prüfung durch einen Menschen, wenn eine Datenbank aus einer Sicherung wiederhergestellt wurde oder ungewöhnlich viel auf einmal ansteht.',
  ],
  rightsTitle: 'Rechte',
  rights:
    '„Deine Daten“ zeigt in einer Sitzung alles, was dort über eine Schülerin oder einen Schüler gespeichert ist, und löscht es auf Wunsch. Schülerinnen und Schüler, Eltern und Lehrkräfte können auch bei der Schule Auskunft, Berichtigung oder Löschung verlangen. Eine so verlangte Löschung ist sofort endgültig.',
  contact: 'Datenschutzkontakt der Schule',
  unknownTitle: 'Diese Schule gibt es hier nicht',
  unknown:
    'Vielleicht ist die Adresse falsch, oder die Schule ist nicht mehr dabei. Die Schule kann die Adresse ihrer Seite nennen.',
  general: 'Wie dieser Dienst mit Daten umgeht',
};
