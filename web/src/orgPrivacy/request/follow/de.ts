import type { FollowWords } from './en';

export const de: FollowWords = {
  title: 'Ihre Anfrage',
  states: {
    unverified: [
      'Code eingeben',
      'Eine E-Mail mit einem Code ist unterwegs zu Ihnen. Vorher sieht die Schule die Anfrage nicht.',
    ],
    open: ['Die Schule hat Ihre Anfrage', 'Die Antwort kommt hierher. Eine E-Mail sagt Ihnen, wann.'],
    decided: ['Die Schule hat entschieden', 'Was sie entschieden hat, wird ausgeführt.'],
    done: ['Ihre Anfrage ist erledigt', 'Die Antwort steht auf dieser Seite.'],
  },
  code: {
    label: 'Code',
    hint: 'Acht Ziffern, 30 Minuten gültig.',
    enter: 'Bestätigen',
    none: 'Keine E-Mail? Sehen Sie im Spam-Ordner nach. Es geht höchstens alle zehn Minuten eine hinaus, drei am Tag.',
    again: 'Neuen Code schicken',
    problem: {
      invalid: 'Der Code hat acht Ziffern.',
      'wrong-code': 'Das ist nicht der Code. Er steht in der neuesten E-Mail.',
      'code-over':
        'Der Code gilt nicht mehr. Lassen Sie einen neuen schicken oder stellen Sie die Anfrage noch einmal.',
    },
  },
  mailed: 'Wenn der letzte Code zehn Minuten alt ist, ist ein neuer unterwegs.',
  link: 'Link zu dieser Seite aufheben',
  linkText: 'Nur er führt hierher zurück. Wer ihn hat, kann die Anfrage lesen.',
  copy: 'Link kopieren',
  copied: 'Kopiert.',
  school: 'Schule',
  request: 'Anfrage',
  received: 'Eingegangen',
  due: 'Antwort bis',
  extended: 'Später als zuerst: Die Anfrage ist komplex, oder es sind viele.',
  receipt: 'Beleg der Löschung',
  kept: 'Aufbewahrt bis',
  gone: 'Hier ist keine Anfrage',
  goneText:
    'Vielleicht ist der Link abgeschnitten, oder die Anfrage wurde gelöscht, weil ihre Zeit um ist: nach drei Tagen, wenn kein Code eingegeben wurde.',
};
