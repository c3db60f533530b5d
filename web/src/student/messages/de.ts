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
    teacher: 'Unterrichten Sie?',
    signIn: 'Anmelden',
    resumeTitle: 'Weitermachen, wo du warst',
  },
  name: {
    title: 'Wie heißt du?',
    session: (code) => `Sitzung ${code}`,
    otherCode: 'Anderer Code',
    label: 'Dein Name',
    hint: 'Es muss nicht dein richtiger Name sein, außer deine Lehrkraft bittet darum.',
    kept: 'Deine Lehrkraft sieht deinen Namen und deine Antworten. Sie bleiben gespeichert, so lange deine Schule es vereinbart hat, und werden dann gelöscht. Kein Konto, keine Cookies.',
    join: 'Mitmachen',
    empty: 'Wähle einen Namen.',
    tooLong: (n) => `Dieser Name ist ${n} Zeichen zu lang. Kürze ihn.`,
    signs:
      'In diesem Namen sind Zeichen, die sich nicht zeigen lassen. Nimm Buchstaben, Ziffern und gewöhnliche Zeichen.',
    paused: 'Gerade ist Pause. Du kommst hinein, sobald deine Lehrkraft weitermacht.',
  },
  resume: {
    title: (alias) => `Weiter als ${alias}?`,
    in: (title) => `In „${title}“`,
    go: (alias) => `Weiter als ${alias}`,
    notMe: 'Das bin ich nicht',
    notMeHint:
      'Mit „Das bin ich nicht“ vergisst dieses Gerät die Person. Gespeicherte Antworten bleiben bei der Lehrkraft.',
  },
  welcome: {
    hello: (alias) => `Hallo, ${alias}!`,
    start: 'Los geht’s',
    paced: 'Deine Lehrkraft zeigt eine Frage nach der anderen.',
  },
  privacy: {
    title: 'Was mit deinen Daten geschieht',
    kept: (days, seenBy) =>
      `Dein Name und deine Antworten bleiben nach dem Ende der Sitzung ${days} lang gespeichert; sehen können sie nur ${seenBy}.`,
    restore: (window) =>
      `Danach werden sie gelöscht; das lässt sich höchstens ${window} lang rückgängig machen und dann nie mehr.`,
    noRestore: 'Danach werden sie endgültig gelöscht.',
    contact: 'Fragen dazu:',
    page: 'Regelung deiner Schule',
    teachers: 'deine Lehrkräfte',
    'school-admins': 'die Verwaltung deiner Schule',
  },
  data: {
    open: 'Deine Daten',
    show: 'Zeig mir, was ihr habt',
    erase: 'Alles von mir löschen',
    leave: 'Das bin ich nicht',
    heldTitle: 'Alles, was wir hier über dich haben',
    heldName: 'Name',
    heldJoined: 'Dabei seit',
    heldSession: 'Sitzung',
    heldBasis: 'Erhoben auf Grund der Vereinbarung',
    heldAnswers: 'Antworten',
    heldNone: 'Keine Antworten.',
    heldAt: (time) => `gespeichert ${time}`,
    heldGrade: 'Punkte, die deine Lehrkraft gab',
    heldUntil: 'Aufbewahrt bis',
    heldUntilOpen: 'Die Frist beginnt, wenn die Sitzung geschlossen wird.',
    save: 'Als Datei sichern',
    eraseTitle: 'Alles löschen?',
    eraseText:
      'Dein Name und deine Antworten in dieser Sitzung werden sofort gelöscht. Deine Lehrkraft sieht sie nicht mehr. Das lässt sich nicht rückgängig machen.',
    eraseDo: 'Alles löschen',
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
    waitText: 'Sie erscheint hier von selbst, wenn deine Lehrkraft sie zeigt.',
    waitFirst: 'Du bist dabei',
    paused: 'Gerade ist Pause. Es geht weiter, wenn deine Lehrkraft weitermacht.',
    until: (time) => `Offen bis ${time}`,
    offline: 'Keine Verbindung.',
    offlineWaiting: (n) =>
      n === 1
        ? 'Keine Verbindung. Eine Antwort liegt auf diesem Gerät bereit und wird von selbst gesendet, sobald es wieder eine gibt.'
        : `Keine Verbindung. ${n} Antworten liegen auf diesem Gerät bereit und werden von selbst gesendet, sobald es wieder eine gibt.`,
    keepOpen:
      'Keine Verbindung. Lass diese Seite offen: Dein Browser speichert nichts, und was noch nicht gesendet ist, ginge verloren.',
    trouble: 'Der Server ist gerade nicht richtig zu erreichen. Wir versuchen es weiter.',
    newQuestion: 'Neue Frage',
    onceHint: 'Du kannst nur einmal antworten.',
    send: 'Antwort senden',
    sendEmpty: 'Gib zuerst eine Antwort.',
  },
  status: {
    saving: 'Wird gespeichert …',
    saved: 'Gespeichert',
    waiting: 'Noch nicht gespeichert',
    earlier: 'Deine frühere Antwort gilt weiter:',
  },
  feedback: {
    right: 'Richtig!',
    partly: 'Teilweise richtig',
    wrong: 'Nicht richtig',
    done: 'Danke.',
    byHand: 'Die Punkte gibt deine Lehrkraft.',
    points: (n, of) => `${n} von ${of} Punkten`,
    solution: 'Die Lösung:',
    yours: 'Deine Antwort:',
  },
  end: {
    done: 'Fertig!',
    almost: 'Fast fertig',
    closed: 'Die Sitzung ist geschlossen',
    closedText:
      'Antworten lassen sich nicht mehr geben oder ändern. Dieses Gerät hat die Sitzung vergessen; diese Seite ist das Letzte davon.',
    answered: (n, of) => `Du hast ${n} von ${of} Fragen beantwortet.`,
    allSaved: 'Alle deine Antworten sind gespeichert.',
    unsaved: (n) =>
      n === 1 ? 'Eine Antwort ist noch nicht gespeichert.' : `${n} Antworten sind noch nicht gespeichert.`,
    change: 'Du kannst sie noch ändern, bis deine Lehrkraft die Sitzung schließt.',
    lost: (n) =>
      n === 1
        ? 'Eine Antwort kam nicht mehr an, bevor die Sitzung geschlossen wurde:'
        : `${n} Antworten kamen nicht mehr an, bevor die Sitzung geschlossen wurde:`,
    checking: 'Wir prüfen, ob alle deine Antworten angekommen sind …',
    score: (n, of) => `Du hast ${n} von ${of} Punkten.`,
    solutions: 'Lösungen',
    noAnswer: 'Du hast nicht geantwortet.',
    notAnswered: 'Nicht beantwortet',
    data: 'Was mit deinen Daten geschieht',
  },
  erased: {
    title: 'Deine Daten sind gelöscht',
    text: 'Dein Name und deine Antworten in dieser Sitzung sind gelöscht, und dieses Gerät hat sie vergessen.',
    hiddenTitle: 'Niemand sieht deine Daten mehr',
    hidden: 'Sie werden gelöscht, sobald nichts mehr dagegensteht.',
    receipt: 'Beleg',
    from: (date) => `Ab ${date} kann sie niemand mehr zurückholen, auch nicht aus einer Sicherung.`,
    again: 'Code eingeben',
  },
  gone: {
    title: 'Diese Sitzung gibt es nicht mehr',
    text: 'Sie wurde beendet und weggeräumt. Wenn du das für einen Irrtum hältst, frag deine Lehrkraft.',
    again: 'Code eingeben',
  },
  denied: {
    title: 'So geht es nicht weiter',
    text: 'Der Server erkennt dieses Gerät nicht mehr an. Versuche es noch einmal; hilft das nicht, bitte deine Lehrkraft um einen Code und tritt neu bei. Gespeicherte Antworten sind sicher.',
  },
  elsewhere: {
    title: 'In einem anderen Tab offen',
    text: 'Diese Sitzung ist in einem anderen Tab oder Fenster dieses Browsers offen. Du kannst dort weitermachen oder hier.',
    here: 'Hier weitermachen',
  },
  rejected: {
    'not-current': 'Zu spät: Deine Lehrkraft war schon bei einer anderen Frage.',
    closed: 'Zu spät: Die Sitzung war schon geschlossen.',
    'already-answered': 'Das hast du schon beantwortet. Deine erste Antwort zählt.',
    'unknown-question': 'Diese Frage gehört nicht zur Sitzung.',
    'revision-out-of-range': 'Du hast diese Antwort so oft geändert, wie es geht. Es zählt die zuletzt gespeicherte.',
    'too-long': 'Das ist zu lang. Kürze es.',
    'too-many': 'Das sind zu viele Wörter. Lass welche weg.',
    empty: 'Schreibe mindestens ein Wort.',
    'out-of-range': 'Diese Zahl liegt außerhalb des Bereichs. Nimm eine andere.',
    dismissed:
      'Deine Lehrkraft hat dich aus der Sitzung entfernt. Bitte darum, wieder dabei sein zu dürfen, und antworte dann noch einmal.',
    'too-many-answers':
      'Du hast viel zu viele Antworten geschickt; weitere werden nicht angenommen. Frag deine Lehrkraft.',
  },
  rejectedOther: 'Diese Antwort wurde nicht angenommen. Ändere sie und versuche es noch einmal.',
  problem: {
    'unknown-code': 'Mit diesem Code kann man gerade nirgends mitmachen. Prüfe den Code oder frag deine Lehrkraft.',
    'session-full': 'Die Sitzung ist voll. Frag deine Lehrkraft.',
    'participant-erased':
      'Was du in dieser Sitzung hinterlassen hast, wurde gelöscht. Um wieder mitzumachen, tritt neu bei.',
    'invalid-token':
      'Der Server erkennt dieses Gerät nicht mehr an. Frag deine Lehrkraft, wenn du deine Daten brauchst.',
    'no-solutions': 'Deine Lehrkraft zeigt die Lösungen nicht.',
  },
};
