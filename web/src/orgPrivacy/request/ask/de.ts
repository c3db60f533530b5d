import type { AskWords } from './en';

export const de: AskWords = {
  title: (school) => `Anfrage an ${school}`,
  intro:
    'Ein Konto ist nicht nötig. Sie bekommen einen Code per E-Mail; die Schule sieht die Anfrage, sobald Sie ihn eingegeben haben.',
  fields: {
    kind: ['Worum geht es?', '', 'Wählen Sie etwas aus.'],
    from: ['Wer sind Sie?', '', 'Wählen Sie etwas aus.'],
    text: ['Ihre Anfrage', 'In eigenen Worten.', 'Schreiben Sie in höchstens 4.000 Zeichen, was Sie möchten.'],
    'about/alias': ['Name in der Sitzung', '', 'Höchstens 100 Zeichen in einer Zeile.'],
    'about/code': ['Code der Sitzung', '', 'Ein Code hat sechs Buchstaben.'],
    'about/from': ['Von', '', 'Geben Sie einen Tag ein.'],
    'about/to': ['Bis', '', 'Geben Sie einen Tag ein, der nicht vor dem ersten liegt.'],
    email: [
      'E-Mail-Adresse',
      'Nur für den Code und die Antwort der Schule.',
      'Geben Sie eine Adresse ein, etwa ada@mail.example.',
    ],
  },
  kind: {
    know: 'Auskunft und eine Kopie',
    correct: 'Etwas berichtigen lassen',
    delete: 'Etwas löschen lassen',
    port: 'Daten in einem gängigen Format',
    restrict: 'Die Nutzung einschränken lassen',
    object: 'Der Nutzung widersprechen',
  },
  from: {
    student: 'Schülerin oder Schüler, auch ehemals',
    parent: 'Mutter, Vater oder sorgeberechtigt',
    teacher: 'Lehrkraft',
    other: 'Jemand anderes',
  },
  about: 'Welche Daten, soweit Sie es wissen',
  send: 'Code schicken',
  contact: 'Datenschutzkontakt der Schule:',
  problem: {
    'requests-full':
      'Heute nimmt die Schule hier keine weiteren Anfragen an. Schreiben Sie an den Kontakt oder kommen Sie morgen wieder.',
  },
};
