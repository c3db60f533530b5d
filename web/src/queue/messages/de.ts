import type { QueueMessages } from './en';

export const de: QueueMessages = {
  title: 'Anträge',
  notAllowed: 'Ihr Konto darf nicht über Anträge entscheiden. Die Administration Ihrer Schule kann das ändern.',
  toSessions: 'Zu Ihren Sitzungen',
  stepUp:
    'Anträge sind persönlich: Um sie zu lesen, braucht es einen zweiten Faktor aus den letzten 15 Minuten. Bestätigen Sie ihn, dann kommen Sie hierher zurück.',
  stepUpButton: 'Zweiten Faktor bestätigen',
  slug: {
    'not-found':
      'Dieser Antrag liegt nicht bei Ihnen. Vielleicht wurde er weitergeleitet, oder seine Zeit ist um und er wurde vernichtet.',
    'request-decided': 'Über diesen Antrag ist schon entschieden. Laden Sie die Seite neu und lesen Sie, wie.',
    'request-undecided':
      'Über diesen Antrag ist nicht entschieden, oder er ist schon erledigt. Laden Sie die Seite neu.',
    'identity-unchecked':
      'Vermerken Sie zuerst, woher Sie wissen, wer fragt: Niemand bekommt Daten einer anderen Person oder lässt sie löschen.',
    'find-unfinished':
      'Die Suche läuft noch, oder es gab keine. Warten Sie, bis sie fertig ist, und kennzeichnen Sie dann, wer gemeint ist.',
    'found-unmarked': 'Kennzeichnen Sie alle Gefundenen, als gemeint oder als jemand anders, und speichern Sie das.',
    'erasure-open': 'Noch nicht alles ist vernichtet. Das dauert Minuten, oder so lange, wie eine Löschsperre besteht.',
    'copy-open': 'Die Kopie ist noch nicht fertig. Das dauert eine Minute.',
    'correction-open': 'Die Berichtigung ist noch nicht zu sehen. Das dauert eine Minute.',
    'not-restricted': 'Dieser Antrag führte zu keiner Einschränkung. Laden Sie die Seite neu.',
    'lift-too-soon': 'Die Ankündigung ist keine drei Tage alt. Heben Sie die Einschränkung danach auf.',
    'no-copies': 'Zu diesem Antrag gibt es keine Kopie, oder er ist nicht erledigt. Laden Sie die Seite neu.',
    changed:
      'Inzwischen hat jemand anders gesucht oder gekennzeichnet. Laden Sie die Seite neu, sehen Sie nach und wiederholen Sie, was Sie getan haben.',
    'nothing-to-extend':
      'Die Frist lässt sich jetzt nicht verlängern: Keine Klausel erlaubt es, oder die erste Frist ist abgelaufen.',
    'not-forwarded':
      'Der Antrag lässt sich nicht dorthin weiterleiten. Vielleicht ist er entschieden oder ging zu oft hin und her.',
    invalid: 'Etwas Eingegebenes kann nicht stimmen. Prüfen Sie Belege, Grund und Kennung der Schule.',
  },
  kinds: {
    know: 'Auskunft',
    correct: 'Berichtigung',
    delete: 'Löschung',
    restrict: 'Einschränkung',
    port: 'Daten in einem gängigen Format',
    object: 'Widerspruch',
  },
  from: { student: 'Lernende', parent: 'Eltern', teacher: 'Lehrkraft', other: 'Jemand anders' },
  states: { open: 'Offen', decided: 'Auszuführen', done: 'Erledigt' },
  decisions: { granted: 'Stattgegeben', partly: 'Zum Teil stattgegeben', refused: 'Abgelehnt' },
  grounds: {
    'not-identified': 'Ob es die eigenen Daten sind, lässt sich nicht feststellen',
    'not-entitled': 'Kein Recht, für diese Person zu fragen',
    excessive: 'Offenkundig unbegründet oder exzessiv',
    anonymous: 'Die Daten lassen sich niemandem zuordnen',
    'nothing-held': 'Nichts oder nichts mehr gespeichert',
    'rights-of-others': 'Auskunft auch über andere',
    accurate: 'Die Daten sind richtig',
    expression: 'Meinungs- und Informationsfreiheit',
    'legal-obligation': 'Gesetzliche Pflicht zur Aufbewahrung',
    'public-health': 'Öffentliche Gesundheit',
    'archiving-research': 'Archive oder Forschung im öffentlichen Interesse',
    'legal-claims': 'Rechtsansprüche',
    'school-records': 'Teil der Unterlagen der Schule',
    'no-condition': 'Keine Voraussetzung für eine Einschränkung',
    'compelling-grounds': 'Zwingende schutzwürdige Gründe',
    'not-portable': 'Vom Recht auf ein gängiges Format nicht erfasst',
    'no-such-right': 'Das Recht kennt diesen Anspruch nicht',
  },
  list: {
    intro:
      'Was Menschen Ihre Schule über deren Datenschutzseite zu ihren Daten fragen, sobald sie ihre Adresse bestätigt haben. Die Frist für die Antwort läuft ab Eingang; das Büro Ihrer Schule wird per E-Mail erinnert.',
    show: 'Anzeigen',
    all: 'Alle',
    empty: 'Keine Anträge. Wer einen hat, findet das Formular auf der öffentlichen Datenschutzseite Ihrer Schule.',
    received: (on) => `eingegangen am ${on}`,
    done: (on) => `erledigt am ${on}`,
  },
  request: {
    title: 'Antrag',
    back: 'Alle Anträge',
    written: 'Was gefragt wurde',
    from: 'Nach eigener Angabe',
    email: 'Bestätigte Adresse',
    emailHint:
      'Die Adresse wurde mit einem Code bestätigt und dient nur E-Mails zu diesem Antrag. Vergleichen Sie sie mit dem, was Ihre Schule hat; bewahren Sie sie nirgends auf.',
    language: 'Sprache',
    alias: 'Name in der Sitzung',
    code: 'Code der Sitzung',
    period: 'Tage',
    received: 'Eingegangen',
    keptUntil: 'Aufbewahrt bis',
    forwarded: (from, to, at) => `Weitergeleitet von ${from} an ${to}, ${at}`,
    answer: 'Ihre Antwort',
    receipts: 'Belege',
  },
  clocks: {
    title: 'Frist für die Antwort',
    intro:
      'Nach dem Recht des Landes Ihrer Schule und nach Ihren Vereinbarungen. Sie endet, wenn der Antrag erledigt ist, nicht schon mit der Entscheidung.',
    due: (at) => `fällig am ${at}`,
    left: (days) => (days === 1 ? 'Noch 1 Tag.' : `Noch ${days} Tage.`),
    over: (days) => (days === 1 ? 'Seit 1 Tag abgelaufen.' : `Seit ${days} Tagen abgelaufen.`),
    gone: (percent) => `${percent} % der Zeit sind vorbei`,
    escalated: (percent) => `Ihr Büro wurde bei ${percent} % erinnert.`,
    extended: 'Verlängert.',
    longest: (until) => `Verlängerbar bis ${until}.`,
    source: (source) => `Nach ${source}`,
    states: { running: 'läuft', late: 'überfällig', met: 'rechtzeitig', missed: 'zu spät beantwortet' },
  },
  identity: {
    title: 'Wer fragt?',
    intro:
      'Geben Sie an, woher Sie wissen, dass es diese Person ist. Nur das wird vermerkt: Bewahren Sie nie die Kopie eines Ausweises auf, und verlangen Sie nicht mehr als nötig.',
    legend: 'Woher Sie wissen, wer fragt',
    checks: {
      known: 'Persönlich bekannt',
      document: 'Dokument vorgezeigt',
      'on-file': 'Adresse oder Nummer bei der Schule hinterlegt',
      account: 'In der Schule angemeldet',
      details: 'Kannte, was nur diese Person weiß',
      failed: 'Nicht identifiziert',
    },
    hints: {
      known: 'Jemand in der Schule hat mit der Person gesprochen und kennt sie.',
      document: 'Sie haben es angesehen und nichts davon behalten.',
      'on-file': 'Die bestätigte Adresse oder die angerufene Nummer ist die, die die Schule hat.',
      account: 'Derselbe Antrag kam aus einem Konto der Schule.',
      details: 'Zum Beispiel Name, Code und Tag einer Sitzung.',
      failed: 'Dann ist nur eine Ablehnung möglich.',
    },
    save: 'Vermerken',
    noted: 'Vermerkt',
    now: (check) => `Vermerkt: ${check}`,
  },
  find: {
    title: 'Um wen geht es?',
    intro: (sessions) =>
      `Suchen Sie in den Sitzungen Ihrer Schule nach dem Namen, den die Person benutzt hat. Die letzten ${sessions} werden durchsucht, auch die im Papierkorb, und jede wird im Protokoll vermerkt. Ein Name allein entscheidet nichts: Kennzeichnen Sie, wer gemeint ist.`,
    alias: 'Name in den Sitzungen',
    aliasHint: 'Jedes Wort muss im Namen vorkommen. Groß oder klein ist gleich.',
    aliasMissing: 'Geben Sie einen Namen ein.',
    from: 'Erster Tag',
    to: 'Letzter Tag',
    daysHint: 'An dem die Sitzungen angelegt wurden. Ohne Tage werden alle durchsucht.',
    narrow: 'Nur die Sitzungen einer Lehrkraft durchsuchen',
    teacher: 'Sitzungen von',
    everybody: 'Allen',
    button: 'Suchen',
    again: 'Noch einmal suchen',
    started: 'Die Suche läuft',
    running: (sessions) =>
      sessions === 1 ? 'Die Suche läuft: bisher 1 Sitzung.' : `Die Suche läuft: bisher ${sessions} Sitzungen.`,
    leave: 'Sie können diese Seite verlassen, die Suche geht weiter.',
    result: (found, sessions) =>
      `${found === 1 ? '1 Person' : `${found} Personen`} in ${sessions === 1 ? '1 Sitzung' : `${sessions} Sitzungen`}`,
    none: 'Niemand mit diesem Namen. Vielleicht hat die Person einen anderen benutzt, oder ihre Daten sind schon vernichtet.',
    older: 'Es gibt ältere Sitzungen, die nicht durchsucht wurden. Suchen Sie in anderen Tagen.',
    full: 'So heißen zu viele, die Suche endete vorzeitig. Suchen Sie in weniger Tagen oder nach einem längeren Namen.',
    choose:
      'Vergleichen Sie Name, Sitzung und Tag mit dem, was Sie über die Person wissen. Fragen Sie im Zweifel nach.',
    where: (title, code) => `${title}, Code ${code}`,
    joined: (on) => `dabei seit ${on}`,
    answers: (n) => (n === 1 ? '1 Antwort' : `${n} Antworten`),
    marks: { meant: 'Ist gemeint', excluded: 'Jemand anders' },
    erased: 'Vernichtet, seit die Person als gemeint gekennzeichnet wurde.',
    save: 'Kennzeichnung speichern',
    saved: 'Gespeichert',
    unmarked: 'Noch sind nicht alle gekennzeichnet.',
    kept: 'Was gefunden wurde, wird sieben Tage nach der Erledigung des Antrags vernichtet, ohne Erledigung 120 Tage nach der Suche; was zu einer Person gehört, zusammen mit ihren übrigen Daten.',
  },
  extend: {
    title: 'Mehr Zeit',
    intro:
      'Die Frist lässt sich einmal verlängern, wo das Gesetz es erlaubt, und nur solange sie läuft. Wer den Antrag gestellt hat, erfährt es per E-Mail und liest den Grund auf der eigenen Seite.',
    legend: 'Warum',
    grounds: { complexity: 'Der Antrag ist komplex', 'number-of-requests': 'Es sind viele Anträge' },
    hints: {
      complexity: 'Die Daten zu finden oder zu trennen dauert länger.',
      'number-of-requests': 'Von dieser Person oder zu dieser Zeit.',
    },
    button: 'Frist verlängern',
    confirm: 'Die Person erfährt es sofort. Die Frist lässt sich nicht noch einmal verlängern.',
    done: 'Verlängert. Die Person erfährt es.',
  },
  decide: {
    title: 'Entscheidung',
    legend: 'Wie Sie entscheiden',
    hints: {
      granted: 'Dem ganzen Antrag.',
      partly: 'Einem Teil. Nennen Sie für den Rest einen Grund.',
      refused: 'Nichts davon. Der Antrag ist damit erledigt.',
    },
    ground: 'Grund',
    groundHint: 'Das Gesetz kennt keine anderen. Anonyme und zusammengefasste Daten sind von Anträgen nicht erfasst.',
    groundMissing: 'Wählen Sie den Grund.',
    choose: 'Wählen …',
    text: 'Was Sie mitteilen',
    textHint: (language) =>
      `Schreiben Sie in der Sprache der Person: ${language}. Entscheidung, Grund und was sie dagegen tun kann, kommen in dieser Sprache dazu.`,
    textMissing: 'Schreiben Sie, was Sie entschieden haben und warum.',
    after: {
      know: 'Danach übergeben Sie die Kopie selbst und halten hier fest, dass es erledigt ist.',
      correct: 'Danach berichtigen Sie es selbst und halten hier fest, dass es erledigt ist.',
      delete:
        'Die Entscheidung löscht nichts. Danach beantragen Sie die Vernichtung selbst und nennen hier die Belege.',
      restrict: 'Danach sorgen Sie selbst dafür, dass die Daten nicht benutzt werden, und halten es hier fest.',
      port: 'Danach übergeben Sie die Datei selbst und halten hier fest, dass es erledigt ist.',
      object:
        'Danach sorgen Sie selbst dafür, dass die Daten nicht mehr dafür benutzt werden, und halten es hier fest.',
    },
    erases: (students) =>
      students === 1
        ? 'Mit der Entscheidung wird vernichtet, was die Person eingegeben hat, die Sie gekennzeichnet haben: sofort verborgen, in Minuten fort.'
        : `Mit der Entscheidung wird vernichtet, was die ${students} Personen eingegeben haben, die Sie gekennzeichnet haben: sofort verborgen, in Minuten fort.`,
    copies: (students) =>
      students === 1
        ? 'Mit der Entscheidung entsteht eine Kopie dessen, was über die gekennzeichnete Person gespeichert ist. Sobald Sie festhalten, dass es erledigt ist, lässt sie sich sieben Tage lang sichern.'
        : `Mit der Entscheidung entstehen Kopien dessen, was über die ${students} gekennzeichneten Personen gespeichert ist. Sobald Sie festhalten, dass es erledigt ist, lassen sie sich sieben Tage lang sichern.`,
    correction: 'Stattdessen zu lesen',
    correctionHint:
      'Lehrkräfte lesen es neben der Arbeit und in Exporten, und die Person selbst liest es, als Berichtigung gekennzeichnet. Namen berichtigen Lernende selbst.',
    correctionMissing: 'Schreiben Sie, was stattdessen zu lesen ist.',
    corrects: (students) =>
      students === 1
        ? 'Mit der Entscheidung steht die Berichtigung neben der Arbeit der gekennzeichneten Person.'
        : `Mit der Entscheidung steht die Berichtigung neben der Arbeit der ${students} gekennzeichneten Personen.`,
    restricts: (students) =>
      students === 1
        ? 'Mit der Entscheidung werden die Daten der gekennzeichneten Person aufbewahrt und nicht verwendet: Ergebnisse und Exporte sagen nur noch, dass ihre Verarbeitung eingeschränkt ist. Vernichtet werden sie, wenn ihre Zeit um ist, außer eine Löschsperre hält sie.'
        : `Mit der Entscheidung werden die Daten der ${students} gekennzeichneten Personen aufbewahrt und nicht verwendet: Ergebnisse und Exporte sagen nur noch, dass ihre Verarbeitung eingeschränkt ist. Vernichtet werden sie, wenn ihre Zeit um ist, außer eine Löschsperre hält sie.`,
    preview: 'Vorschau',
    previewTitle: 'Das wird die Person lesen',
    shown: 'Die Vorschau ist da',
    send: 'Entscheidung senden',
    sent: 'Gesendet. Die Person erfährt es.',
    confirmTitle: 'Entscheidung senden?',
    confirm:
      'Die Person erfährt es per E-Mail und liest Ihren Text auf der eigenen Seite. Er lässt sich danach nicht ändern.',
  },
  complete: {
    title: 'Ausführen',
    byHand:
      'Weiter geschieht nichts von selbst: Führen Sie es von Hand aus und halten Sie es dann hier fest. Die Frist läuft bis dahin.',
    erasing:
      'Diese Daten werden vernichtet. Sobald alle fort sind, halten Sie fest, dass der Antrag erledigt ist: Ihre Belege erreichen die Person.',
    erasures: {
      asked: 'beginnt gleich',
      erasing: 'wird vernichtet',
      held: 'von einer Löschsperre gehalten',
      erased: 'vernichtet',
    },
    copyMaking: 'Die Kopie entsteht gerade. Das dauert eine Minute.',
    copyReady: (students) =>
      students === 1
        ? 'Die Kopie ist fertig. Halten Sie fest, dass der Antrag erledigt ist: Sieben Tage lang lässt sie sich dann sichern, mit dem Link und einem Code aus einer E-Mail.'
        : `Die Kopien zu ${students} Personen sind fertig. Halten Sie fest, dass der Antrag erledigt ist: Sieben Tage lang lassen sie sich dann sichern, mit dem Link und einem Code aus einer E-Mail.`,
    correcting: 'Die Berichtigung wird gerade eingetragen. Das dauert eine Minute.',
    corrected: (students) =>
      students === 1
        ? 'Die Berichtigung steht neben der Arbeit. Halten Sie fest, dass der Antrag erledigt ist.'
        : `Die Berichtigung steht neben der Arbeit von ${students} Personen. Halten Sie fest, dass der Antrag erledigt ist.`,
    restricted: (students) =>
      students === 1
        ? 'Die Daten werden aufbewahrt und nicht verwendet. Halten Sie fest, dass der Antrag erledigt ist; es bleibt so, bis Sie es aufheben.'
        : `Die Daten von ${students} Personen werden aufbewahrt und nicht verwendet. Halten Sie fest, dass der Antrag erledigt ist; es bleibt so, bis Sie es aufheben.`,
    look: 'Noch einmal nachsehen',
    more: 'Weitere Belege',
    how: {
      know: 'Bitten Sie die Lehrkräfte der Sitzungen um einen Export dessen, was diese Person eingegeben hat, prüfen Sie, dass nichts über andere darin steht, und übergeben Sie ihn so, wie Sie die Person kennen.',
      correct:
        'Lernende berichtigen ihren Namen auf ihrer eigenen Seite. Was Lehrkräfte bewertet haben, berichtigen diese in der Sitzung.',
      delete:
        'Öffnen Sie die Sitzungen, um die es geht, suchen Sie den Namen und beantragen Sie die formelle Vernichtung mit dem Grund „Eltern“ oder „betroffene Person“. Jede hat einen Beleg: Tragen Sie seine Nummer hier ein, damit er die Person erreicht.',
      restrict:
        'Setzen Sie eine Löschsperre, wenn die Sitzungen nicht vernichtet werden dürfen, und bitten Sie die Lehrkräfte, die Ergebnisse nicht zu benutzen.',
      port: 'Bitten Sie die Lehrkräfte der Sitzungen um einen Export als CSV oder JSON dessen, was diese Person eingegeben hat, und übergeben Sie ihn.',
      object: 'Sagen Sie den Lehrkräften der Sitzungen, was mit den Daten nicht mehr geschehen darf.',
    },
    toErasures: 'Zu den formellen Vernichtungen',
    toSessions: 'Zu den Sitzungen',
    receipts: 'Nummern der Belege',
    receiptsHint: 'Je Vernichtung eine, von der Seite des Belegs. Leer, wenn nichts vernichtet wurde.',
    receiptsWrong: 'Die Nummer eines Belegs hat 26 Buchstaben und Ziffern. Kopieren Sie sie von seiner Seite.',
    button: 'Es ist erledigt',
    confirm: (receipts) =>
      receipts === 0
        ? 'Die Person erfährt, dass es erledigt ist. Kein Beleg ist genannt.'
        : receipts === 1
          ? 'Die Person erfährt, dass es erledigt ist, und bekommt einen Beleg.'
          : `Die Person erfährt, dass es erledigt ist, und bekommt ${receipts} Belege.`,
    done: 'Festgehalten. Die Person erfährt es.',
  },
  correction: 'Stattdessen zu lesen',
  restriction: {
    title: 'Einschränkung',
    stands: (students) =>
      students === 1
        ? 'Die Daten einer Person werden aufbewahrt und nicht verwendet: Ergebnisse und Exporte sagen nur noch, dass ihre Verarbeitung eingeschränkt ist, und gezählt werden sie nirgends. Vernichtet werden sie, wenn ihre Zeit um ist, außer eine Löschsperre hält sie.'
        : `Die Daten von ${students} Personen werden aufbewahrt und nicht verwendet: Ergebnisse und Exporte sagen nur noch, dass ihre Verarbeitung eingeschränkt ist, und gezählt werden sie nirgends. Vernichtet werden sie, wenn ihre Zeit um ist, außer eine Löschsperre hält sie.`,
    first:
      'Wer den Antrag gestellt hat, muss es vorher wissen: Kündigen Sie es an und heben Sie die Einschränkung drei Tage später auf.',
    from: (at) => `Es ist angekündigt. Aufheben lässt sich die Einschränkung ab ${at}.`,
    announce: 'Aufhebung ankündigen',
    lift: 'Einschränkung aufheben',
    confirmAnnounce: 'Wer den Antrag gestellt hat, erfährt es per E-Mail. Aufgehoben wird noch nichts.',
    confirmLift: 'Lehrkräfte sehen und verwenden die Arbeit wieder, außer ein anderer Antrag schränkt sie ein.',
    announced: 'Angekündigt.',
    lifted: 'Aufgehoben.',
    liftedAt: (at) => `Aufgehoben am ${at}.`,
    left: 'Das gilt noch nicht für alle. Halten Sie fest, dass der Antrag erledigt ist, oder heben Sie es auf: Beides holt nach, was fehlt.',
  },
  renew: {
    title: 'Die Kopie',
    until: (at) => `Sie lässt sich bis ${at} sichern, mit dem Link und einem Code aus einer E-Mail.`,
    intro:
      'Höchstens fünf Codes am Tag werden verschickt. Wurde die Zeit verpasst, oder hat jemand mit dem Link die Codes verbraucht, beginnen Sie die sieben Tage von vorn.',
    button: 'Die sieben Tage neu beginnen',
    confirm:
      'Die Kopie wird neu erstellt, und wer den Antrag gestellt hat, erfährt es per E-Mail. Es steht danach unten.',
    done: 'Neu begonnen. Die Nachricht geht hinaus.',
  },
  forward: {
    title: 'Nicht Ihre Entscheidung?',
    introOperator:
      'Wenn es um den Betreiber dieses Dienstes geht und nicht um den Unterricht Ihrer Schule, leiten Sie den Antrag weiter. Er verschwindet aus Ihrer Liste, und die Frist läuft weiter ab Eingang.',
    introSchool:
      'Wenn es um den Unterricht einer Schule geht, muss die Schule entscheiden. Der Antrag verschwindet aus Ihrer Liste, und die Frist läuft weiter ab Eingang, nach dem Recht dieser Schule.',
    org: 'Kennung der Schule',
    orgHint: 'Wie in der Liste der Schulen, zum Beispiel org_north.',
    toOperator: 'An den Betreiber weiterleiten',
    toSchool: 'An die Schule weiterleiten',
    confirm: 'Sie sehen den Antrag danach nicht mehr. Die Person erfährt, wo er liegt.',
  },
  timeline: {
    title: 'Was geschehen ist',
    verified: 'Die Aufzeichnung ist vollständig: Jeder Eintrag folgt aus dem vorigen.',
    broken: 'Die Aufzeichnung wurde von außen verändert. Sagen Sie es dem Betreiber.',
    empty: 'Noch nichts.',
    automatic: 'Automatisch',
    person: (id) => `Mitglied ${id}`,
    kinds: {
      received: 'Eingegangen',
      identity: 'Identität vermerkt',
      searched: 'Gesucht',
      marked: 'Gekennzeichnet',
      lifting: 'Aufhebung angekündigt',
      lifted: 'Einschränkung aufgehoben',
      renewed: 'Kopie erneut bereitgestellt',
      extended: 'Frist verlängert',
      forwarded: 'Weitergeleitet',
      decided: 'Entschieden',
      done: 'Erledigt',
      escalated: 'Die Zeit läuft ab',
      met: 'Rechtzeitig',
      missed: 'Frist versäumt',
    },
    facts: {
      due: 'erste Frist',
      clause: 'Klausel',
      deadline: 'Frist',
      percent: 'Prozent der Zeit',
      identity: 'wie',
      ground: 'Grund',
      decision: 'Entscheidung',
      meant: 'gemeint',
      liftable: 'ab',
      excluded: 'jemand anders',
      receipts: 'Belege',
      from: 'von',
      org: 'an',
    },
  },
};
