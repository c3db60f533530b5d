import type { PrivacyPart } from '../../staff/router';
import type { FaultCode, Verdict } from '../chain';
import type { DocumentKind } from '../records/document';
import type { Outcome } from '../plan';
import type {
  AuditEntry,
  ConsentBasis,
  ConsentFor,
  Erasure,
  ErasureGround,
  OrphanKind,
  Purpose,
  RetentionRule,
  SubjectKind,
} from '../../api/schema';

export interface PrivacyMessages {
  tabsLabel: string;
  tabs: Record<PrivacyPart, string>;
  notAllowed: string;
  /** By the slug of the problem. */
  slug: Record<string, string>;
  kinds: Record<SubjectKind, string>;
  rules: Record<RetentionRule, string>;
  grounds: Record<ErasureGround, string>;
  retry: string;
  policy: {
    sentence(kept: string, restore: string): string;
    sentenceNoRestore(kept: string): string;
    inForce: string;
    kept: string;
    keptFor(period: string): string;
    restore: string;
    restoreFor(period: string): string;
    restoreNone: string;
    purposes: string;
    clause: string;
    contact: string;
    participants: string;
    participantsMost(n: string): string;
    none: string;
    exampleTitle: string;
    exampleKept(until: string): string;
    exampleDeleted(from: string, until: string): string;
    exampleDeletedAtOnce(from: string): string;
    exampleErased(from: string): string;
    always: string;
    alwaysList: string[];
    publicPage: string;
    publicPageHint: string;
    change: string;
    changed: string;
    announced: string;
    withdraw: string;
    withdrawTitle: string;
    withdrawText: string;
    withdrawn: string;
  };
  form: {
    title: string;
    kept: string;
    keptHint: string;
    restore: string;
    restoreHint: string;
    years: string;
    months: string;
    days: string;
    purposes: string;
    purposesHint: string;
    clause: string;
    clauseHint: string;
    contact: string;
    contactHint: string;
    participants: string;
    participantsHint: string;
    problems: Record<
      'number' | 'kept' | 'restore' | 'purposes' | 'purpose' | 'clause' | 'contact' | 'participants',
      string
    >;
    next: string;
    looking: string;
    confirmTitle: string;
    change(what: string, before: string, after: string): string;
    changedText: string;
    nothing: string;
    shorter: string;
    atOnce(deleted: string, erased: string): string;
    atOnceMore: string;
    atOnceNone: string;
    overCap: string;
    longer: string;
    notice: string;
    child: string;
    childHint: string;
    save: string;
  };
  plan: {
    intro: string;
    until: string;
    untilHint: string;
    untilProblem: string;
    presets: Record<'now' | 'month' | 'half' | 'year', string>;
    show: string;
    summary(date: string): string;
    outcomes: Record<Outcome, string>;
    counts: Record<Outcome, (n: string) => string>;
    empty(date: string): string;
    truncated(n: string): string;
    later(due: string): string;
    heldBy(name: string): string;
    placeHold: string;
    placeHoldOf(title: string): string;
    stoppedTitle: string;
    stopped(n: string, since: string): string;
    confirm(n: string): string;
    confirmTitle: string;
    confirmText(n: string): string;
    confirmed: string;
    pausedTitle: string;
    paused: string;
    resume: string;
    resumeTitle: string;
    resumeText: string;
    resumed: string;
  };
  departure: {
    intro: string;
    who: string;
    whos: Record<'member' | 'org' | 'participant', string>;
    hints: Record<'member' | 'org' | 'participant', string>;
    day: string;
    dayProblem: string;
    show: string;
    title(on: string, until: string): string;
    nothingDone: string;
    truncated: string;
    stays: Record<'receipts' | 'school' | 'colleagues' | 'others', string>;
  };
  consent: {
    intro: string;
    none: string;
    bases: Record<ConsentBasis, string>;
    line(age: number): string;
    saved: string;
    text: string;
    textLabel: string;
    textHint: string;
    textProblem: string;
    textFirst: string;
    ofAge(age: number): string;
    ofAgeHint: string;
    version(n: number, on: string): string;
    save: string;
    codes: string;
    codesText: string;
    issue: string;
    issueNow: string;
    whom: string;
    whoms: Record<ConsentFor, string>;
    whomHints: Record<ConsentFor, string>;
    label: string;
    labelHint: string;
    labelProblem: string;
    uses: string;
    count: string;
    countProblem(most: number): string;
    ends: string;
    endsProblem: string;
    slips(n: number): string;
    once: string;
    print: string;
    slipClass(label: string): string;
    slipChild: string;
    slipHow(host: string): string;
    qr(ref: string): string;
    empty: string;
    forClass(label: string, uses: number): string;
    forChild: string;
    ref(ref: string): string;
    holds(until: string): string;
    over(since: string): string;
    toVersion(n: number): string;
    erasing: string;
    collected: string;
    collectedOf(ref: string): string;
    collectedN(n: number): string;
    end: string;
    endOf(ref: string): string;
    endTitle: string;
    endText: string;
    ended: string;
    erase: string;
    eraseOf(ref: string): string;
    eraseTitle(ref: string): string;
    willErase(n: number): string;
    willEnd: string;
    forGood: string;
    eraseNow: string;
    erased(n: number): string;
    held(n: number): string;
    waiting(n: number): string;
    without: string;
    withoutText: string;
    look: string;
    withoutTitle: string;
    withoutNothing: string;
  };
  holds: {
    intro: string;
    precedenceTitle: string;
    precedence: string[];
    place: string;
    empty: string;
    kinds: Record<'legal' | 'incident' | 'operator', string>;
    everything: string;
    stands(until: string): string;
    ended(on: string): string;
    placed(on: string): string;
    release: string;
    releaseOf(name: string): string;
    releaseTitle: string;
    releaseText: string;
    released: string;
    formTitle: string;
    name: string;
    nameHint: string;
    nameProblem: string;
    scope: string;
    scopeAll: string;
    scopeOne: string;
    until: string;
    untilHint: string;
    untilProblem: string;
    placeNow: string;
    placedNow(name: string): string;
    incidentHint: string;
    operatorHint: string;
  };
  picker: {
    session: string;
    choose: string;
    other: string;
    more: string;
    deleted(title: string): string;
    address: string;
    addressHint: string;
    problem: string;
    gone: string;
  };
  erasures: {
    intro: string;
    warning: string;
    request: string;
    formTitle: string;
    what: string;
    student: string;
    studentNone: string;
    studentProblem: string;
    set: string;
    setNone: string;
    setProblem: string;
    member: string;
    memberHint: string;
    memberNone: string;
    memberProblem: string;
    nameless: string;
    restricted: string;
    ground: string;
    next: string;
    confirmTitle: string;
    confirmText: Record<SubjectKind, string>;
    type(word: string): string;
    typeProblem: string;
    erase: string;
    results: Record<Erasure['state'], string>;
    toReceipt: string;
    listTitle: string;
    empty: string;
    requested(on: string): string;
    begun: string;
    waits: string;
    heldBy(name: string, until: string): string;
  };
  receipts: {
    intro: string;
    empty: string;
    erasedOn(date: string): string;
    countsOf(students: string, answers: string): string;
    irrecoverable(date: string): string;
    completes: string;
    sealedIn(block: string): string;
    waiting: string;
    whole: Record<SubjectKind, string>;
    checkTitle: string;
    checkText: string;
    checkTrust: string;
    keptHead: string;
    keptHeadHint: string;
    headFound: string;
    headMissing: string;
    check: string;
    checking(blocks: string): string;
    fine(blocks: string, receipts: string): string;
    nothingYet: string;
    broken(n: string): string;
    brokenNext: string;
    unsigned: string;
    unable: string;
    tooLong: string;
    faults: Record<FaultCode, string>;
    faultAt(block: string, record: string | null): string;
    head: string;
    headHint: string;
    keys: string;
    saveChain: string;
    saveKeys: string;
    saveHint: string;
    fileTitle: string;
    fileText: string;
    file: string;
    fileBad: string;
    verdicts: Record<Verdict, string>;
  };
  receipt: {
    title: string;
    back: string;
    print: string;
    save: string;
    what: string;
    session: string;
    student: string;
    set: string;
    documents: string;
    students: string;
    answers: string;
    why: string;
    ground: string;
    clause: string;
    requested: string;
    keysDeleted: string;
    erased: string;
    irrecoverable: string;
    keysGone: string;
    plainUntil: string;
    plainLater: string;
    follows: string;
    id: string;
    hash: string;
    block: string;
    blockWaiting: string;
    meaning: string;
    checkTitle: string;
  };
  audit: {
    intro: string;
    from: string;
    to: string;
    daysProblem: string;
    person: string;
    everybody: string;
    purpose: string;
    all: string;
    service: string;
    nobody(hash: string): string;
    member(id: string): string;
    people(n: string): string;
    acts: Record<AuditEntry['act'], string>;
    purposes: Record<Purpose, string>;
    roles: Record<AuditEntry['role'], string>;
    empty: string;
    exportTitle: string;
    columns: string[];
    saveCSV: string;
    saveJSON: string;
    cut: string;
    checkText: string;
    check: string;
    fine(blocks: string, entries: string): string;
    nothingYet: string;
    faultAt(block: string, record: string | null): string;
    skipped(blocks: string): string;
  };
  records: {
    intro: string;
    about: Record<DocumentKind, string>;
    docx: string;
    markdown: string;
    of(format: string, document: string): string;
    saved(name: string): string;
  };
  orphans: {
    intro: string;
    empty: string;
    kinds: Record<OrphanKind, (n: string, one: boolean) => string>;
    session: string;
    found(on: string): string;
    next: string;
  };
}

export const en: PrivacyMessages = {
  tabsLabel: 'Privacy of your school',
  tabs: {
    policy: 'Policy',
    plan: 'Preview',
    departure: 'When someone leaves',
    consent: 'Consent',
    holds: 'Holds',
    erasures: 'Erasures',
    receipts: 'Receipts',
    audit: 'Who read what',
    orphans: 'Leftovers',
    records: 'Records',
  },
  notAllowed: 'You don’t have permission to see this page. An administrator of your school can grant it.',
  slug: {
    changed: 'Someone else has changed the policy. Reload it and decide again.',
    'policy-announced': 'A change is announced already. Withdraw it first, or wait until it is in force.',
    'nothing-announced': 'No change is announced any more. Reload the page.',
    'too-many-policies':
      'The policy was changed 10 times within 30 days. Wait until the first of these changes is older.',
    'consent-not-wanted': 'No agreement of your school wants each parent’s consent any more. Reload the page.',
    'no-consent-text': 'Save first what parents consent to.',
    'too-many-consent-codes':
      'Your school has 5,000 valid codes. End those that nobody needs, or issue one for a class.',
    'nothing-to-confirm': 'What is waiting has changed since you looked. Reload the preview and check again.',
    'idempotency-key-reused': 'This hold was already placed with different details. Open the page again.',
  },
  kinds: {
    session: 'Session',
    participant: 'One student in a session',
    questionSet: 'Question set',
    member: 'Staff account',
    org: 'All of the school’s data',
  },
  rules: {
    'closes-at': 'its closing time',
    idle: 'no activity for 30 days',
    draft: 'a draft for 180 days',
    policy: 'the end of the period in your policy',
    'restore-window': 'the end of the time to restore it',
    'org-left': 'the end of the school’s contract',
    contract: 'twelve months after the school’s contract',
    formal: 'a formal request for erasure',
  },
  grounds: {
    'data-subject': 'The person asked for it',
    parent: 'A parent or guardian asked for it',
    school: 'The school asked for it',
    'no-consent': 'It was collected without consent, or goes beyond it',
  },
  retry: 'Check again',
  policy: {
    sentence: (kept, restore) =>
      `Sessions are kept for ${kept} after they close. Then they are deleted, and can be restored for ${restore}. After that they are erased for good.`,
    sentenceNoRestore: (kept) => `Sessions are kept for ${kept} after they close. Then they are erased for good.`,
    inForce: 'The policy in force',
    kept: 'Kept',
    keptFor: (period) => `${period} after a session closes`,
    restore: 'Can be restored',
    restoreFor: (period) => `for ${period} after it was deleted`,
    restoreNone: 'not at all',
    purposes: 'Purposes',
    clause: 'Clause of the agreement',
    contact: 'Privacy contact',
    participants: 'Students in a session',
    participantsMost: (n) => `at most ${n}`,
    none: 'not stated',
    exampleTitle: 'What this means for a session that closes today',
    exampleKept: (until) => `Until ${until}, its teachers see it with all names and answers.`,
    exampleDeleted: (from, until) =>
      `On ${from} it is deleted automatically: nobody sees it, but it can be restored from the trash until ${until}.`,
    exampleDeletedAtOnce: (from) => `On ${from} it is deleted automatically and can’t be restored.`,
    exampleErased: (from) =>
      `On ${from} it is erased: its keys are destroyed, so nobody can read it any more, and a receipt records it. Seven days later it can’t be recovered from a backup either, unless the receipt names a later date.`,
    always: 'What applies whatever the policy says',
    alwaysList: [
      'A teacher can delete a session earlier. The time to restore it counts from the first deletion; restoring it and deleting it again doesn’t extend it.',
      'Nothing can be restored for longer than six months.',
      'A session with no activity for 30 days is closed. A draft is deleted after 180 days.',
      'A formal request for erasure takes effect at once and can’t be undone.',
    ],
    publicPage: 'The public page',
    publicPageHint: 'It shows exactly this policy, without signing in. Students get a link to it.',
    change: 'Change the policy',
    changed: 'The policy was published.',
    announced: 'What changes is announced and mailed, and comes into force on the day shown below.',
    withdraw: 'Withdraw the change',
    withdrawTitle: 'Withdraw the announced change?',
    withdrawText: 'The policy in force goes on. Everybody who was told of the change is told of this.',
    withdrawn: 'The change was withdrawn. The policy in force goes on.',
  },
  form: {
    title: 'Change the policy',
    kept: 'How long is a session kept after it closes?',
    keptHint: 'At least 1 day, at most 10 years.',
    restore: 'How long can a deletion be undone?',
    restoreHint: 'At most 6 months, or 181 days. Leave it empty to allow no restoring.',
    years: 'Years',
    months: 'Months',
    days: 'Days',
    purposes: 'What is it kept for?',
    purposesHint: 'One purpose per line, at most 10.',
    clause: 'Which clause of your agreement covers this?',
    clauseHint: 'One line, such as “Data processing agreement, section 7”.',
    contact: 'Who can people write to?',
    contactHint: 'The e-mail address of a role, not a person. It is published.',
    participants: 'How many students may join a session?',
    participantsHint: 'At most 20,000. 0 means the default, 5,000.',
    problems: {
      number: 'Enter whole numbers.',
      kept: 'Choose at least 1 day and at most 10 years.',
      restore: 'Choose at most 6 months, or 181 days.',
      purposes: 'Enter 1 to 10 purposes, one per line.',
      purpose: 'A purpose can have at most 100 characters. Shorten it.',
      clause: 'Enter the clause in one line of at most 200 characters.',
      contact: 'Enter a plain e-mail address, such as privacy@school.example.',
      participants: 'Enter a whole number from 0 to 20,000.',
    },
    next: 'Continue',
    looking: 'Checking what this would do…',
    confirmTitle: 'Change the policy like this?',
    change: (what, before, after) => `${what}: ${before} → ${after}`,
    changedText: 'The purposes, clause, contact or limit also change.',
    nothing: 'Nothing has changed.',
    shorter: 'A shorter period applies to existing data too, not only to new data.',
    atOnce: (deleted, erased) =>
      `If it were in force now, it would delete ${deleted} and erase ${erased} for good within the hour. What is erased can’t be brought back.`,
    atOnceMore: 'There is more than can be counted here.',
    atOnceNone: 'If it were in force now, nothing would be due yet, but data would end earlier.',
    overCap: 'That is so much that retention will stop and ask you to confirm it under “Preview” first.',
    longer: 'A longer period applies to data that still exists. It doesn’t bring back what was erased.',
    notice:
      'This changes what was promised. It is published at once, mailed to the school, and comes into force on the first day after 14 days.',
    child: 'Put it into force at once, because a child’s data has to be erased',
    childHint: 'Only for this reason there is no notice. The reason is published.',
    save: 'Publish',
  },
  plan: {
    intro:
      'What will happen automatically until a day you choose, worked out by the rules that will do it. Looking changes nothing.',
    until: 'Until the end of',
    untilHint: 'Today or later, at most twenty years ahead.',
    untilProblem: 'Choose a day from today on, within twenty years.',
    presets: { now: 'today', month: 'in a month', half: 'in six months', year: 'in a year' },
    show: 'Show',
    summary: (date) => `Until ${date}:`,
    outcomes: {
      held: 'Due, but held',
      erased: 'Erased for good',
      deleted: 'Deleted, and can be restored',
      closed: 'Closed',
    },
    counts: {
      held: (n) => `${n} held`,
      erased: (n) => `${n} erased for good`,
      deleted: (n) => `${n} deleted`,
      closed: (n) => `${n} closed`,
    },
    empty: (date) => `Nothing will be closed, deleted or erased automatically until ${date}.`,
    truncated: (n) => `There is more: only the first ${n} items are shown. Choose an earlier day to see fewer.`,
    later: (due) => `due ${due}, later because of a hold`,
    heldBy: (name) => `held: ${name}`,
    placeHold: 'Place a hold',
    placeHoldOf: (title) => `Place a hold on ${title}`,
    stoppedTitle: 'Retention has stopped and needs your confirmation',
    stopped: (n, since) =>
      `${n} deletions and erasures are due at once, which is more than may start on its own: the policy may be a mistake. None of them has started since ${since}. Check the list below, then confirm it or correct the policy.`,
    confirm: (n) => `Confirm ${n}`,
    confirmTitle: 'Let all of this happen?',
    confirmText: (n) =>
      `Up to ${n} deletions and erasures start within the hour. What is erased can’t be brought back. The confirmation is valid for 24 hours.`,
    confirmed: 'Confirmed. It starts within the hour.',
    pausedTitle: 'Retention is paused',
    paused:
      'A database was restored from a backup. Nothing is deleted or erased until the operator confirms that everything erased earlier is gone from it.',
    resume: 'Confirm the restored database',
    resumeTitle: 'Is the restored database complete?',
    resumeText:
      'Confirm only after receipts and holds have been replayed into it. Retention then resumes in all schools.',
    resumed: 'Confirmed. Retention resumes within the hour.',
  },
  departure: {
    intro:
      'What would become of the school’s data if a teacher left, the contract ended or a student went: by the same rules that really delete. Nothing is changed by looking.',
    who: 'Who goes?',
    whos: { member: 'A teacher', org: 'The whole school', participant: 'A student' },
    hints: {
      member: 'Their account and what they own.',
      org: 'The contract with the operator ends.',
      participant:
        'Their name and answers in one session. To choose the student, names are opened, which the audit notes.',
    },
    day: 'On which day?',
    dayProblem: 'Choose a day from today on, within eighteen years.',
    show: 'Show what follows',
    title: (on, until) => `If it happens on ${on}: until ${until}`,
    nothingDone: 'Nothing was changed, and nothing is announced.',
    truncated: 'There is more than can be shown here.',
    stays: {
      receipts: 'The receipt stays, with nothing personal in it.',
      school: 'It stays: it is shared with the school, to which it then belongs.',
      colleagues: 'It stays: others teach it.',
      others: 'What the school and other students entered stays as long as it would.',
    },
  },
  consent: {
    intro:
      'Nothing of a student is stored before there is a basis for it. Who consents stands in the school’s agreements.',
    none: 'No agreement is in force. Nobody can join a session.',
    bases: {
      school: 'The school consents for the parents: students join without a code.',
      parents: 'Each parent consents: students join with a code that stands for their parent’s consent.',
      'public-task': 'No consent is needed: the school teaches as a public task.',
    },
    line: (age) => `From the age of ${age} on, no parent has to consent.`,
    saved: 'Saved.',
    text: 'What parents consent to',
    textLabel: 'Text',
    textHint:
      'It is printed on every slip. Another text is a new version: each consent stays on record with the one that it was to.',
    textProblem: 'Write 1 to 2,000 characters.',
    textFirst: 'Save a text first: a code stands for the consent to it.',
    ofAge: (age) => `Students aged ${age} or more may say so themselves`,
    ofAgeHint:
      'They tick a box, and nothing but that is stored. Younger ones could tick it, too: allow it where you know your classes.',
    version: (n, on) => `Version ${n}, since ${on}`,
    save: 'Save',
    codes: 'Codes',
    codesText:
      'Give a slip to whoever has consented. In each session a child’s code lets in one student, a class’s code as many as you say.',
    issue: 'Issue codes',
    issueNow: 'Issue',
    whom: 'For whom?',
    whoms: { child: 'For one child each', class: 'For a class' },
    whomHints: {
      child: 'Note on paper which child has which slip: no name is stored here.',
      class: 'When all parents of the class have consented.',
    },
    label: 'Class',
    labelHint: 'Such as 7b. No names of people.',
    labelProblem: 'Name the class in 1 to 60 characters.',
    uses: 'Students',
    count: 'Children',
    countProblem: (most) => `Enter a number from 1 to ${most}.`,
    ends: 'Last day',
    endsProblem: 'Choose a day from today on, within 400 days.',
    slips: (n) => (n === 1 ? 'One slip' : `${n} slips`),
    once: 'The codes are shown only now. Print them before you leave this page; a lost one is replaced by a new one.',
    print: 'Print',
    slipClass: (label) => `Code for class ${label}`,
    slipChild: 'Code for your child',
    slipHow: (host) => `Enter it at ${host} when you are asked for it, or scan it first.`,
    qr: (ref) => `QR code of slip ${ref}`,
    empty: 'No codes yet.',
    forClass: (label, uses) => `Class ${label}, ${uses} ${uses === 1 ? 'student' : 'students'}`,
    forChild: 'One child',
    ref: (ref) => `Slip ${ref}`,
    holds: (until) => `valid until ${until}`,
    over: (since) => `over since ${since}`,
    toVersion: (n) => `version ${n} of the text`,
    erasing: 'What was collected under it is being erased.',
    collected: 'What is held?',
    collectedOf: (ref) => `What is held under slip ${ref}?`,
    collectedN: (n) =>
      n === 0
        ? 'Nothing is held.'
        : `Names and answers from ${n} ${n === 1 ? 'visit' : 'visits'} to a session are held.`,
    end: 'End',
    endOf: (ref) => `End the code of slip ${ref}`,
    endTitle: 'End this code?',
    endText: 'Nobody joins with it any more. What was collected under it stays: the consent was there.',
    ended: 'The code has ended.',
    erase: 'Erase what was collected',
    eraseOf: (ref) => `Erase what was collected under slip ${ref}`,
    eraseTitle: (ref) => `Erase everything under slip ${ref}?`,
    willErase: (n) =>
      n === 0
        ? 'Nothing is held that could be erased.'
        : `Names, answers and points from ${n} ${n === 1 ? 'visit' : 'visits'} to a session are erased.`,
    willEnd: 'The code ends.',
    forGood:
      'It happens at once and can’t be undone. For each visit there is a receipt. What a legal hold keeps is hidden, and erased when the hold ends.',
    eraseNow: 'Erase now',
    erased: (n) =>
      n === 0 ? 'Nothing had to be erased.' : `Erased for good: ${n} ${n === 1 ? 'visit' : 'visits'} to a session.`,
    held: (n) => `Hidden, and erased when a legal hold ends: ${n}.`,
    waiting: (n) => `Hidden, and erased within the next hour: ${n}.`,
    without: 'Collected without consent',
    withoutText:
      'Where an agreement was corrected, a consent may be missing for what was collected before. Look for it, and erase it at once.',
    look: 'Look for it',
    withoutTitle: 'Erase what has no consent?',
    withoutNothing: 'Everything that is held has its basis.',
  },
  holds: {
    intro:
      'A hold keeps data from being erased while it is needed as evidence. It ends on the day you set, at most 24 months ahead. If you need the data longer, place another hold.',
    precedenceTitle: 'What takes precedence',
    precedence: [
      'A legal hold stops every erasure. Data that someone asked to have erased is hidden at once, and erased when the hold ends.',
      'A formal erasure comes next: only a legal hold can delay it.',
      'An incident’s freeze keeps data from expiring for 90 days. It doesn’t stop a formal erasure.',
      'The periods in the policy come last.',
    ],
    place: 'Place a hold',
    empty: 'There are no holds. Everything ends as the policy says.',
    kinds: { legal: 'Legal hold', incident: 'Incident freeze', operator: 'Placed by the operator' },
    everything: 'All of the school’s data',
    stands: (until) => `in force until ${until}`,
    ended: (on) => `ended ${on}`,
    placed: (on) => `placed ${on}`,
    release: 'Release',
    releaseOf: (name) => `Release ${name}`,
    releaseTitle: 'Release this hold?',
    releaseText: 'Within the hour, whatever is due is deleted or erased. What is erased can’t be brought back.',
    released: 'Hold released. Whatever is due is deleted or erased within the hour.',
    formTitle: 'Place a legal hold',
    name: 'Case reference',
    nameHint: 'Such as “Case 12/2027”. No names of people: it is kept for three years.',
    nameProblem: 'Enter a reference of 1 to 100 characters in one line.',
    scope: 'What does it cover?',
    scopeAll: 'All of the school’s data',
    scopeOne: 'One session',
    until: 'Until the end of',
    untilHint: 'At most 24 months from now.',
    untilProblem: 'Choose a day from tomorrow on, within 24 months.',
    placeNow: 'Place the hold',
    placedNow: (name) => `Hold placed: ${name}`,
    operatorHint: 'The operator placed it and releases it.',
    incidentHint: 'ends with the incident',
  },
  picker: {
    session: 'Session',
    choose: 'Choose a session…',
    other: 'Another session, by its address',
    more: 'Show earlier sessions',
    deleted: (title) => `${title} (in the trash)`,
    address: 'Address or ID of the session',
    addressHint: 'Copy it from the address bar, or from the preview.',
    problem: 'Choose a session.',
    gone: 'hidden or erased',
  },
  erasures: {
    intro:
      'For formal requests from a student, a parent or the school, and for data collected without consent. There is no time to restore. If you only want to tidy up, delete the session instead; it can then be restored for a while.',
    warning:
      'The data is hidden at once, and erased as soon as no legal hold stops it. Nobody can undo this, including us.',
    request: 'Request an erasure',
    formTitle: 'Request an erasure',
    what: 'What should be erased?',
    student: 'Student',
    studentNone: 'There are no students in this session.',
    studentProblem: 'Choose a student.',
    set: 'Question set',
    setNone: 'There are no question sets.',
    setProblem: 'Choose a question set.',
    member: 'Member of staff',
    memberHint:
      'Of those who belong to the school. What they started is deleted with the account, and an administrator can restore it.',
    memberNone: 'Nobody but you belongs to the school, and nobody erases themselves. Write to the operator.',
    memberProblem: 'Choose an account.',
    nameless: '(name can’t be decrypted)',
    restricted: '(restricted)',
    ground: 'On what grounds?',
    next: 'Continue',
    confirmTitle: 'Erase this for good?',
    confirmText: {
      session:
        'The session is hidden at once. Then its keys are destroyed, and with them everyone’s names and answers.',
      participant: 'The student’s name and answers in this session are destroyed.',
      questionSet: 'The question set is erased. Sessions that were started with it keep their own copy.',
      member: 'The account and everything held about this person are erased.',
      org: 'All sessions, question sets and accounts of your school are erased, including yours.',
    },
    type: (word) => `Type ${word} to confirm`,
    typeProblem: 'This doesn’t match. Type it exactly as shown above.',
    erase: 'Erase for good',
    results: {
      erased: 'It is erased, and there is a receipt.',
      erasing: 'It is hidden and being erased. The receipt follows.',
      held: 'It is hidden. A legal hold stops the erasure; it is erased when the hold ends.',
    },
    toReceipt: 'View the receipt',
    listTitle: 'In progress',
    empty: 'No erasure is in progress. Completed ones have a receipt.',
    requested: (on) => `requested ${on}`,
    begun: 'keys destroyed: this can’t be undone',
    waits: 'starts within the hour',
    heldBy: (name, until) => `held by ${name} until ${until}`,
  },
  receipts: {
    intro:
      'Every erasure leaves a receipt. It contains nothing personal and stays as long as the school, and ten years after it was erased. Within the hour, receipts are added to a signed chain, so that none can be changed, removed or moved unnoticed.',
    empty: 'No receipts yet. The first erasure leaves the first one.',
    erasedOn: (date) => `erased ${date}`,
    countsOf: (students, answers) => `students: ${students}, answers: ${answers}`,
    irrecoverable: (date) => `irrecoverable from ${date}`,
    completes: 'completes an earlier receipt',
    sealedIn: (block) => `Block ${block}`,
    waiting: 'Not signed yet',
    whole: {
      session: 'A session and everything in it',
      participant: 'Everything one student left in a session',
      questionSet: 'A question set',
      member: 'A staff account',
      org: 'All of the school’s data',
    },
    checkTitle: 'Check the chain yourself',
    checkText:
      'Your browser downloads all receipts, computes their hashes and checks each block’s signature with the public key.',
    checkTrust:
      'The key comes from this service too. To rely on it, compare its name and the head of the chain with those from an earlier check.',
    keptHead: 'Head of an earlier check (optional)',
    keptHeadHint: '64 letters and digits, as an earlier check showed them.',
    headFound: 'The earlier head is still in the chain: nothing before it was removed or replaced.',
    headMissing:
      'The earlier head isn’t in this chain: something has been removed or replaced since. Report it to the privacy contact below.',
    check: 'Check all receipts',
    checking: (blocks) => `Checking… ${blocks} blocks so far`,
    fine: (blocks, receipts) =>
      `The chain is intact: ${blocks} blocks with ${receipts} receipts. Nothing was changed, removed or moved.`,
    nothingYet: 'The chain is still empty: no receipt has been signed yet.',
    broken: (n) => `The chain is broken. Faults found: ${n}.`,
    brokenNext: 'Save the chain and the keys, and report this to the privacy contact below.',
    unsigned:
      'This browser doesn’t support Ed25519, so the signatures weren’t checked; hashes and order were. Use a current browser, or save the chain and the keys and run verify-receipts.',
    unable: 'This browser can’t compute hashes on this page. Use a current browser over HTTPS, or run verify-receipts.',
    tooLong: 'The chain is too long for a browser. Check it with verify-receipts on the command line.',
    faults: {
      format: 'it can’t be read',
      'unknown-key': 'it names a public key that doesn’t exist',
      signature: 'the signature doesn’t match: the block was changed, or signed by someone else',
      number: 'it is in the wrong place, or one before it is missing',
      previous: 'it doesn’t follow the block before it: one was removed, changed or moved',
      org: 'it belongs to another school',
      changed: 'removed or changed',
      moved: 'not in the place where it was signed',
      unsealed: 'shown here, but never signed like this',
      times: 'its times contradict each other',
    },
    faultAt: (block, record) => (record === null ? `Block ${block}` : `Block ${block}, receipt ${record}`),
    head: 'Head of the chain',
    headHint: 'Keep it with your records: with it, a later check shows whether anything was removed.',
    keys: 'Signed with key',
    saveChain: 'Save the chain',
    saveKeys: 'Save the public keys',
    saveHint: 'For verify-receipts, to check without us.',
    fileTitle: 'Check a saved receipt',
    fileText:
      'Choose the JSON file of a saved receipt. It is compared with the current chain and stays on this device.',
    file: 'Receipt (JSON)',
    fileBad: 'This isn’t a receipt that was saved here. Choose the JSON file.',
    verdicts: {
      genuine: 'This receipt is genuine: the signed chain contains it exactly like this.',
      unsigned:
        'The chain contains this receipt exactly like this, but this browser can’t check signatures. Use a current browser to be sure.',
      waiting: 'This receipt isn’t signed yet. That happens within the hour; check again then.',
      missing: 'This receipt isn’t in the chain. Don’t rely on it; report it to the privacy contact.',
      changed:
        'This receipt was changed: the chain has a different one under its number. Don’t rely on it; report it to the privacy contact.',
      broken: 'The chain that contains this receipt is broken. Don’t rely on it; report it to the privacy contact.',
      'cut-off':
        'Part of the chain has been removed since this receipt was saved: the head it had then is gone. Report it to the privacy contact.',
      'other-key':
        'The chain is signed with a different key than when this receipt was saved. Don’t rely on it; report it to the privacy contact.',
    },
  },
  receipt: {
    title: 'Certificate of erasure',
    back: 'All receipts',
    print: 'Print',
    save: 'Save as JSON',
    what: 'What was erased',
    session: 'Session',
    student: 'Student',
    set: 'Question set',
    documents: 'Documents',
    students: 'Students',
    answers: 'Answers',
    why: 'Why',
    ground: 'Ground',
    clause: 'Clause',
    requested: 'Requested or due',
    keysDeleted: 'Keys destroyed',
    erased: 'Documents deleted',
    irrecoverable: 'Irrecoverable from',
    keysGone: 'Keys gone everywhere',
    plainUntil: 'Documents gone from backups',
    plainLater: 'Once the session’s answers are stored without this student’s. Another receipt then says when.',
    follows: 'Completes receipt',
    id: 'Receipt',
    hash: 'SHA-256',
    block: 'Block of the signed chain',
    blockWaiting: 'not signed yet',
    meaning:
      'Once the keys were destroyed, what they encrypted could no longer be read. To bring it back takes both the encrypted data and its key. From the time called irrecoverable, one of them is gone everywhere, and nobody can bring it back, not from a backup and not with an administrator’s help.',
    checkTitle: 'Is it genuine?',
  },
  audit: {
    intro:
      'Whenever someone opens what students entered, an entry is made here first. What can’t be entered isn’t shown. An entry says who, why and how much, and nothing of the content. Entries are kept for three years and added to a signed chain within the hour. Results can be read without a second factor, since a teacher shows them in class; exporting them needs one, since a file can’t be erased any more.',
    from: 'From',
    to: 'Until',
    daysProblem: 'Choose a first day that isn’t after the last.',
    person: 'Person',
    everybody: 'Everybody',
    purpose: 'Purpose',
    all: 'All',
    service: 'Automatic',
    nobody: (hash) => `Not a member now (${hash})`,
    member: (id) => `Member ${id}`,
    people: (n) => `${n} people`,
    acts: {
      results: 'read the results',
      stream: 'opened the live view',
      streamed: 'saw this much in the live view by then',
      members: 'looked at the school’s people',
      export: 'exported the results',
      grades: 'gave grades',
      'parent-code': 'gave out a code for a parent',
      affected: 'read who is affected by an incident',
      incidents: 'listed the incidents',
      incident: 'read an incident',
      notice: 'read a notice',
      timeline: 'read an incident’s timeline',
      register: 'read the register entry',
      erase: 'erased',
      request: 'read a request about data',
      find: 'looked for somebody in a session',
      copy: 'got what a requester’s copy is opened with',
      correct: 'stored a correction beside a student’s work',
      archive: 'handed out everything of the school as an archive, or asked for it',
      count: 'counted a session for statistics',
      'hand-over': 'saved statistics to hand over',
      'leave-mail': 'left a kind of mail by the link in it',
    },
    purposes: {
      teaching: 'Teaching',
      oversight: 'Oversight by the school',
      incident: 'Handling an incident',
      erasure: 'Erasure',
      'subject-request': 'A request about data',
      'school-export': 'To take it along as the school',
      research: 'Research and statistics',
      own: 'For themselves',
    },
    roles: {
      teacher: 'as a teacher of the session',
      administrator: 'as an administrator',
      manager: 'as an incident manager',
      operator: 'as the operator',
      rights: 'as who decides requests',
      member: 'by a link, without signing in',
      service: 'on time or on request',
    },
    empty: 'No entries. Choose other days, another person or another purpose.',
    exportTitle: 'Save these entries',
    columns: [
      'Time',
      'Who',
      'Role',
      'What',
      'Purpose',
      'Path',
      'Title',
      'Students',
      'Answers',
      'Block',
      'Entry',
      'SHA-256',
    ],
    saveCSV: 'Save as CSV',
    saveJSON: 'Save as JSON',
    cut: 'There are more entries than fit into one file. Choose fewer days.',
    checkText:
      'Your browser downloads all entries, computes their hashes and checks each block’s signature with the public key.',
    check: 'Check all entries',
    fine: (blocks, entries) =>
      `The chain is intact: ${blocks} blocks with ${entries} entries. Nothing was changed, removed or moved.`,
    nothingYet: 'The chain is still empty: no entry has been signed yet.',
    faultAt: (block, record) => (record === null ? `Block ${block}` : `Block ${block}, entry ${record}`),
    skipped: (blocks) => `Blocks that are older than three years and gone: ${blocks}.`,
  },
  records: {
    intro:
      'Documents to file, made of the policy in force, your agreements and what this page’s service states in public. They are in the language of this page. What the service doesn’t know is marked; fill it in before you file them. Make them again when the policy or an agreement changes.',
    about: {
      records: 'What your school, as controller, does with personal data here (GDPR art. 30(1)).',
      processor: 'What the operator does on your school’s behalf (art. 30(2)).',
      assessment:
        'A description, risks to children with proposed levels, measures, and what your school has to judge and decide itself (art. 35). It is a beginning, not a decision.',
    },
    docx: 'Save as Word document',
    markdown: 'Save as Markdown',
    of: (format, document) => `${format}: ${document}`,
    saved: (name) => `Saved as ${name}`,
  },
  orphans: {
    intro:
      'Data and keys are kept in two databases. This lists what one has and the other doesn’t know, as can happen after a crash or a restore. None of it is erased automatically: someone has to look at it.',
    empty: 'Nothing is left over. Both databases agree.',
    kinds: {
      'key-without-session': (_n, _one) => 'A key without its session',
      'session-without-key': (_n, _one) => 'A session without its key: its names and answers can’t be read',
      'participants-without-key': (n, one) => (one ? '1 student without a key' : `${n} students without a key`),
      'keys-without-participant': (n, one) => (one ? '1 key without a student' : `${n} keys without a student`),
      'documents-of-erased-session': (n, one) =>
        one ? '1 document of an erased session' : `${n} documents of an erased session`,
    },
    session: 'Session',
    found: (on) => `found ${on}`,
    next: 'If one of these is a session of yours that you don’t need, request its erasure. Otherwise, send the session’s ID to the operator.',
  },
};
