import type { PrivacyPart } from '../../desk/router';
import type { FaultCode, Verdict } from '../chain';
import type { Outcome } from '../plan';
import type { Erasure, ErasureGround, OrphanKind, RetentionRule, SubjectKind } from '../../api/schema';

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
  holds: {
    intro: string;
    precedenceTitle: string;
    precedence: string[];
    place: string;
    empty: string;
    kinds: Record<'legal' | 'incident', string>;
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
    plainUntil: string;
    id: string;
    hash: string;
    block: string;
    blockWaiting: string;
    meaning: string;
    checkTitle: string;
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
    holds: 'Holds',
    erasures: 'Erasures',
    receipts: 'Receipts',
    orphans: 'Leftovers',
  },
  notAllowed: 'Your account may not see this page. An administrator of your school can allow it.',
  slug: {
    changed: 'Somebody changed the policy meanwhile. Load it again and decide anew.',
    'nothing-to-confirm': 'What waits is no longer what you saw. Load the preview again and look once more.',
    'idempotency-key-reused': 'This hold was placed already, in another form. Open the page again.',
  },
  kinds: {
    session: 'Session',
    participant: 'One student in a session',
    questionSet: 'Question set',
    member: 'Account of a member of staff',
    org: 'Everything of the school',
  },
  rules: {
    'closes-at': 'its set end has come',
    idle: 'nothing happened in it for 30 days',
    draft: 'it lay as a draft for 180 days',
    policy: 'kept as long as your policy says',
    'restore-window': 'the time to restore it is over',
    'org-left': 'the school’s contract has ended',
    contract: 'twelve months after the school’s contract',
    formal: 'a formal request for erasure',
  },
  grounds: {
    'data-subject': 'The person themselves asked for it',
    parent: 'A parent or guardian asked for it',
    school: 'The school asks for it',
    'no-consent': 'It was collected without consent, or is more than was asked for',
  },
  retry: 'Look again',
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
    exampleTitle: 'What that means for a session that closes today',
    exampleKept: (until) => `Until ${until} its teachers see it with all names and answers.`,
    exampleDeleted: (from, until) =>
      `On ${from} it is deleted by itself: nobody sees it, but it can be restored from the trash until ${until}.`,
    exampleDeletedAtOnce: (from) => `On ${from} it is deleted by itself, and cannot be restored.`,
    exampleErased: (from) =>
      `From ${from} it is erased: its keys are destroyed, so nobody can read it any more, and a receipt says so. Seven days later no backup helps either, unless a receipt names a later date.`,
    always: 'What holds whatever the policy says',
    alwaysList: [
      'A teacher can delete a session earlier. The time to restore it counts from the first deletion; restoring and deleting again does not move it.',
      'Nothing can be restored for longer than six months.',
      'A session in which nothing happens for 30 days is closed. A draft is deleted after 180 days.',
      'Whoever asks for a formal erasure gets it at once, without a time to restore.',
    ],
    publicPage: 'The page that everybody can read',
    publicPageHint: 'It shows exactly this policy, without signing in. Students are led to it.',
    change: 'Change the policy',
    changed: 'The policy is changed. It is in force now.',
  },
  form: {
    title: 'Change the policy',
    kept: 'How long is a session kept after it closes?',
    keptHint: 'At least 1 day, at most 10 years.',
    restore: 'How long can a deletion be undone?',
    restoreHint: 'At most 6 months, or 181 days. Nothing means: not at all.',
    years: 'Years',
    months: 'Months',
    days: 'Days',
    purposes: 'What is it kept for?',
    purposesHint: 'One purpose a line, at most 10 of them.',
    clause: 'Which clause of your agreement says so?',
    clauseHint: 'One line, for example “Data processing agreement, section 7”.',
    contact: 'Whom can people write to?',
    contactHint: 'The e-mail address of a role, not of a person. It is published.',
    participants: 'How many students may join a session?',
    participantsHint: 'At most 20,000. 0 stands for the usual 5,000.',
    problems: {
      number: 'Give whole numbers.',
      kept: 'Choose at least 1 day and at most 10 years.',
      restore: 'Choose at most 6 months, or 181 days.',
      purposes: 'Name 1 to 10 purposes, each on a line of its own.',
      purpose: 'A purpose has at most 100 characters. Make it shorter.',
      clause: 'Name the clause in one line of at most 200 characters.',
      contact: 'Give a plain e-mail address, such as privacy@school.example.',
      participants: 'Give a whole number from 0 to 20,000.',
    },
    next: 'Go on',
    looking: 'Looking what it would do…',
    confirmTitle: 'Change the policy like this?',
    change: (what, before, after) => `${what}: ${before} → ${after}`,
    changedText: 'Purposes, clause, contact or limit change.',
    nothing: 'Nothing is different.',
    shorter: 'A shorter time applies to what exists already, not only to what is new.',
    atOnce: (deleted, erased) =>
      `Within the hour this deletes ${deleted} and erases ${erased} for good. Nobody can bring back what is erased.`,
    atOnceMore: 'There is even more than can be counted here.',
    atOnceNone: 'Nothing is due at once, but from now on things end earlier.',
    overCap: 'That is so much that retention stops and asks you to confirm it under “Preview” before it begins.',
    longer: 'A longer time applies to what is still there. It brings nothing back that was erased.',
    save: 'Put it in force',
  },
  plan: {
    intro:
      'What will happen by itself until a day of your choice, worked out by the same rules that will do it. Looking changes nothing.',
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
    empty: (date) => `Nothing is closed, deleted or erased by itself until ${date}.`,
    truncated: (n) => `There is more: only the first ${n} things are shown. Choose an earlier day to see fewer.`,
    later: (due) => `due ${due}, later because of a hold`,
    heldBy: (name) => `held: ${name}`,
    placeHold: 'Place a hold',
    placeHoldOf: (title) => `Place a hold on ${title}`,
    stoppedTitle: 'Retention has stopped and waits for you',
    stopped: (n, since) =>
      `${n} deletions and erasures are due at once. That is more than may begin by itself: a policy may have been set by mistake. Nothing of it has begun since ${since}. Look through the list below; then confirm, or mend the policy.`,
    confirm: (n) => `Confirm ${n}`,
    confirmTitle: 'Let all of this happen?',
    confirmText: (n) =>
      `Up to ${n} deletions and erasures begin within the hour. What is erased cannot be brought back. The confirmation is good for 24 hours.`,
    confirmed: 'Confirmed. It begins within the hour.',
    pausedTitle: 'Retention is paused',
    paused:
      'A database was restored from a backup. Nothing is deleted or erased until the operator has confirmed that everything that was erased before is gone from it.',
    resume: 'Confirm the restored database',
    resumeTitle: 'Is the restored database complete?',
    resumeText: 'Confirm only after receipts and holds were replayed into it. Retention then goes on in all schools.',
    resumed: 'Confirmed. Retention goes on within the hour.',
  },
  holds: {
    intro:
      'A hold keeps data from being erased while it is needed as evidence. It ends by itself on its day, at most 24 months later; if it is needed longer, place it anew.',
    precedenceTitle: 'What wins over what',
    precedence: [
      'A legal hold stops every erasure. What somebody asked to have erased is hidden at once, and erased when the hold ends.',
      'A formal erasure comes next: it waits for nothing but a legal hold.',
      'The freeze of an incident stops what would expire, for 90 days, and no formal erasure.',
      'Last comes expiry by the policy.',
    ],
    place: 'Place a hold',
    empty: 'There is no hold. Everything ends as the policy says.',
    kinds: { legal: 'Legal hold', incident: 'Freeze of an incident' },
    everything: 'Everything of the school',
    stands: (until) => `stands until ${until}`,
    ended: (on) => `ended ${on}`,
    placed: (on) => `placed ${on}`,
    release: 'Release',
    releaseOf: (name) => `Release ${name}`,
    releaseTitle: 'Release this hold?',
    releaseText:
      'What it stopped goes on within the hour: what is due is deleted or erased, and nobody can bring back what is erased.',
    released: 'The hold is released. What it stopped goes on within the hour.',
    formTitle: 'Place a legal hold',
    name: 'Reference of the case',
    nameHint: 'Such as “Case 12/2027”. No names of people: it is kept for three years.',
    nameProblem: 'Give a reference of 1 to 100 characters in one line.',
    scope: 'What does it cover?',
    scopeAll: 'Everything of the school',
    scopeOne: 'One session',
    until: 'Until the end of',
    untilHint: 'At most 24 months from now.',
    untilProblem: 'Choose a day from tomorrow on, within 24 months.',
    placeNow: 'Place it',
    placedNow: (name) => `The hold stands: ${name}`,
    incidentHint: 'ends with the incident',
  },
  picker: {
    session: 'Session',
    choose: 'Choose a session…',
    other: 'Another one, by its address',
    more: 'Show earlier sessions',
    deleted: (title) => `${title} (in the trash)`,
    address: 'Address or id of the session',
    addressHint: 'Copy it from the address bar, or from the preview.',
    problem: 'Choose a session.',
    gone: 'hidden or erased',
  },
  erasures: {
    intro:
      'For formal requests: by a student, a parent or the school itself, or when something was collected without consent. There is no time to restore. If you only want to clear away a session, delete it; then it can be restored for a while.',
    warning:
      'It is hidden at once and erased as soon as no legal hold stops it. Nobody can undo this, and we cannot either.',
    request: 'Request an erasure',
    formTitle: 'Request an erasure',
    what: 'What is to be erased?',
    student: 'Student',
    studentNone: 'Nobody is in this session.',
    studentProblem: 'Choose a student.',
    set: 'Question set',
    setNone: 'There is no question set.',
    setProblem: 'Choose a question set.',
    member: 'Member of staff',
    memberHint:
      'Those who started or co-teach one of the latest sessions. What they started is deleted with the account, and an administrator can restore it.',
    memberNone: 'There is no session yet, so nobody can be found here. Write to the operator.',
    memberProblem: 'Choose whose account is to be erased.',
    nameless: '(name can’t be decrypted)',
    ground: 'On what ground?',
    next: 'Go on',
    confirmTitle: 'Erase this for good?',
    confirmText: {
      session:
        'The session is hidden at once; then its keys are destroyed, with the names and answers of everybody in it.',
      participant: 'The student’s name and answers in this session are destroyed.',
      questionSet: 'The question set is erased. Sessions that were started with it keep their own copy.',
      member: 'The account and what is known of this person are erased.',
      org: 'All sessions, question sets and accounts of your school are erased, yours too. The school’s data ends here.',
    },
    type: (word) => `Type ${word} to confirm`,
    typeProblem: 'This is not the same. Type it exactly as it stands above.',
    erase: 'Erase for good',
    results: {
      erased: 'It is erased, and there is a receipt.',
      erasing: 'It is hidden, and is being erased. The receipt follows.',
      held: 'It is hidden. A legal hold stops its erasure; it is erased when the hold ends.',
    },
    toReceipt: 'To the receipt',
    listTitle: 'Under way',
    empty: 'No erasure is under way. What is done has a receipt.',
    requested: (on) => `requested ${on}`,
    begun: 'keys are destroyed: there is no way back',
    waits: 'begins within the hour',
    heldBy: (name, until) => `held by ${name} until ${until}`,
  },
  receipts: {
    intro:
      'Each erasure leaves a receipt. It holds nothing personal and is kept for ever. Receipts are sealed into a signed chain within the hour, so that none can be changed, removed or put elsewhere unnoticed.',
    empty: 'There is no receipt yet. The first one comes with the first erasure.',
    erasedOn: (date) => `erased ${date}`,
    countsOf: (students, answers) => `students: ${students}, answers: ${answers}`,
    irrecoverable: (date) => `irrecoverable from ${date}`,
    sealedIn: (block) => `Block ${block}`,
    waiting: 'Not sealed yet',
    whole: {
      session: 'A session with everything in it',
      participant: 'All that one student left in a session',
      questionSet: 'A question set',
      member: 'The account of a member of staff',
      org: 'Everything of the school',
    },
    checkTitle: 'Check the chain yourself',
    checkText:
      'Your browser fetches all receipts, works out their hashes and checks each block’s signature with the public key.',
    checkTrust:
      'The key comes from this service, too. To rely on it, compare its name and the head of the chain with what you kept from an earlier check.',
    keptHead: 'Head of an earlier check (optional)',
    keptHeadHint: '64 letters and digits, as an earlier check showed them.',
    headFound: 'The earlier head is still in the chain: nothing before it was cut off or exchanged.',
    headMissing:
      'The earlier head is not in this chain: something was cut off or exchanged since. Report it to the privacy contact below.',
    check: 'Check all receipts',
    checking: (blocks) => `Checking… ${blocks} blocks so far`,
    fine: (blocks, receipts) =>
      `The chain is whole: ${blocks} blocks with ${receipts} receipts. Nothing was changed, removed or moved.`,
    nothingYet: 'The chain is still empty: no receipt has been sealed yet.',
    broken: (n) => `The chain is not whole. Faults found: ${n}.`,
    brokenNext: 'Save the chain and the keys, and report this to the privacy contact below.',
    unsigned:
      'This browser knows no Ed25519, so the signatures could not be checked; hashes and order were. Use a current browser, or save chain and keys and run verify-receipts.',
    unable:
      'This browser cannot compute hashes on this page. Use a current browser over HTTPS, or run verify-receipts.',
    tooLong: 'The chain is too long for a browser. Check it with verify-receipts on the command line.',
    faults: {
      format: 'it cannot be read',
      'unknown-key': 'the public key it names is not there',
      signature: 'the signature does not fit: it was changed, or made by somebody else',
      number: 'it is in the wrong place, or one before it is missing',
      previous: 'it does not follow the block before it: one was removed, changed or moved',
      org: 'it belongs to another school',
      changed: 'removed or changed',
      moved: 'in another place than it was sealed in',
      unsealed: 'something is shown that was never sealed like this',
    },
    faultAt: (block, record) => (record === null ? `Block ${block}` : `Block ${block}, receipt ${record}`),
    head: 'Head of the chain',
    headHint: 'Keep it with your files: a later check shows by it whether anything was cut off.',
    keys: 'Signed with key',
    saveChain: 'Save the chain',
    saveKeys: 'Save the public keys',
    saveHint: 'As verify-receipts reads them, to check without us.',
    fileTitle: 'Check a receipt that you have on file',
    fileText:
      'Choose a JSON file that was saved from a receipt. It is compared with the chain as it is now, and stays on this device.',
    file: 'Receipt (JSON)',
    fileBad: 'This file is no receipt that was saved here. Choose the JSON file.',
    verdicts: {
      genuine: 'This receipt is genuine: it stands in the signed chain exactly like this.',
      unsigned:
        'This receipt stands in the chain exactly like this, but this browser cannot check the signatures. Use a current browser to be sure.',
      waiting: 'This receipt is not sealed yet. That happens within the hour; look again then.',
      missing: 'This receipt is not in the chain. Do not rely on it; report it to the privacy contact.',
      changed:
        'This receipt was changed: the chain holds another one under its number. Do not rely on it; report it to the privacy contact.',
      broken:
        'The chain that this receipt stands in is not whole. Do not rely on it; report it to the privacy contact.',
      'cut-off':
        'The chain was cut off since this receipt was saved: its head of then is gone. Report it to the privacy contact.',
      'other-key':
        'The chain that is shown is signed with another key than when this receipt was saved. Do not rely on it; report it to the privacy contact.',
    },
  },
  receipt: {
    title: 'Certificate of erasure',
    back: 'To all receipts',
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
    plainUntil: 'Titles and questions out of every backup',
    id: 'Receipt',
    hash: 'SHA-256',
    block: 'Block of the signed chain',
    blockWaiting: 'not sealed yet',
    meaning:
      'From the moment at which the keys were destroyed, what they sealed could not be read any more. From the time called irrecoverable nobody can bring it back, not from a backup and not with an administrator’s help.',
    checkTitle: 'Is it genuine?',
  },
  orphans: {
    intro:
      'Data and keys are kept in two databases. This lists what is in one and unknown to the other, as it may be after a crash or a restore. Nothing of it is erased by itself: somebody has to look.',
    empty: 'Nothing is left over. Both databases agree.',
    kinds: {
      'key-without-session': (_n, _one) => 'A key whose session is not there',
      'session-without-key': (_n, _one) => 'A session whose key is not there: its names and answers cannot be read',
      'participants-without-key': (n, one) => (one ? '1 student without a key' : `${n} students without a key`),
      'keys-without-participant': (n, one) => (one ? '1 key without a student' : `${n} keys without a student`),
      'documents-of-erased-session': (n, one) =>
        one ? '1 document of an erased session' : `${n} documents of an erased session`,
    },
    session: 'Session',
    found: (on) => `found ${on}`,
    next: 'If a session of yours is among them and you do not need it, request its erasure. Otherwise write to the operator with the session’s id.',
  },
};
