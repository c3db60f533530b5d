import type {
  ClockState,
  Decision,
  ExtensionGround,
  FoundMark,
  IdentityCheck,
  QueuedState,
  RefusalGroundId,
  RequestEntryKind,
  RequestErasure,
  Requester,
  RequestKind,
} from '../../api/schema';

export interface QueueMessages {
  title: string;
  notAllowed: string;
  toSessions: string;
  stepUp: string;
  stepUpButton: string;
  /** By the slug of the problem. */
  slug: Record<string, string>;
  kinds: Record<RequestKind, string>;
  from: Record<Requester, string>;
  states: Record<QueuedState, string>;
  decisions: Record<Decision, string>;
  grounds: Record<RefusalGroundId, string>;
  list: {
    intro: string;
    show: string;
    all: string;
    empty: string;
    received(on: string): string;
    done(on: string): string;
  };
  request: {
    title: string;
    back: string;
    written: string;
    from: string;
    email: string;
    emailHint: string;
    language: string;
    alias: string;
    code: string;
    period: string;
    received: string;
    keptUntil: string;
    forwarded(from: string, to: string, at: string): string;
    answer: string;
    receipts: string;
  };
  clocks: {
    title: string;
    intro: string;
    due(at: string): string;
    left(days: number): string;
    over(days: number): string;
    gone(percent: string): string;
    escalated(percent: number): string;
    extended: string;
    longest(until: string): string;
    source(source: string): string;
    states: Record<ClockState, string>;
  };
  identity: {
    title: string;
    intro: string;
    legend: string;
    checks: Record<IdentityCheck, string>;
    hints: Record<IdentityCheck, string>;
    save: string;
    noted: string;
    now(check: string): string;
  };
  find: {
    title: string;
    intro(sessions: number): string;
    alias: string;
    aliasHint: string;
    aliasMissing: string;
    from: string;
    to: string;
    daysHint: string;
    narrow: string;
    teacher: string;
    everybody: string;
    button: string;
    again: string;
    started: string;
    running(sessions: number): string;
    leave: string;
    result(found: number, sessions: number): string;
    none: string;
    older: string;
    full: string;
    choose: string;
    where(title: string, code: string): string;
    joined(on: string): string;
    answers(n: number): string;
    marks: Record<FoundMark, string>;
    erased: string;
    save: string;
    saved: string;
    unmarked: string;
    kept: string;
  };
  extend: {
    title: string;
    intro: string;
    legend: string;
    grounds: Record<ExtensionGround, string>;
    hints: Record<ExtensionGround, string>;
    button: string;
    confirm: string;
    done: string;
  };
  decide: {
    title: string;
    legend: string;
    hints: Record<Decision, string>;
    ground: string;
    groundHint: string;
    groundMissing: string;
    choose: string;
    text: string;
    textHint(language: string): string;
    textMissing: string;
    after: Record<RequestKind, string>;
    erases(students: number): string;
    copies(students: number): string;
    correction: string;
    correctionHint: string;
    correctionMissing: string;
    corrects(students: number): string;
    restricts(students: number): string;
    preview: string;
    previewTitle: string;
    shown: string;
    send: string;
    sent: string;
    confirmTitle: string;
    confirm: string;
  };
  complete: {
    title: string;
    byHand: string;
    erasing: string;
    erasures: Record<RequestErasure['state'], string>;
    copyMaking: string;
    copyReady(students: number): string;
    correcting: string;
    corrected(students: number): string;
    restricted(students: number): string;
    look: string;
    more: string;
    how: Record<RequestKind, string>;
    toErasures: string;
    toSessions: string;
    receipts: string;
    receiptsHint: string;
    receiptsWrong: string;
    button: string;
    confirm(receipts: number): string;
    done: string;
  };
  correction: string;
  restriction: {
    title: string;
    stands(students: number): string;
    first: string;
    from(at: string): string;
    announce: string;
    lift: string;
    confirmAnnounce: string;
    confirmLift: string;
    announced: string;
    lifted: string;
    liftedAt(at: string): string;
    left: string;
  };
  renew: {
    title: string;
    until(at: string): string;
    intro: string;
    button: string;
    confirm: string;
    done: string;
  };
  forward: {
    title: string;
    introOperator: string;
    introSchool: string;
    org: string;
    orgHint: string;
    toOperator: string;
    toSchool: string;
    confirm: string;
  };
  timeline: {
    title: string;
    verified: string;
    broken: string;
    empty: string;
    automatic: string;
    person(id: string): string;
    kinds: Record<RequestEntryKind, string>;
    facts: Record<string, string>;
  };
}

const unchecked = 'Note first how you know who asks: nobody gets another person’s data, or has it erased.';

export const en: QueueMessages = {
  title: 'Requests',
  notAllowed: 'Your account isn’t allowed to decide requests. Your school’s administrator can change that.',
  toSessions: 'Go to your sessions',
  stepUp:
    'Requests are personal: reading them needs a second factor from the last 15 minutes. Confirm it, and you return to this page.',
  stepUpButton: 'Confirm second factor',
  slug: {
    'not-found': 'This request isn’t in your queue. It may have been forwarded, or its time is over and it was erased.',
    'request-decided': 'This request is decided already. Reload the page to read what was decided.',
    'request-undecided': 'This request isn’t decided, or was done already. Reload the page.',
    'identity-unchecked': unchecked,
    'find-unfinished': 'The search still runs, or there was none. Wait until it is through, then mark who is meant.',
    'found-unmarked': 'Mark everybody who was found, as meant or as somebody else, and save the marks.',
    'erasure-open': 'Not everybody is erased yet. It takes minutes, or as long as a legal hold stands.',
    'copy-open': 'The copy isn’t ready yet. It takes a minute.',
    'correction-open': 'The correction doesn’t show yet. It takes a minute.',
    'not-restricted': 'This request led to no restriction. Reload the page.',
    'lift-too-soon': 'The requester was told less than three days ago. Lift it after that.',
    'no-copies': 'There is no copy of this request, or it isn’t done. Reload the page.',
    changed:
      'Somebody else has searched again or marked others since you loaded this page. Reload it, look again, and repeat what you did.',
    'nothing-to-extend': 'The time can’t be extended now: no clause allows it, or the first time is over.',
    'not-forwarded': 'The request can’t be forwarded there. It may be decided, or went back and forth too often.',
    invalid: 'Something entered can’t be right. Check receipts, the ground and the school’s ID.',
  },
  kinds: {
    know: 'Access to data',
    correct: 'Correction',
    delete: 'Erasure',
    restrict: 'Restriction',
    port: 'Data in a common format',
    object: 'Objection',
  },
  from: { student: 'Student', parent: 'Parent', teacher: 'Teacher', other: 'Somebody else' },
  states: { open: 'Open', decided: 'To be carried out', done: 'Done' },
  decisions: { granted: 'Granted', partly: 'Granted in part', refused: 'Refused' },
  grounds: {
    'not-identified': 'We can’t tell whether the data is theirs',
    'not-entitled': 'They may not ask for this person',
    excessive: 'Manifestly unfounded or excessive',
    anonymous: 'The data can’t be assigned to anybody',
    'nothing-held': 'Nothing is stored about them, or no longer',
    'rights-of-others': 'It would tell about other people',
    accurate: 'The data is accurate',
    expression: 'Freedom of expression and information',
    'legal-obligation': 'The law obliges you to keep it',
    'public-health': 'Public health',
    'archiving-research': 'Archives or research in the public interest',
    'legal-claims': 'Legal claims',
    'school-records': 'Part of the school’s records',
    'no-condition': 'No condition for a restriction is met',
    'compelling-grounds': 'Compelling legitimate grounds',
    'not-portable': 'Not covered by the right to a common format',
    'no-such-right': 'The law gives no such right',
  },
  list: {
    intro:
      'What people ask your school about their data through its privacy page, once they confirmed their address. The time for the answer runs from when the request was received; your school’s office is reminded by mail.',
    show: 'Show',
    all: 'All',
    empty: 'No requests. Whoever has one finds the form on your school’s public privacy page.',
    received: (on) => `received ${on}`,
    done: (on) => `done ${on}`,
  },
  request: {
    title: 'Request',
    back: 'All requests',
    written: 'What was asked',
    from: 'Says they are',
    email: 'Confirmed address',
    emailHint:
      'The address was confirmed by a code and serves for mails about this request alone. Compare it with what your school has on file; don’t keep it anywhere.',
    language: 'Language',
    alias: 'Name in the session',
    code: 'Code of the session',
    period: 'Days',
    received: 'Received',
    keptUntil: 'Kept until',
    forwarded: (from, to, at) => `Forwarded from ${from} to ${to}, ${at}`,
    answer: 'Your answer',
    receipts: 'Receipts',
  },
  clocks: {
    title: 'Time for the answer',
    intro:
      'By the law of your school’s country and by your agreements. It ends once the request is done, not once it is decided.',
    due: (at) => `due ${at}`,
    left: (days) => (days === 1 ? '1 day left.' : `${days} days left.`),
    over: (days) => (days === 1 ? 'Over for 1 day.' : `Over for ${days} days.`),
    gone: (percent) => `${percent}% of the time has passed`,
    escalated: (percent) => `Your office was reminded at ${percent}%.`,
    extended: 'Extended.',
    longest: (until) => `Can be extended until ${until}.`,
    source: (source) => `By ${source}`,
    states: { running: 'running', late: 'overdue', met: 'in time', missed: 'answered late' },
  },
  identity: {
    title: 'Who asks?',
    intro:
      'Say how you know that it is this person. Only that is noted: never keep a copy of a document, and don’t ask for more than you need.',
    legend: 'How you know who asks',
    checks: {
      known: 'Known in person',
      document: 'A document was shown',
      'on-file': 'Address or number on file',
      account: 'Signed in at the school',
      details: 'Knew what only they know',
      failed: 'Not identified',
    },
    hints: {
      known: 'Somebody at the school spoke to them and knows them.',
      document: 'You looked at it and kept nothing of it.',
      'on-file': 'The confirmed address, or the number that you called, is what the school has.',
      account: 'They sent the same request from an account of the school.',
      details: 'Such as the name, the code and the day of a session.',
      failed: 'Then only a refusal is possible.',
    },
    save: 'Note this',
    noted: 'Noted',
    now: (check) => `Noted: ${check}`,
  },
  find: {
    title: 'Whom is it about?',
    intro: (sessions) =>
      `Search your school’s sessions for the name that the person used. The latest ${sessions} are looked through, those in the trash too, and each is entered in the audit. A name alone decides nothing: mark who is meant.`,
    alias: 'Name in the sessions',
    aliasHint: 'Each word has to be part of the name. Case doesn’t matter.',
    aliasMissing: 'Enter a name.',
    from: 'First day',
    to: 'Last day',
    daysHint: 'On which the sessions were made. Leave the days empty to search them all.',
    narrow: 'Only one teacher’s sessions',
    teacher: 'Sessions of',
    everybody: 'Everybody',
    button: 'Search',
    again: 'Search again',
    started: 'The search runs',
    running: (sessions) =>
      sessions === 1 ? 'Searching: 1 session so far.' : `Searching: ${sessions} sessions so far.`,
    leave: 'You can leave this page: the search goes on.',
    result: (found, sessions) =>
      `${found === 1 ? '1 student' : `${found} students`} in ${sessions === 1 ? '1 session' : `${sessions} sessions`}`,
    none: 'Nobody of that name. Perhaps they used another one, or what they entered is erased already.',
    older: 'There are older sessions, which were not looked through. Search other days.',
    full: 'There are too many of that name, and the search ended early. Search fewer days, or for a longer name.',
    choose: 'Compare name, session and day with what you know about the person. If in doubt, ask.',
    where: (title, code) => `${title}, code ${code}`,
    joined: (on) => `joined ${on}`,
    answers: (n) => (n === 1 ? '1 answer' : `${n} answers`),
    marks: { meant: 'Is meant', excluded: 'Somebody else' },
    erased: 'Erased since you marked them as meant.',
    save: 'Save the marks',
    saved: 'Saved',
    unmarked: 'Not everybody is marked yet.',
    kept: 'What was found is erased seven days after the request is done, or 120 days after the search if it isn’t; of each student, as soon as their other data is.',
  },
  extend: {
    title: 'More time',
    intro:
      'The time can be extended once, where the law allows it, and only before it is over. The requester is told by mail and reads the reason on their page.',
    legend: 'Why',
    grounds: { complexity: 'The request is complex', 'number-of-requests': 'There are many requests' },
    hints: {
      complexity: 'Finding or separating the data takes longer.',
      'number-of-requests': 'From this person, or at this time.',
    },
    button: 'Extend the time',
    confirm: 'The requester is told at once. The time can’t be extended again.',
    done: 'Extended. The requester is told.',
  },
  decide: {
    title: 'Decision',
    legend: 'What you decide',
    hints: {
      granted: 'All of it.',
      partly: 'Some of it. For the rest name a ground.',
      refused: 'None of it. The request is done with that.',
    },
    ground: 'Ground',
    groundHint: 'The law has no others. Anonymous and combined data isn’t covered by requests.',
    groundMissing: 'Choose the ground.',
    choose: 'Choose…',
    text: 'What you tell them',
    textHint: (language) =>
      `Write in their language: ${language}. Decision, ground and what they can do against it are added in that language.`,
    textMissing: 'Write what you decided and why.',
    after: {
      know: 'Afterwards you send the copy yourself, and record here that it is done.',
      correct: 'Afterwards you correct it yourself, and record here that it is done.',
      delete: 'The decision erases nothing. Afterwards you request the erasure yourself, and name its receipts here.',
      restrict: 'Afterwards you see to it yourself that the data isn’t used, and record here that it is done.',
      port: 'Afterwards you send the file yourself, and record here that it is done.',
      object: 'Afterwards you see to it yourself that the data isn’t used for that, and record here that it is done.',
    },
    erases: (students) =>
      students === 1
        ? 'With the decision, the student whom you marked is erased: hidden at once, and gone within minutes.'
        : `With the decision, the ${students} students whom you marked are erased: hidden at once, and gone within minutes.`,
    copies: (students) =>
      students === 1
        ? 'With the decision, a copy of what is held about the student whom you marked is made. Once you record that it is done, the requester can save it for seven days.'
        : `With the decision, copies of what is held about the ${students} students whom you marked are made. Once you record that it is done, the requester can save them for seven days.`,
    correction: 'To be read instead',
    correctionHint:
      'Teachers read it beside the work and in exports, and the student does, marked as a correction. A name students correct themselves.',
    correctionMissing: 'Write what is to be read instead.',
    corrects: (students) =>
      students === 1
        ? 'With the decision, the correction shows beside the work of the student whom you marked.'
        : `With the decision, the correction shows beside the work of the ${students} students whom you marked.`,
    restricts: (students) =>
      students === 1
        ? 'With the decision, what the student whom you marked left is kept and not used: results and exports say no more than that a student is restricted. It is erased when its time is over, unless a legal hold keeps it.'
        : `With the decision, what the ${students} students whom you marked left is kept and not used: results and exports say no more than that a student is restricted. It is erased when its time is over, unless a legal hold keeps it.`,
    preview: 'Preview',
    previewTitle: 'This is what they will read',
    shown: 'The preview is shown',
    send: 'Send the decision',
    sent: 'Sent. The requester is told.',
    confirmTitle: 'Send the decision?',
    confirm: 'The requester is told by mail and reads your text on their page. It can’t be changed afterwards.',
  },
  complete: {
    title: 'Carry it out',
    byHand: 'Nothing more is carried out by itself: do it by hand, then record it here. The time runs until then.',
    erasing:
      'These students are being erased. Once all are, record that the request is done: their receipts reach the requester.',
    erasures: { asked: 'about to begin', erasing: 'being erased', held: 'kept by a legal hold', erased: 'erased' },
    copyMaking: 'The copy is being made, which takes a minute.',
    copyReady: (students) =>
      students === 1
        ? 'The copy is ready. Record that the request is done: the requester can save it for seven days, with their link and a code from a mail.'
        : `The copies of ${students} students are ready. Record that the request is done: the requester can save them for seven days, with their link and a code from a mail.`,
    correcting: 'The correction is being stored, which takes a minute.',
    corrected: (students) =>
      students === 1
        ? 'The correction shows beside the work. Record that the request is done.'
        : `The correction shows beside the work of ${students} students. Record that the request is done.`,
    restricted: (students) =>
      students === 1
        ? 'What the student left is kept and not used. Record that the request is done; it stays so until you lift it.'
        : `What the ${students} students left is kept and not used. Record that the request is done; it stays so until you lift it.`,
    look: 'Look again',
    more: 'More receipts',
    how: {
      know: 'Ask the teachers of the sessions to export what this person entered, check that it is about nobody else, and hand it over in a way that fits how you know them.',
      correct: 'Students correct their name on their own page. What teachers graded, they correct in the session.',
      delete:
        'Open the sessions that the request names, find the name, and request a formal erasure of that student, with the ground “parent” or “data subject”. Each erasure has a receipt: enter its number here, so that it reaches the requester.',
      restrict:
        'Place a legal hold on the sessions if they must not be erased, and tell their teachers not to use the results.',
      port: 'Ask the teachers of the sessions for an export as CSV or JSON of what this person entered, and hand it over.',
      object: 'Tell the teachers of the sessions what must no longer be done with the data.',
    },
    toErasures: 'Open formal erasures',
    toSessions: 'Open the sessions',
    receipts: 'Numbers of receipts',
    receiptsHint: 'One for each erasure, from the page of the receipt. Leave it empty if nothing was erased.',
    receiptsWrong: 'A receipt’s number has 26 letters and digits. Copy it from the page of the receipt.',
    button: 'It is done',
    confirm: (receipts) =>
      receipts === 0
        ? 'The requester is told that it is done. No receipt is named.'
        : receipts === 1
          ? 'The requester is told that it is done, and gets one receipt.'
          : `The requester is told that it is done, and gets ${receipts} receipts.`,
    done: 'Recorded. The requester is told.',
  },
  correction: 'To be read instead',
  restriction: {
    title: 'Restriction',
    stands: (students) =>
      students === 1
        ? 'What one student left is kept and not used: results and exports say no more than that a student is restricted, and nothing counts it. It is erased when its time is over, unless a legal hold keeps it.'
        : `What ${students} students left is kept and not used: results and exports say no more than that a student is restricted, and nothing counts it. It is erased when its time is over, unless a legal hold keeps it.`,
    first: 'Before it is lifted, the requester has to know: tell them first, and lift it three days later.',
    from: (at) => `The requester was told by mail. It can be lifted from ${at} on.`,
    announce: 'Tell them that it will be lifted',
    lift: 'Lift the restriction',
    confirmAnnounce: 'The requester is told by mail. Nothing is lifted yet.',
    confirmLift: 'Teachers see and use the work again, unless another request restricts it.',
    announced: 'The requester is told.',
    lifted: 'Lifted.',
    liftedAt: (at) => `Lifted ${at}.`,
    left: 'This doesn’t stand for everybody yet. Record that the request is done, or lift it: either does what is left.',
  },
  renew: {
    title: 'The copy',
    until: (at) => `The requester can save it until ${at}, with their link and a code from a mail.`,
    intro:
      'At most five codes are mailed in a day. Should the requester have missed the time, or somebody with their link have used up the codes, begin the seven days again.',
    button: 'Begin the seven days again',
    confirm: 'The copy is made again, and the requester is told by mail. It is noted below.',
    done: 'Begun again. The requester is told.',
  },
  forward: {
    title: 'Not yours to decide?',
    introOperator:
      'If the request is about the operator of this service and not about your school’s lessons, forward it. It leaves your queue, and the time goes on from when it was received.',
    introSchool:
      'If the request is about a school’s lessons, the school has to decide it. It leaves your queue, and the time goes on from when it was received, by that school’s law.',
    org: 'ID of the school',
    orgHint: 'As in the list of schools, such as org_north.',
    toOperator: 'Forward to the operator',
    toSchool: 'Forward to the school',
    confirm: 'You won’t see the request any more. The requester is told where it is.',
  },
  timeline: {
    title: 'What was done',
    verified: 'The record is complete: each entry follows from the one before.',
    broken: 'The record was changed from outside. Tell the operator.',
    empty: 'Nothing yet.',
    automatic: 'Automatic',
    person: (id) => `Member ${id}`,
    kinds: {
      received: 'Received',
      identity: 'Identity noted',
      searched: 'Searched for',
      marked: 'Marked',
      lifting: 'Lifting announced',
      lifted: 'Restriction lifted',
      renewed: 'Copy made available again',
      extended: 'Time extended',
      forwarded: 'Forwarded',
      decided: 'Decided',
      done: 'Done',
      escalated: 'Time runs out',
      met: 'In time',
      missed: 'Deadline missed',
    },
    facts: {
      due: 'first deadline',
      clause: 'clause',
      deadline: 'deadline',
      percent: 'percent of the time',
      identity: 'how',
      ground: 'ground',
      decision: 'decision',
      meant: 'meant',
      liftable: 'from',
      excluded: 'somebody else',
      receipts: 'receipts',
      from: 'from',
      org: 'to',
    },
  },
};
