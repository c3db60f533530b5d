import type {
  AgreementKind,
  Announcement,
  Audience,
  Category,
  Change,
  ConsentBasis,
  DisclosureGround,
  MailKind,
  Member,
  MemberInvitation,
  MemberRole,
  Receipt,
  SchoolState,
  Telling,
  Transfer,
} from '../../api/schema';

export interface SchoolMessages {
  notAllowed: string;
  list: { title: string; intro: string; add: string; empty: string; ends(day: string): string; noEnd: string };
  ownership: {
    title: string;
    intro: string;
    announce: string;
    announced: string;
    item(owner: string, day: string): string;
    since(day: string): string;
    withdraw: string;
    withdrawn: string;
    withdrawnOn(day: string): string;
    owner: string;
    on: string;
    onHint: string;
    choice(language: string): string;
    choiceHint: string;
  };
  transfer: {
    title: string;
    intro: string;
    empty: string;
    authorize: string;
    authorized: string;
    counted: string;
    withdrawn: string;
    savedAs(name: string): string;
    item(recipient: string, from: string, to: string): string;
    states: Record<Transfer['state'], string>;
    by(day: string): string;
    rule: string;
    recipient: string;
    recipientHint: string;
    purpose: string;
    purposeHint: string;
    ground: string;
    groundHint: string;
    from: string;
    to: string;
    monthHint: string;
    sets: string;
    all: string;
    some: string;
    pick: string;
    tables: string;
    progress(counted: string, of: string): string;
    endsAt: string;
    endsAtHint: string;
    savedAt: string;
    words: string;
    count: string;
    countOf(recipient: string): string;
    save(format: string): string;
    saveOf(format: string, recipient: string): string;
    withdraw: string;
    withdrawOf(recipient: string): string;
  };
  usage: {
    title: string;
    intro: string;
    empty: string;
    month: string;
    school: string;
    students: string;
    sessions: string;
    answers: string;
    few: string;
    save: string;
    saved(name: string): string;
  };
  newsletter: {
    title: string;
    intro: string;
    write: string;
    written(from: string): string;
    kind: string;
    kinds: Record<MailKind, string>;
    languagesHint: string;
    subject: string;
    text: string;
    preview: string;
    edit: string;
    goesTo(formatted: string, n: number): string;
    once: string;
    send: string;
    waits(from: string): string;
    startedOn(at: string): string;
    cancel: string;
    cancelled: string;
    cancelledOn(at: string): string;
  };
  disclosure: {
    title: string;
    intro: string;
    introOperator: string;
    empty: string;
    record: string;
    recorded: string;
    noted: string;
    released: string;
    grounds: Record<DisclosureGround, string>;
    kinds: Record<Category, string>;
    by: Record<'school' | 'operator', (day: string) => string>;
    ground: string;
    authority: string;
    authorityHint: string;
    reference: string;
    referenceHint: string;
    decider: string;
    deciderHint: string;
    on: string;
    categories: string;
    scope: string;
    whole: string;
    session: string;
    sessionHint: string;
    school: string;
    people: string;
    tellingStates: Record<Telling['state'], string>;
    tellings: Record<Telling['state'], (day: string) => string>;
    toldOn: string;
    forbiddenUntil: string;
    months: string;
    hold: string;
    holdHint: string;
    holdAgain: string;
    holdAgainOf(reference: string): string;
    holdAgainHint: string;
    heldAgain: string;
    lost: string;
    lostHint: string;
    held(day: string): string;
    heldUntil(day: string): string;
    tell: string;
    tellOf(reference: string): string;
    final: string;
    release: string;
    releaseOf(reference: string): string;
  };
  view: {
    mine: string;
    facts: string;
    agreements: string;
    history: string;
    edit: string;
    addAgreement: string;
    end: string;
  };
  states: Record<SchoolState, string>;
  fields: {
    name: string;
    country: string;
    region: string;
    timezone: string;
    language: string;
    office: string;
    privacy: string;
    incident: string;
    holidays: string;
    endsAt: string;
    kept: string;
    restore: string;
    purposes: string;
    policyClause: string;
    kind: string;
    number: string;
    parties: string;
    signed: string;
    begins: string;
    ends: string;
    exhibits: string;
    clauses: string;
    retention: string;
    ageLine: string;
    consent: string;
  };
  hints: {
    country: string;
    region: string;
    timezone: string;
    privacy: string;
    incident: string;
    holidays: string;
    period: string;
    purposes: string;
    policyClause: string;
    parties: string;
    ends: string;
    exhibits: string;
    clauses: string;
    ageLine: string;
  };
  organization: string;
  none: string;
  asCountry: string;
  check: string;
  save: string;
  saved: string;
  form: { add: string; edit: string; contacts: string; policy: string };
  agreement: {
    add: string;
    edit: string;
    inForce: string;
    notInForce: string;
    none: string;
    open(number: string): string;
  };
  announced: {
    title: string;
    line(days: number, ends: string): string;
    to: Record<Announcement['to'], string>;
    states: Record<Announcement['state'], string>;
  };
  receipts: {
    title: string;
    intro: string;
    empty: string;
    gone(org: string): string;
    going(org: string): string;
    whole: Record<Receipt['kind'], string>;
    erasedOn(date: string): string;
    counts(students: string, answers: string): string;
    irrecoverable(date: string): string;
    waiting: string;
    sealedIn(block: string): string;
    certificate: string;
    certificateOf(id: string): string;
    saved(name: string): string;
  };
  kinds: Record<AgreementKind | '', string>;
  consents: Record<ConsentBasis | '', string>;
  audiences: Record<Audience, string>;
  units: { hours(n: number): string; days(n: number): string; businessDays(n: number): string };
  clause: { count(id: string): string; unit(id: string): string; words(id: string): string; binding: string };
  unit: { hours: string; days: string; businessDays: string };
  exhibit: { name: string; sha256: string; where: string; add: string; remove(name: string): string };
  leave: {
    title: string;
    intro: string;
    on: string;
    onHint: string;
    look: string;
    sessions(n: string): string;
    sets(n: string): string;
    held(n: string): string;
    more: string;
    restore(period: string): string;
    erased(day: string): string;
    confirm: string;
    done: string;
  };
  members: {
    title: string;
    intro: string;
    empty: string;
    you: string;
    nameless(id: string): string;
    roles: Record<MemberRole, string>;
    states: Record<Member['state'], string>;
    never: string;
    lastActive(day: string): string;
    waits: string;
    refused: string;
    promote: string;
    demote: string;
    changeRole(name: string): string;
    promoteText: string;
    demoteText: string;
    suspend: string;
    suspendWho(name: string): string;
    suspendText: string;
    back: string;
    letBack(name: string): string;
    backText: string;
    erase: string;
    eraseWho(name: string): string;
    eraseText: string;
    changed: string;
    erased: string;
    invitations: string;
    noInvitation: string;
    invitationStates: Record<MemberInvitation['state'], string>;
    withdraw: string;
    withdrawTitle: string;
    withdrawText: string;
    withdrawn: string;
    invite: string;
    inviteFirst: string;
    email: string;
    inviteHint: string;
    role: string;
    send: string;
    invited: string;
  };
  everything: {
    title: string;
    text: string;
    make: string;
    asked(when: string): string;
    counting: string;
    progress(done: string, of: string): string;
    ready(megabytes: string): string;
    until(when: string): string;
    cut: string;
    save: string;
    saving(megabytes: string): string;
    saved(name: string): string;
    end: string;
    ended: string;
    done: string;
  };
  history: {
    intro: string;
    empty: string;
    what: Record<Change['what'], string>;
    /** Fields of a change of consents. */
    consent: Record<'consentText' | 'ofAge' | 'codes' | 'uses' | 'label' | 'code', string>;
    yesOrNo: Record<'true' | 'false', string>;
    by: Record<Change['by'], string>;
    sealed: string;
  };
  slug: Record<string, string>;
}

export const en: SchoolMessages = {
  notAllowed: 'You don’t have permission to see this page. An administrator of your organization can grant it.',
  list: {
    title: 'Schools',
    intro: 'Each school has an agreement with us. Without one in force, it can’t hold lessons.',
    add: 'Add a school',
    empty: 'There is no school yet.',
    ends: (day) => `Contract until ${day}`,
    noEnd: 'No agreement on file',
  },
  ownership: {
    title: 'Change of ownership',
    intro:
      'If the service gets another owner, every school is told at least 30 days before: on every page, and by e-mail from the next hour on.',
    announce: 'Announce a change of ownership',
    announced: 'It stands on every page now, and every school is told by e-mail.',
    item: (owner, day) => `${owner}, on ${day}`,
    since: (day) => `Announced on ${day}`,
    withdraw: 'Withdraw',
    withdrawn: 'The announcement was withdrawn. Whoever was told is told of this.',
    withdrawnOn: (day) => `Withdrawn on ${day}`,
    owner: 'Name of the new owner',
    on: 'Day of the change',
    onHint: 'At least 30 days from now.',
    choice: (language) => `What people can do who don’t agree (${language})`,
    choiceHint: 'Such as until when a school can end its agreement, and how data is taken along.',
  },
  transfer: {
    title: 'Research and statistics',
    intro:
      'You can hand over tables that count students to a body that does research. Nobody else can: each is authorized here first, and stays on record with its hash. Students whose parent refuses it aren’t counted.',
    empty: 'Nothing was handed over.',
    authorize: 'Authorize statistics',
    authorized: 'It is authorized and on record. Now have it counted.',
    counted: 'All is counted. You can save the files and hand them over.',
    withdrawn: 'It is withdrawn. Nothing of it was handed over.',
    savedAs: (name) => `${name} is saved.`,
    item: (recipient, from, to) => `${recipient}, ${from === to ? from : `${from} to ${to}`}`,
    states: {
      authorized: 'Authorized, not counted yet',
      ready: 'Ready to be saved',
      saved: 'Saved, to be handed over',
      withdrawn: 'Withdrawn',
      ended: 'Over: nobody saved it in time',
    },
    by: (day) => `Authorized on ${day}`,
    rule: 'The tables have shares of whole classes. A group of fewer than 10 people is never shown, nor what it would follow from, and counts are multiples of 5. No text, no name, no time. What was handed over once is in no second file.',
    recipient: 'Who gets it',
    recipientHint: 'A body, such as an institute. Don’t name a person.',
    purpose: 'What it is for',
    purposeHint: 'In one line.',
    ground: 'What it was decided on',
    groundHint: 'Such as an agreement with its date, and which office decided. Don’t name a person.',
    from: 'First month',
    to: 'Last month',
    monthHint: 'Such as 2026-09. Only months that are over, 12 at most.',
    sets: 'Question sets',
    all: 'All question sets',
    some: 'Some question sets',
    pick: 'Choose at least one question set.',
    tables: 'Tables counted',
    progress: (counted, of) => `${counted} of ${of}`,
    endsAt: 'Can be saved until',
    endsAtHint: 'Within 30 days. After that the tables are deleted; the record stays.',
    savedAt: 'First saved',
    words: 'What the files say',
    count: 'Count',
    countOf: (recipient) => `Count for ${recipient}`,
    save: (format) => `Save ${format}`,
    saveOf: (format, recipient) => `Save ${format} for ${recipient}`,
    withdraw: 'Withdraw',
    withdrawOf: (recipient) => `Withdraw what ${recipient} would get`,
  },
  usage: {
    title: 'Usage',
    intro:
      'How much each school used the service, counted once, in the days after the month. Numbers are multiples of 5, and there are none where fewer than 10 people took part. Nothing is counted by teacher.',
    empty: 'No month was counted yet.',
    month: 'Month',
    school: 'School',
    students: 'Students',
    sessions: 'Sessions',
    answers: 'Answers',
    few: 'fewer than 10 people',
    save: 'Save as CSV',
    saved: (name) => `${name} is saved.`,
  },
  newsletter: {
    title: 'Newsletters',
    intro:
      'They go to teachers and administrators of all schools who chose that kind of mail in their profile, and to nobody else. Each mail has a link with which it is left by one click.',
    write: 'Write a newsletter',
    written: (from) => `It starts within the hour after ${from}. Until then it can be cancelled.`,
    kind: 'Kind',
    kinds: { news: 'What is new', service: 'Planned outages and changed rules' },
    languagesHint:
      'Write it in one language or more. Who speaks another one gets the first of these. Leave an empty line between paragraphs.',
    subject: 'Subject',
    text: 'Text',
    preview: 'Preview',
    edit: 'Go on writing',
    goesTo: (formatted, n) => (n === 1 ? 'One person chose this kind.' : `${formatted} people chose this kind.`),
    once: 'It is sent once, and what was sent can’t be taken back.',
    send: 'Send it',
    waits: (from) => `Starts after ${from}`,
    startedOn: (at) => `Sent from ${at}`,
    cancel: 'Cancel it',
    cancelled: 'The newsletter is cancelled. Nobody gets it.',
    cancelledOn: (at) => `Cancelled on ${at}`,
  },
  disclosure: {
    title: 'Handed over under legal process',
    intro:
      'When a court or an office made the school hand over data, record it here: to whom, on which ground, which data, and who was told. What the operator had to hand over stands here too, once it may be told. Name no person.',
    introOperator:
      'When a court or an office made you hand over data of this school, record it here. The school reads it at once, unless telling it is forbidden; a hold it sees even then, without the case. Name no person.',
    empty: 'Nothing was handed over.',
    record: 'Record a disclosure',
    recorded: 'The disclosure is on record.',
    noted: 'It is noted who was told.',
    released: 'The hold is released.',
    grounds: {
      'court-order': 'Court order',
      warrant: 'Search warrant',
      subpoena: 'Subpoena',
      statute: 'Duty by law',
      emergency: 'Danger to life',
    },
    kinds: {
      aliases: 'Names that students chose',
      answers: 'Students’ answers',
      lessons: 'Titles, questions and times of sessions',
      members: 'Names and addresses of teachers',
      contacts: 'Contact addresses of the school',
      accounts: 'Accounts with the sign-in service',
    },
    by: {
      school: (day) => `Recorded by the school on ${day}`,
      operator: (day) => `Recorded by the operator on ${day}`,
    },
    ground: 'Ground',
    authority: 'Authority',
    authorityHint: 'The court or the office that asked, in one line. Don’t name a person.',
    reference: 'Reference of the case',
    referenceHint: 'As on its letter. Don’t name a person.',
    decider: 'Who decided',
    deciderHint: 'An office or a role, such as “Head teacher” or “Legal department”. Don’t name a person.',
    on: 'Handed over on',
    categories: 'Data',
    scope: 'From',
    whole: 'The whole school',
    session: 'From one session only',
    sessionHint: 'Paste the session’s address. Leave it empty for the whole school.',
    school: 'Was the school told?',
    people: 'Were the people concerned told?',
    tellingStates: {
      told: 'Yes',
      'not-yet': 'Not yet',
      forbidden: 'It is forbidden',
      'not-reachable': 'They can’t be reached',
    },
    tellings: {
      told: (day) => `Told on ${day}`,
      'not-yet': () => 'Not told yet',
      forbidden: (day) => `Telling is forbidden until ${day}`,
      'not-reachable': () => 'They can’t be reached',
    },
    toldOn: 'Told on',
    forbiddenUntil: 'Forbidden until',
    months: 'Within 24 months. It can be noted again.',
    hold: 'Held until',
    holdHint: 'Nothing of it is erased until then: at most 24 months. Leave it empty to hold nothing.',
    holdAgain: 'Hold again',
    holdAgainOf: (reference) => `Hold data of ${reference} again`,
    holdAgainHint: 'Nothing of it is erased until then: at most 24 months. Another hold that stands goes on as well.',
    heldAgain: 'The data is held.',
    lost: 'A hold whose record was lost',
    lostHint:
      'A restored backup doesn’t have what was handed over. Record it again from your own files, and release this hold once that has one of its own.',
    held: (day) => `Until ${day}`,
    heldUntil: (day) => `Ended on ${day}`,
    tell: 'Note who was told',
    tellOf: (reference) => `Note who was told of ${reference}`,
    final: 'It is on record that they were told.',
    release: 'Release the hold',
    releaseOf: (reference) => `Release the hold on ${reference}`,
  },
  view: {
    mine: 'Our school',
    facts: 'About the school',
    agreements: 'Agreements',
    history: 'History',
    edit: 'Edit',
    addAgreement: 'Add an agreement',
    end: 'End the contract',
  },
  states: { active: 'Active', left: 'Contract ended', erasing: 'Being erased', erased: 'Erased' },
  fields: {
    name: 'Name',
    country: 'Country',
    region: 'State or province',
    timezone: 'Time zone',
    language: 'Language of letters',
    office: 'Office',
    privacy: 'Privacy contact',
    incident: 'Incident contact',
    holidays: 'Holidays',
    endsAt: 'Contract until',
    kept: 'Keep data of a closed session for',
    restore: 'A deletion can be undone for',
    purposes: 'Purposes',
    policyClause: 'Clause of the agreement',
    kind: 'Kind',
    number: 'Number',
    parties: 'Parties',
    signed: 'Signed on',
    begins: 'First day',
    ends: 'Last day',
    exhibits: 'Exhibits',
    clauses: 'Clauses on data breaches',
    retention: 'Clause on retention',
    ageLine: 'Age line',
    consent: 'Consent',
  },
  hints: {
    country: 'Two letters, such as DE.',
    region: 'By ISO 3166-2, such as US-NY. Required in the United States, where the law differs by state.',
    timezone: 'Such as Europe/Berlin.',
    privacy: 'Published to students. A role’s address, not a person’s.',
    incident: 'For notices of a data breach. If empty, the office gets them.',
    holidays: 'One day on each line, such as 2026-11-27, the earliest first. Business days are counted without them.',
    period: 'Such as P6M for six months or P30D for thirty days.',
    purposes: 'One on each line, 1 to 10. They are published.',
    policyClause: 'Published as the source of these rules.',
    parties: 'One institution on each line, 2 to 10.',
    ends: 'Included. At most ten years after the first day.',
    exhibits: 'Only name, checksum and place are kept here, not the document.',
    clauses: 'Choose those that the agreement names. Fill in a time only where it differs from the built-in one.',
    ageLine: 'Below this age the consent is needed. 0 if the agreement doesn’t say.',
  },
  organization: 'Saving takes some seconds: the school’s organization is created at the sign-in service as well.',
  none: 'None',
  asCountry: 'The country’s',
  check: 'Check this entry against the hint.',
  save: 'Save',
  saved: 'Saved.',
  form: { add: 'Add a school', edit: 'Edit the school', contacts: 'Contacts', policy: 'First policy' },
  agreement: {
    add: 'Add an agreement',
    edit: 'Edit the agreement',
    inForce: 'In force',
    notInForce: 'Not in force',
    none: 'No agreement is on file.',
    open: (number) => `Edit agreement ${number}`,
  },
  announced: {
    title: 'Its end was announced',
    line: (days, ends) => `${days} days before ${ends}`,
    to: { school: 'to the school', operator: 'to the operator' },
    states: {
      waiting: 'about to be sent',
      queued: 'about to be sent',
      sending: 'being sent',
      deferred: 'refused for now, will be retried',
      sent: 'sent',
      failed: 'couldn’t be delivered: tell them another way',
      unknown: 'nobody knows whether it arrived: ask them',
      'not-required': 'taken back: the agreement was renewed or changed',
    },
  },
  receipts: {
    title: 'Receipts of what was erased',
    intro:
      'They are kept until ten years after the school was erased and hold no personal data. Hand one out if the school asks for it.',
    empty: 'No receipts: nothing of this school has been erased yet, or the ten years are over.',
    gone: (org) => `Nothing else is left of ${org}: the school was erased.`,
    going: (org) =>
      `${org} is being erased. Reload the page in an hour: when it has ended, a receipt for all of the school’s data is here.`,
    whole: {
      session: 'A session and everything in it',
      participant: 'Everything one student left in a session',
      questionSet: 'A question set',
      member: 'A staff account',
      org: 'All of the school’s data',
    },
    erasedOn: (date) => `erased ${date}`,
    counts: (students, answers) => `students: ${students}, answers: ${answers}`,
    irrecoverable: (date) => `irrecoverable from ${date}`,
    waiting: 'not sealed yet',
    sealedIn: (block) => `sealed in block ${block}`,
    certificate: 'Save certificate',
    certificateOf: (id) => `Save the certificate of receipt ${id}`,
    saved: (name) => `Saved as ${name}`,
  },
  kinds: {
    service: 'Service contract',
    'data-processing': 'Data processing agreement',
    'student-privacy': 'Student privacy agreement',
    amendment: 'Amendment',
    '': 'Not said',
  },
  consents: {
    school: 'The school consents for the parents',
    parents: 'Each parent consents, with a code from the school',
    'public-task': 'None needed: a public task',
    '': 'Not said',
  },
  audiences: {
    affected: 'everyone affected',
    school: 'the school',
    authority: 'the authority',
    people: 'the people concerned',
    parents: 'the parents',
  },
  units: {
    hours: (n) => `within ${n} hours`,
    days: (n) => `within ${n} days`,
    businessDays: (n) => `within ${n} business days`,
  },
  clause: {
    count: (id) => `Time in figures (${id})`,
    unit: (id) => `Unit (${id})`,
    words: (id) => `In the agreement’s words (${id})`,
    binding: 'Binding today',
  },
  unit: { hours: 'hours', days: 'days', businessDays: 'business days' },
  exhibit: {
    name: 'Name',
    sha256: 'SHA-256',
    where: 'Where it lies',
    add: 'Add an exhibit',
    remove: (name) => `Remove exhibit ${name}`,
  },
  leave: {
    title: 'End the contract',
    intro: 'First look at what follows. Nothing happens until you confirm.',
    on: 'Last day of the contract',
    onHint: 'Today or earlier. For a later day, change the end of the agreement.',
    look: 'Show what follows',
    sessions: (n) => `Sessions that are deleted: ${n}`,
    sets: (n) => `Question sets that are deleted: ${n}`,
    held: (n) => `Held back by a hold: ${n}`,
    more: 'There are more than were counted.',
    restore: (period) => `A deletion can be undone for ${period}.`,
    erased: (day) => `Everything else is erased on ${day}.`,
    confirm: 'End the contract now',
    done: 'The end of the contract is recorded.',
  },
  members: {
    title: 'People',
    intro:
      'Who belongs to the school. Reading this list is entered in the audit. Of when somebody was last here only the week is known.',
    empty: 'Nobody has signed in yet.',
    you: '(you)',
    nameless: (id) => `No name yet (${id})`,
    roles: { teacher: 'Teacher', administrator: 'Administrator', operator: 'Operator' },
    states: {
      active: 'active',
      suspended: 'suspended',
      deactivated: 'has deleted their profile',
      erasing: 'being erased',
    },
    never: 'never here',
    lastActive: (day) => `last here in the week of ${day}`,
    waits: 'The sign-in service is being told; that takes a few minutes.',
    refused: 'The sign-in service hasn’t accepted this. It is tried again every hour; if it stays so, write to us.',
    promote: 'Make administrator',
    demote: 'Make teacher',
    changeRole: (name) => `Change the role of ${name}`,
    promoteText: 'Administrators see everything of the school and decide about its people and data.',
    demoteText:
      'They keep their own sessions and question sets and can’t administer the school any longer. It counts at once.',
    suspend: 'Suspend',
    suspendWho: (name) => `Suspend ${name}`,
    suspendText: 'They are out at once. What is theirs stays, and you can let them back in.',
    back: 'Let back in',
    letBack: (name) => `Let ${name} back in`,
    backText: 'They can use the school’s account again as before.',
    erase: 'Erase',
    eraseWho: (name) => `Erase ${name}`,
    eraseText:
      'Their name, address and account are erased for good, and their sessions are deleted. This can’t be undone.',
    changed: 'Changed.',
    erased: 'They are out, and are being erased.',
    invitations: 'Open invitations',
    noInvitation: 'No invitation is open.',
    invitationStates: { waiting: 'being sent', sent: 'sent', withdrawn: 'being withdrawn' },
    withdraw: 'Withdraw',
    withdrawTitle: 'Withdraw this invitation?',
    withdrawText: 'Its link stops working within minutes.',
    withdrawn: 'The invitation is being withdrawn.',
    invite: 'Invite somebody',
    inviteFirst: 'Invite somebody to this school',
    email: 'E-mail address',
    inviteHint: 'The invitation goes there and is good for seven days. Then we forget the address.',
    role: 'Role',
    send: 'Send invitation',
    invited: 'The invitation is on its way.',
  },
  everything: {
    title: 'Take everything along',
    text: 'An archive with the school’s settings, people, agreements, question sets, sessions with all results, requests, receipts and the audit: JSON and tables, question sets for Moodle too, readable without this service. It is made in the background, stored sealed, and gone a week later. What is in the trash isn’t in it: restore it first. A file that you saved is beyond the reach of any later erasure here.',
    make: 'Make an archive',
    asked: (when) => `Asked for on ${when}`,
    counting: 'It is being made …',
    progress: (done, of) => `It is being made: ${done} of ${of} sessions`,
    ready: (size) => `Ready, ${size} MB stored`,
    until: (when) => `It is gone on ${when} at the latest.`,
    cut: 'There was more than fits into one archive: the oldest sessions are missing.',
    save: 'Save as a zip file',
    saving: (mb) => `${mb} MB so far …`,
    saved: (name) => `Saved as ${name}`,
    end: 'End it now',
    ended: 'The archive is gone.',
    done: 'The archive is ready.',
  },
  history: {
    intro:
      'Who changed what about the school, its agreements and its people, the latest first. Who has left is not named any more.',
    empty: 'Nothing has been changed yet.',
    what: {
      added: 'School added',
      edited: 'School edited',
      'agreement-added': 'Agreement added',
      'agreement-edited': 'Agreement edited',
      'contract-ended': 'Contract ended',
      'consent-text': 'What parents consent to changed',
      'consent-codes-issued': 'Codes of consent issued',
      'consent-code-ended': 'Code of consent ended',
      'consent-erased': 'Erased for lack of consent',
      'member-invited': 'Somebody invited',
      'invitation-withdrawn': 'Invitation withdrawn',
      'role-changed': 'Role changed',
      'member-suspended': 'Suspended',
      'member-let-back': 'Let back in',
      'member-left': 'Somebody left by themselves',
    },
    consent: {
      consentText: 'Text of the consent',
      ofAge: 'Students of age may say so themselves',
      codes: 'Codes',
      uses: 'Students in a session',
      label: 'Class',
      code: 'Slip',
    },
    yesOrNo: { true: 'yes', false: 'no' },
    by: { school: 'by the school', operator: 'by the operator', system: 'by its date' },
    sealed: 'changed (sealed)',
  },
  slug: {
    'export-running': 'An archive is being made already. Wait until it is ready, or end it.',
    'export-unfinished': 'The archive isn’t ready yet.',
    'too-many-exports': 'Five archives were asked for today. Use one of them, or come back tomorrow.',
    'transfer-overlaps':
      'Some of this was handed over before, or is about to be. Choose other months or question sets, or pass on the file that there is.',
    'too-many-transfers':
      '10 transfers were authorized within a day, or 200 are on record. Wait until tomorrow, or choose more months for one.',
    'transfer-over': 'It was withdrawn, or its time is over. Authorize another one.',
    'transfer-unfinished': 'Not all is counted yet. Have it counted, then save the files.',
    'transfer-saved': 'The files were saved, so they may have been handed over. That stays on record.',
    'transfer-empty': 'No session of these question sets ended in these months. Choose other months or question sets.',
    'transfer-too-large': 'These are too many sessions for one transfer. Choose fewer months or question sets.',
    'own-membership': 'You can’t change your own role, suspend or erase yourself. Ask another administrator.',
    'too-many-changes':
      'You have made as many changes today as one person may. Go on tomorrow, or ask another administrator. Who is written to in an incident can be changed all the same.',
    'too-many-invitations':
      'So many invitations were sent in seven days that no more can be. Withdraw some, or wait a few days.',
    changed: 'Someone else has changed this. Reload the page and decide again.',
    'ownership-announced':
      'A change of ownership is announced already. Withdraw it first, or wait until it has happened.',
    'ownership-over': 'It has happened by now, or was withdrawn. Reload the page.',
    'too-many-newsletters': 'Too many newsletters were written lately. Wait some days, and write it then.',
    'newsletter-over': 'It is being sent by now, or was cancelled. Reload the page.',
    'too-many-announcements':
      'Too many changes of ownership were announced lately. Wait a few days, then announce this one.',
    'organization-refused':
      'The sign-in service refuses to create the school’s organization. Whoever runs the service finds out why in the log; then save again. Nothing that you entered is lost.',
    'organization-waits':
      'The sign-in service takes longer than usual. Save again in a minute: what was begun is gone on with.',
    'too-many-organizations': 'Too many schools were begun today. Add those that were begun, or wait until tomorrow.',
    'told-already': 'It is on record that they were told. That can’t be taken back. Reload the page.',
    'too-many-disclosures':
      '20 disclosures were recorded within a day, or 200 are on record. Wait until tomorrow, or keep the next ones elsewhere.',
    'school-exists': 'A school with this id is there already. Check the id, or edit that school.',
    'contract-ended': 'The contract has ended. Its agreements stay as they were.',
    'too-many-agreements': 'A school has at most 20 agreements. Edit one of them.',
    'agreements-too-large': 'A school’s agreements take at most 512 KiB together. Shorten the texts of their clauses.',
    'operators-own': 'This is the operator’s own organization. It has no contract that could end.',
    invalid: 'Some entries are invalid. They are marked below.',
    'idempotency-key-reused': 'This was already saved with different details. Open the page again.',
  },
};
