import { common } from '../../i18n/common/de';
import { question } from '../../question/words/de';
import type { StudentMessages } from './en';

export const de: StudentMessages = {
  ...common,
  question,
  code: {
    title: 'Mitmachen',
    label: 'Code',
    hint: 'Sechs Buchstaben, von deiner Lehrkraft.',
    go: 'Weiter',
    wrong: 'Ein Code hat sechs Buchstaben, etwa KXW QPT. Prüfe ihn und gib ihn noch einmal ein.',
    teacher: 'Sind Sie Lehrkraft?',
    signIn: 'Anmelden',
    back: 'Mit zwölf Wörtern zurückkommen',
    resumeTitle: 'Dort weitermachen, wo du warst',
  },
  name: {
    title: 'Wie heißt du?',
    session: (code) => `Sitzung ${code}`,
    otherCode: 'Anderer Code',
    label: 'Dein Name',
    hint: 'Es muss nicht dein richtiger Name sein, außer deine Lehrkraft bittet darum.',
    kept: 'Deine Lehrkraft sieht deinen Namen und deine Antworten. Sie bleiben so lange gespeichert, wie deine Schule es vereinbart hat, und werden dann gelöscht. Kein Konto, keine Cookies.',
    join: 'Mitmachen',
    empty: 'Wähle einen Namen.',
    tooLong: (n) => `Dieser Name ist ${n} Zeichen zu lang. Kürze ihn.`,
    signs:
      'Dieser Name enthält Zeichen, die sich nicht anzeigen lassen. Nimm Buchstaben, Ziffern und übliche Satzzeichen.',
    paused: 'Gerade ist Pause. Du kannst mitmachen, sobald es weitergeht.',
  },
  resume: {
    title: (alias) => `Weiter als ${alias}?`,
    in: (title) => `In „${title}“`,
    go: (alias) => `Weiter als ${alias}`,
    notMe: 'Das bin ich nicht',
    notMeHint:
      '„Das bin ich nicht“ entfernt die Person von diesem Gerät. Gespeicherte Antworten bleiben bei der Lehrkraft.',
  },
  welcome: {
    hello: (alias) => `Hallo, ${alias}!`,
    start: 'Los geht’s',
    paced: 'Deine Lehrkraft zeigt eine Frage nach der anderen.',
  },
  privacy: {
    title: 'Was mit deinen Daten passiert',
    kept: (days, seenBy) =>
      `Dein Name und deine Antworten bleiben nach dem Ende der Sitzung ${days} lang gespeichert; sehen können sie nur ${seenBy}.`,
    restore: (window) =>
      `Danach werden sie gelöscht; das lässt sich höchstens ${window} lang rückgängig machen und dann nie mehr.`,
    noRestore: 'Danach werden sie endgültig gelöscht.',
    contact: 'Fragen dazu:',
    page: 'Die Regelung deiner Schule',
    teachers: 'deine Lehrkräfte',
    'school-admins': 'die Administration deiner Schule',
  },
  data: {
    open: 'Deine Daten',
    show: 'Zeigen, was gespeichert ist',
    device: 'Auf einem anderen Gerät weitermachen',
    erase: 'Alles von mir löschen',
    leave: 'Das bin ich nicht',
    heldTitle: 'Alles, was hier über dich gespeichert ist',
    eraseTitle: 'Alles löschen?',
    leaveTitle: 'Auf diesem Gerät vergessen?',
    leaveText: (alias) => `Dieses Gerät vergisst ${alias}. Gespeicherte Antworten bleiben bei deiner Lehrkraft.`,
    leaveLost: (n) =>
      n === 1
        ? 'Eine Antwort ist noch nicht gespeichert und ginge verloren.'
        : `${n} Antworten sind noch nicht gespeichert und gingen verloren.`,
    leaveDo: 'Vergessen',
  },
  lesson: {
    question: (n, of) => `Frage ${n} von ${of}`,
    back: 'Zurück',
    next: 'Weiter',
    finish: 'Fertig',
    overview: 'Übersicht',
    waitTitle: 'Warte auf die nächste Frage',
    waitText: 'Sie erscheint hier, sobald deine Lehrkraft sie zeigt.',
    waitFirst: 'Du bist dabei',
    paused: 'Gerade ist Pause. Du kannst weitermachen, sobald deine Lehrkraft sie beendet.',
    until: (time) => `Offen bis ${time}`,
    offline: 'Keine Verbindung.',
    offlineWaiting: (n) =>
      n === 1
        ? 'Keine Verbindung. Eine Antwort bleibt auf diesem Gerät und wird gesendet, sobald die Verbindung wieder da ist.'
        : `Keine Verbindung. ${n} Antworten bleiben auf diesem Gerät und werden gesendet, sobald die Verbindung wieder da ist.`,
    keepOpen:
      'Keine Verbindung. Lass diese Seite offen: Dein Browser speichert nichts, und was noch nicht gesendet ist, ginge verloren.',
    unstored:
      'Dein Browser speichert nichts. Lass diese Seite offen: Nach einem Neuladen kommst du nur mit den zwölf Wörtern aus „Deine Daten“ zurück.',
    trouble: 'Der Server ist gerade schlecht erreichbar. Wir versuchen es weiter.',
    newQuestion: 'Neue Frage',
    onceHint: 'Du kannst nur einmal antworten.',
    send: 'Antwort senden',
    sendEmpty: 'Gib zuerst eine Antwort ein.',
  },
  status: {
    saving: 'Wird gespeichert …',
    saved: 'Gespeichert',
    waiting: 'Noch nicht gespeichert',
    earlier: 'Deine frühere Antwort gilt weiter:',
  },
  feedback: {
    right: 'Richtig!',
    partly: 'Teilweise richtig',
    wrong: 'Nicht richtig',
    done: 'Danke.',
    byHand: 'Das bewertet deine Lehrkraft.',
    points: (n, of) => `${n} von ${of} Punkten`,
    accepted: 'Das alles ist richtig:',
    solution: 'Die Lösung:',
    yours: 'Deine Antwort:',
  },
  end: {
    done: 'Fertig!',
    almost: 'Noch nicht alles beantwortet',
    closed: 'Die Sitzung ist beendet',
    closedText: 'Du kannst nicht mehr antworten und nichts mehr ändern. Dieses Gerät hat die Sitzung vergessen.',
    answered: (n, of) => `Du hast ${n} von ${of} Fragen beantwortet.`,
    allSaved: 'Alle deine Antworten sind gespeichert.',
    unsaved: (n) =>
      n === 1 ? 'Eine Antwort ist noch nicht gespeichert.' : `${n} Antworten sind noch nicht gespeichert.`,
    change: 'Du kannst sie noch ändern, bis deine Lehrkraft die Sitzung beendet.',
    lost: (n) =>
      n === 1
        ? 'Eine Antwort kam vor dem Ende der Sitzung nicht mehr an:'
        : `${n} Antworten kamen vor dem Ende der Sitzung nicht mehr an:`,
    checking: 'Wir prüfen, ob alle deine Antworten angekommen sind …',
    score: (n, of) => `Du hast ${n} von ${of} Punkten.`,
    solutions: 'Lösungen',
    noAnswer: 'Du hast nicht geantwortet.',
    notAnswered: 'Nicht beantwortet',
    data: 'Was mit deinen Daten passiert',
  },
  gone: {
    title: 'Diese Sitzung gibt es nicht mehr',
    text: 'Sie wurde beendet und gelöscht. Frag deine Lehrkraft, wenn das ein Irrtum ist.',
    again: 'Code eingeben',
  },
  denied: {
    title: 'Hier geht es nicht weiter',
    text: 'Der Server erkennt dieses Gerät nicht an. Versuche es noch einmal, oder mach mit einem Code neu mit. Gespeicherte Antworten sind sicher.',
  },
  elsewhere: {
    title: 'In einem anderen Tab offen',
    text: 'Diese Sitzung ist in einem anderen Tab oder Fenster dieses Browsers offen. Du kannst dort weitermachen oder hier.',
    here: 'Hier weitermachen',
  },
  rejected: {
    'not-current': 'Zu spät: Deine Lehrkraft war schon bei einer anderen Frage.',
    closed: 'Zu spät: Die Sitzung war schon beendet.',
    'already-answered': 'Das hast du schon beantwortet. Deine erste Antwort zählt.',
    'unknown-question': 'Diese Frage gehört nicht zur Sitzung.',
    'revision-out-of-range': 'Du hast diese Antwort so oft geändert wie erlaubt. Es zählt die zuletzt gespeicherte.',
    'too-long': 'Das ist zu lang. Kürze es.',
    'too-many': 'Das sind zu viele Wörter. Lass welche weg.',
    empty: 'Schreibe mindestens ein Wort.',
    'out-of-range': 'Diese Zahl liegt außerhalb des Bereichs. Nimm eine andere.',
    dismissed: 'Deine Lehrkraft hat dich aus der Sitzung entfernt. Bitte sie, dich wieder hereinzulassen.',
    'too-many-answers':
      'Du hast viel zu viele Antworten geschickt; weitere werden nicht angenommen. Frag deine Lehrkraft.',
  },
  rejectedOther: 'Diese Antwort wurde nicht angenommen. Ändere sie oder frag deine Lehrkraft.',
  problem: {
    'unknown-code': 'Keine offene Sitzung hat diesen Code. Prüfe ihn oder frag deine Lehrkraft.',
    'session-full': 'Die Sitzung ist voll. Frag deine Lehrkraft.',
    'participant-erased': 'Deine Daten in dieser Sitzung wurden gelöscht. Du kannst mit dem Code neu mitmachen.',
    'invalid-token':
      'Der Server erkennt dieses Gerät nicht mehr an. Frag deine Lehrkraft, wenn du deine Daten brauchst.',
    'no-solutions': 'Deine Lehrkraft zeigt die Lösungen nicht.',
  },
};
