import type { OwnMessages } from './en';

export const de: OwnMessages = {
  name: 'Name',
  joined: 'Dabei seit',
  session: 'Sitzung',
  basis: 'Erhoben nach der Vereinbarung',
  consent: 'Einwilligung',
  consents: { parents: 'deiner Eltern, durch den Code der Schule', 'of-age': 'du hast angegeben, alt genug zu sein' },
  answers: 'Antworten',
  none: 'Keine Antworten.',
  at: (time) => `gespeichert: ${time}`,
  grade: 'Punkte von deiner Lehrkraft',
  until: 'Aufbewahrt bis',
  untilOpen: 'Die Frist beginnt mit dem Ende der Sitzung.',
  save: 'Als Datei speichern',
  correct: 'Berichtigen',
  newName: 'Dein Name',
  correctHint:
    'Deine Lehrkraft sieht sofort den neuen Namen, und dass du ihn berichtigt hast, aber nicht, wie er vorher war.',
  correctDo: 'Namen speichern',
  corrected: 'Dein Name ist berichtigt.',
  score: 'Punkte',
  of: (n, of) => `${n} von ${of}`,
  receipt: 'Beleg',
  saved: 'Die Datei kommt zu deinen Downloads.',
  tooMany: 'Du hast deinen Namen so oft berichtigt, wie es geht. Frag deine Lehrkraft.',
  notName: 'Dieser Name geht nicht. Nimm Buchstaben, Ziffern und übliche Satzzeichen, höchstens 40.',
};
