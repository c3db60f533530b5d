import type {
  AffectedGroup,
  Audience,
  Category,
  DelayGround,
  IncidentOutcome,
  IncidentState,
  NoticeState,
  Part,
  Reach,
  Resolution,
  Risk,
  TimelineEntryKind,
} from '../../api/schema';
import type { Status } from '../duty';

/** The fields of the forms, by how they are called in problems. */
export type FieldName =
  | 'title'
  | 'occurredFrom'
  | 'occurredUntil'
  | 'discoveredAt'
  | 'awareAt'
  | 'confirmedAt'
  | 'clockReason'
  | 'categories'
  | 'scope'
  | 'keysInReach'
  | 'risk'
  | 'texts'
  | 'contact'
  | 'reporter'
  | 'authority'
  | 'until'
  | 'reason'
  | 'outcome'
  | 'affected';

export type Tab = 'overview' | 'affected' | 'texts' | 'notices' | 'timeline' | 'register';

export interface IncidentMessages {
  title: string;
  loading: string;
  noPermission: string;
  states: Record<IncidentState, string>;
  stateHints: Record<IncidentState, string>;
  stateLabel: string;
  outcomes: Record<IncidentOutcome, string>;
  drill: string;
  drillBanner: string;
  real: string;
  org(name: string): string;
  list: {
    intro: string;
    empty: string;
    report: string;
    drill: string;
    reported(time: string): string;
    people(n: string, one: boolean): string;
    counting: string;
  };
  stepUp: { text: string; back: string; button: string };
  problems: Record<string, string>;
  fieldProblems: string;
  fields: Record<FieldName, string>;
  wrong: Record<FieldName, string>;
  stale(time: string): string;
  refresh: string;
  gone: string;
  toList: string;
  save: string;
  saved: string;
  leave: { title: string; text: string; go: string };
  report: {
    title: string;
    drillTitle: string;
    intro: string;
    kind: string;
    kindHints: { real: string; drill: string };
    what: string;
    titleHint: string;
    when: string;
    zone: string;
    zoneHint: string;
    utc(time: string): string;
    occurredFromHint: string;
    occurredUntilHint: string;
    discoveredHint: string;
    awareHint: string;
    data: string;
    categoryHints: { sealed: string; open: string };
    whose: string;
    scopeOrg: string;
    scopeOrgHint: string;
    scopeSessions: string;
    scopeSessionsHint: string;
    orgs: string;
    orgsHint: string;
    sessionIds: string;
    sessionIdsHint: string;
    noSessions: string;
    judgement: string;
    keys: string;
    reachHints: Record<Reach, string>;
    riskHints: Record<Risk, string>;
    nature: string;
    natureHint: string;
    people: string;
    contact: string;
    contactHint: string;
    reporter: string;
    reporterHint: string;
    name: string;
    email: string;
    phone: string;
    send: string;
    sendDrill: string;
    faults(n: number): string;
  };
  reaches: Record<Reach, string>;
  risks: Record<Risk, string>;
  categories: Record<Category, string>;
  parts: Record<Part, string>;
  partHints: Record<Exclude<Part, 'categories' | 'people' | 'records' | 'contact' | 'occurred' | 'discovered'>, string>;
  audiences: Record<Audience, string>;
  clauses: Record<string, string>;
  starts: Record<'reported' | 'discovered' | 'aware' | 'confirmed', string>;
  afterNotice(clause: string): string;
  within(n: number, unit: 'hours' | 'days' | 'businessDays'): string;
  target: string;
  tabsLabel: string;
  tabs: Record<Tab, string>;
  next: {
    title: string;
    none: string;
    noneClosed(outcome: string): string;
    left(span: string): string;
    over(span: string): string;
    stopped: string;
    deadline(time: string): string;
    whom(audience: string, org: string): string;
    missing(parts: string): string;
    complete: string;
    others(n: number): string;
  };
  steps: {
    title: string;
    count: string;
    countWhy: string;
    resolve(n: number): string;
    resolveWhy: string;
    write(parts: string): string;
    writeWhy(n: number): string;
    notify: string;
    notifyWhy(ready: number, incomplete: number): string;
    await(n: number): string;
    awaitWhy: string;
    failed(n: number): string;
    failedWhy: string;
    confirm: string;
    confirmWhy(n: number): string;
    judge(what: string): string;
    judgeRisk: string;
    judgeKeys: string;
    judgeEnd: string;
    judgeWhy: string;
    close: string;
    closeWhy: string;
    toNotices: string;
    toTexts: string;
    rest: string;
  };
  clocks: {
    title: string;
    intro: string;
    picture(n: number): string;
    none: string;
    now: string;
    legend: { deadline: string; escalation: string; met: string; late: string; now: string };
    table: string;
    columns: { whom: string; clause: string; starts: string; deadline: string; percents: string; status: string };
    status: Record<Status, string>;
    showAll(n: number): string;
    incomplete: string;
  };
  facts: {
    title: string;
    edit: string;
    editTitle: string;
    clocks: string;
    clocksTitle: string;
    clocksIntro: string;
    reported: string;
    discovered: string;
    aware: string;
    confirmed: string;
    notYet: string;
    exposure: string;
    goesOn: string;
    scope: string;
    sessions(n: number): string;
    widenHint: string;
    frozen: string;
    renew: string;
    renewed: string;
  };
  delay: {
    title: string;
    none: string;
    ask: string;
    intro: string;
    ground: string;
    grounds: Record<DelayGround, string>;
    groundHints: Record<DelayGround, string>;
    authority: string;
    authorityHint: string;
    until: string;
    untilHint: string;
    send: string;
    line(authority: string, from: string, until: string): string;
    done: string;
  };
  confirm: { title: string; text: string; at: string; atHint: string; send: string; done: string };
  notify: {
    title: string;
    drill: string;
    ready(n: number): string;
    none: string;
    incomplete(n: number): string;
    later: string;
    send: string;
    done: string;
  };
  update: { title: string; intro: string; button: string; send: string; done(n: number): string; empty: string };
  close: {
    title: string;
    intro: string;
    button: string;
    outcome: string;
    outcomeHints: Record<IncidentOutcome, string>;
    reason: string;
    reasonHint: string;
    send: string;
    done: string;
  };
  affected: {
    title: string;
    counting: string;
    people: string;
    records: string;
    sessions: string;
    erased: string;
    erasedText(people: string, records: string): string;
    countedAt(time: string): string;
    recount: string;
    article34: string;
    verdict: Record<'unlikely' | 'sealed' | 'unjudged' | 'high', string>;
    groups: string;
    none: string;
    kinds: Record<AffectedGroup['kind'], string>;
    columns: { what: string; people: string; records: string; data: string; protection: string };
    sealed: string;
    notSealed: string;
    keysOut: string;
    keysIn: string;
    readable: string;
    unreadable: string;
    orgs: string;
  };
  texts: {
    intro: string;
    language: string;
    needed: string;
    optional: string;
    elsewhere: string;
    replaceOnly: string;
    sends: string;
    contact: string;
    conflict: string;
    nothing: string;
  };
  notices: {
    intro: string;
    none: string;
    states: Record<NoticeState, string>;
    stateHints: Record<NoticeState, string>;
    channels: Record<'mail' | 'public', string>;
    toOrg(org: string): string;
    toReporter: string;
    everybody: string;
    update(n: number): string;
    escalation(percent: number): string;
    escalations(n: number): string;
    missing(parts: string): string;
    due(time: string): string;
    done(time: string): string;
    attempts(n: number): string;
    nextAttempt(time: string): string;
    result(text: string): string;
    met: string;
    missed: string;
    preview: string;
    previewOf(what: string): string;
    resolve: string;
    resolveOf(what: string): string;
    resolveText: string;
    bouncedText: string;
    resolutions: Record<Resolution, string>;
    resolutionHints: Record<Resolution, string>;
    bounced: string;
    bouncedOf(what: string): string;
    record: string;
    recorded: string;
    would: string;
    was: string;
    subject: string;
    text: string;
    html: string;
    refusedTitle: string;
    refused: string;
    dictionary: Record<string, string>;
  };
  timeline: {
    intro: string;
    verified: string;
    broken: string;
    kinds: Record<TimelineEntryKind, string>;
    by(actor: string): string;
    automatic: string;
    person(id: string): string;
    recorded(time: string): string;
    hash: string;
    facts: Record<string, string>;
  };
  register: {
    intro: string;
    open: string;
    print: string;
    html: string;
    json: string;
    saved(name: string): string;
    printed(time: string): string;
    facts: string;
    effects: string;
    measures: string;
    none: string;
  };
}

export const en: IncidentMessages = {
  title: 'Incidents',
  loading: 'Looking at the incident…',
  noPermission:
    'Your account may not manage incidents. If you noticed one, tell an administrator of your school at once.',
  states: { reported: 'Reported', scoping: 'Finding who is affected', notifying: 'Notifying', closed: 'Closed' },
  stateHints: {
    reported: 'The clocks run.',
    scoping: 'Find out what happened and to whom.',
    notifying: 'Every notice that is complete goes out.',
    closed: 'The register entry is final.',
  },
  stateLabel: 'How far the incident is',
  outcomes: {
    notified: 'Everybody was told',
    'no-breach': 'No breach',
    'notice-not-required': 'No notice was required',
  },
  drill: 'Drill',
  drillBanner: 'DRILL. Nothing happened. Nothing is frozen, and every message goes to the reporter of the drill only.',
  real: 'Real',
  org: (name) => `filed by ${name}`,
  list: {
    intro:
      'Data in wrong hands, or possibly so: report it here, at once and with what you know. From the report on, the software knows every deadline.',
    empty:
      'No incident was ever reported. If something happened, report it now and fill in the rest later. If nothing did, begin a drill: it is the same, and nobody else is written to.',
    report: 'Report an incident',
    drill: 'Begin a drill',
    reported: (time) => `reported ${time}`,
    people: (n, one) => (one ? `${n} person affected` : `${n} people affected`),
    counting: 'being counted',
  },
  stepUp: {
    text: 'Incidents need a second factor from the last 15 minutes. Confirm that it is you; you come back to this place, and what you entered comes with you.',
    back: 'You are back, and so is what you entered. It was not sent yet.',
    button: 'Confirm with the second factor',
  },
  problems: {
    forbidden: 'Your account may not manage incidents. An administrator of your school can grant it.',
    'not-found': 'There is no such incident that you can see.',
    'incident-closed': 'The incident is closed and changes no more. What is found later is a new incident.',
    'wrong-state': 'This does not fit the state in which the incident or the notice is now. Load it again and look.',
    'nothing-to-delay': 'No clause that applies here allows a delay on this ground. Notify in time.',
    'notices-open':
      'Some notices are not at their end. Look at Notices: complete what lacks something, say what became of the unknown ones, and wait for those on their way. Then close.',
    changed:
      'Somebody else changed the incident meanwhile. Your entries are still here: load what is new, compare, and save again.',
    conflict: 'This does not fit what was recorded before. Load the incident again and look.',
    'idempotency-key-reused': 'This was sent before with other contents. Send it again.',
  },
  fieldProblems: 'Something is not accepted:',
  fields: {
    title: 'Title',
    occurredFrom: 'Exposed from',
    occurredUntil: 'Exposed until',
    discoveredAt: 'Discovered',
    awareAt: 'Sure of it since',
    confirmedAt: 'Confirmed',
    clockReason: 'Reason for the correction',
    categories: 'Data',
    scope: 'Whose data',
    keysInReach: 'Keys',
    risk: 'Risk',
    texts: 'Texts',
    contact: 'Contact point',
    reporter: 'Reporter',
    authority: 'Authority',
    until: 'End of the delay',
    reason: 'Reason',
    outcome: 'Outcome',
    affected: 'Who is affected',
  },
  wrong: {
    title: 'Give a title of one line with at most 200 characters.',
    occurredFrom: 'Say since when the data was exposed: a time that has come. Take the earliest that is possible.',
    occurredUntil: 'The end must have come, and not lie before the beginning. Leave it empty while it goes on.',
    discoveredAt: 'This must be a time that has come.',
    awareAt: 'This must be a time that has come.',
    confirmedAt: 'This must be a time that has come.',
    clockReason: 'Say in one line why the time was wrong: the register shows it.',
    categories: 'Choose at least one kind of data. When in doubt, choose it: it can be taken back.',
    scope: 'Name whose data it is: schools or sessions that you can see. A scope can be widened, not narrowed.',
    keysInReach: 'Say yes, no or unknown.',
    risk: 'Choose one.',
    texts: 'Use at most 4,000 characters of text each.',
    contact: 'Give a name and one plain e-mail address, such as privacy@school.example.',
    reporter: 'Give your name and one plain e-mail address at which you can be reached now.',
    authority: 'Name the office that asks for it, in one line; not a person.',
    until: 'A delay ends, at most 180 days from now.',
    reason: 'Write 10 to 4,000 characters: the register keeps them.',
    outcome: 'Choose one.',
    affected: 'The affected are still being counted. Try again in a minute.',
  },
  stale: (time) => `What is shown is from ${time}: it could not be loaded anew.`,
  refresh: 'Load again',
  gone: 'There is no such incident that you can see. It may belong to another school.',
  toList: 'All incidents',
  save: 'Save',
  saved: 'Saved',
  leave: { title: 'Leave without sending?', text: 'What you entered will be lost.', go: 'Leave' },
  report: {
    title: 'Report an incident',
    drillTitle: 'Begin a drill',
    intro:
      'Fill in what you know now. Everything can be corrected and added to later; the time until the deadlines can not be bought back.',
    kind: 'Is this real?',
    kindHints: {
      real: 'Expiry of the data is frozen, the clocks run, and notices will go out.',
      drill: 'The same from end to end, but nothing is frozen and all messages go to you, marked DRILL.',
    },
    what: 'What happened',
    titleHint: 'One line by which you will know it again.',
    when: 'When',
    zone: 'Time zone of these times',
    zoneHint: 'Logs are often in UTC.',
    utc: (time) => `That is ${time}.`,
    occurredFromHint: 'The earliest moment at which somebody could have had the data.',
    occurredUntilHint: 'Leave empty while it goes on.',
    discoveredHint: 'When somebody first saw it. Empty: now.',
    awareHint: 'When you were reasonably certain (GDPR art. 33). Empty: now.',
    data: 'Which data',
    categoryHints: { sealed: 'stored encrypted; its keys are kept elsewhere', open: 'not encrypted by us' },
    whose: 'Whose data',
    scopeOrg: 'The whole school',
    scopeOrgHint: 'When in doubt.',
    scopeSessions: 'Some sessions only',
    scopeSessionsHint: 'Choose them from the list.',
    orgs: 'Schools (organization ids, one a line)',
    orgsHint: 'At most 100.',
    sessionIds: 'Single sessions (ids or addresses, one a line)',
    sessionIdsHint: 'Only if not the whole school. At most 200.',
    noSessions: 'There are no sessions to choose from.',
    judgement: 'What you think of it now',
    keys: 'Could whoever has the data also have its keys?',
    reachHints: {
      unknown: 'Counts as yes.',
      yes: 'The data may have been read.',
      no: 'Sealed data can not be read by anybody.',
    },
    riskHints: {
      undetermined: 'Counts as high until you decide.',
      unlikely: 'No risk to the people: the authority need not be told.',
      possible: 'A risk, but not a high one: the people need not be told by law.',
      high: 'The people must be told, unless the data is unreadable.',
    },
    nature: 'What happened, in your words',
    natureHint: 'For the notices. Name no student and no suspect. Two or three sentences are enough for now.',
    people: 'Who answers',
    contact: 'Contact point for questions',
    contactHint: 'Every notice names it.',
    reporter: 'You',
    reporterHint: 'Warnings that time runs out go to this address.',
    name: 'Name',
    email: 'E-mail',
    phone: 'Telephone (optional)',
    send: 'Report: the clocks run from now',
    sendDrill: 'Begin the drill',
    faults: (n) => (n === 1 ? 'One thing is missing:' : `${n} things are missing:`),
  },
  reaches: { unknown: 'Not known', yes: 'Yes', no: 'No' },
  risks: {
    undetermined: 'Not judged yet',
    unlikely: 'Unlikely to harm anybody',
    possible: 'A risk',
    high: 'A high risk',
  },
  categories: {
    aliases: 'Names that students chose',
    answers: 'What students answered',
    lessons: 'Titles, questions and times of sessions',
    members: 'Names and addresses of teachers',
    contacts: 'Contact addresses of schools',
    accounts: 'Accounts at the sign-in service',
  },
  parts: {
    nature: 'What happened',
    categories: 'Which data',
    people: 'How many people',
    records: 'How many records',
    contact: 'Contact point',
    consequences: 'Likely consequences',
    measures: 'What is done about it',
    recommendations: 'What the reader can do',
    investigation: 'What is investigated',
    occurred: 'When it happened',
    discovered: 'When it was discovered',
    reasons: 'Why it is late',
  },
  partHints: {
    nature: 'In plain words. Name no student and no suspect.',
    consequences: 'What could happen to the people whose data it is.',
    measures: 'What was done and will be done, also against the harm.',
    recommendations: 'What each reader should do now, or that nothing needs to be done.',
    investigation: 'What was found out so far, and what is still looked into.',
    reasons: 'Required once a deadline has passed (GDPR art. 33(1)).',
  },
  audiences: {
    authority: 'Supervisory authority (draft for the school)',
    school: 'The school',
    people: 'The people whose data it is',
    affected: 'Everyone affected',
    parents: 'Parents (letter for the school)',
  },
  clauses: {
    platform: 'Our promise: 72 hours',
    'gdpr-33-2': 'GDPR art. 33(2)',
    'gdpr-33-1': 'GDPR art. 33(1)',
    'gdpr-34': 'GDPR art. 34',
    'ny-2d': 'NY Ed Law 2-d',
    ndpa: 'NDPA',
    'soppa-school': 'Illinois SOPPA, school',
    'soppa-parents': 'Illinois SOPPA, parents',
  },
  starts: {
    reported: 'the report',
    discovered: 'the discovery',
    aware: 'being sure of it',
    confirmed: 'the confirmation',
  },
  afterNotice: (clause) => `the notice under ${clause}`,
  within: (n, unit) =>
    unit === 'hours'
      ? n === 1
        ? '1 hour'
        : `${n} hours`
      : unit === 'days'
        ? n === 1
          ? '1 day'
          : `${n} days`
        : n === 1
          ? '1 business day'
          : `${n} business days`,
  target: 'our target for “without undue delay”',
  tabsLabel: 'Parts of the incident',
  tabs: {
    overview: 'Now',
    affected: 'Affected',
    texts: 'Texts',
    notices: 'Notices',
    timeline: 'Timeline',
    register: 'Register',
  },
  next: {
    title: 'Next deadline',
    none: 'No deadline is running now.',
    noneClosed: (outcome) => `The incident is closed: ${outcome}.`,
    left: (span) => `${span} left`,
    over: (span) => `${span} overdue`,
    stopped: 'Stopped by a delay',
    deadline: (time) => `Until ${time}`,
    whom: (audience, org) => `${audience} · ${org}`,
    missing: (parts) => `Missing: ${parts}`,
    complete: 'Nothing is missing for it.',
    others: (n) => (n === 1 ? 'One more deadline runs; see below.' : `${n} more deadlines run; see below.`),
  },
  steps: {
    title: 'What to do now',
    count: 'Wait: it is being counted who is affected',
    countWhy: 'This takes a moment. The page looks by itself.',
    resolve: (n) => (n === 1 ? 'Say what became of one notice' : `Say what became of ${n} notices`),
    resolveWhy: 'The connection was lost while they were sent. Nothing sends them again until you say so.',
    write: (parts) => `Write what is missing: ${parts}`,
    writeWhy: (n) =>
      n === 1 ? 'Without it one running clause can not be met.' : `Without it ${n} running clauses can not be met.`,
    notify: 'Start notifying',
    notifyWhy: (ready, incomplete) =>
      `${ready === 1 ? '1 notice goes' : `${ready} notices go`} out at once${incomplete === 0 ? '.' : incomplete === 1 ? ', 1 waits until its texts are written.' : `, ${incomplete} wait until their texts are written.`}`,
    await: (n) => (n === 1 ? 'Wait: one notice is on its way' : `Wait: ${n} notices are on their way`),
    awaitWhy: 'Mail that is refused for now is tried again by itself.',
    failed: (n) => (n === 1 ? 'One notice can not be delivered' : `${n} notices can not be delivered`),
    failedWhy: 'Tell the school by telephone or letter, and write down in the closing reason that you did.',
    confirm: 'Once it is determined to be a breach, confirm it',
    confirmWhy: (n) => (n === 1 ? 'One clause counts from then.' : `${n} clauses count from then.`),
    judge: (what) => `Decide: ${what}`,
    judgeRisk: 'how high the risk is',
    judgeKeys: 'whether keys were in reach',
    judgeEnd: 'when the exposure ended',
    judgeWhy: 'Until you do, the worse is assumed: it decides whether the people must be told (GDPR art. 34).',
    close: 'Close the incident',
    closeWhy: 'Every notice is at its end.',
    toNotices: 'See the notices',
    toTexts: 'Write the texts',
    rest: 'There is nothing to do right now. Come back when something is found out, or when mail announces a deadline.',
  },
  clocks: {
    title: 'The clocks',
    intro: 'From the left, each bar begins with its event and ends with its deadline. Later days take less room.',
    picture: (n) =>
      n === 1
        ? 'One clause with its deadline. The table below says the same.'
        : `${n} clauses with their deadlines. The table below says the same.`,
    none: 'No clause was found yet. They appear when the incident is looked at, within a moment.',
    now: 'now',
    legend: {
      deadline: 'deadline',
      escalation: '50, 75, 90 %: the reporter is warned',
      met: 'done in time',
      late: 'missed',
      now: 'now',
    },
    table: 'The same as a table',
    columns: {
      whom: 'To whom',
      clause: 'Clause',
      starts: 'Runs from',
      deadline: 'Deadline',
      percents: '50 / 75 / 90 %',
      status: 'State',
    },
    status: {
      'not-required': 'not required',
      'not-started': 'not started',
      met: 'done in time',
      late: 'done, but late',
      overdue: 'overdue',
      stopped: 'stopped by a delay',
      open: 'running',
    },
    showAll: (n) => `Show all ${n}`,
    incomplete: 'There are more notices than can be shown here. The register has them all.',
  },
  facts: {
    title: 'What is known',
    edit: 'Correct or add',
    editTitle: 'What is known',
    clocks: 'Correct a clock',
    clocksTitle: 'Correct a clock',
    clocksIntro: 'Deadlines move with it. The register keeps both times and the reason.',
    reported: 'Reported',
    discovered: 'Discovered',
    aware: 'Sure of it since',
    confirmed: 'Confirmed to be a breach',
    notYet: 'not yet',
    exposure: 'Exposed',
    goesOn: 'and it goes on',
    scope: 'Whose data',
    sessions: (n) => (n === 1 ? '1 session' : `${n} sessions`),
    widenHint: 'Add to it; nobody can be taken out, since their clocks run.',
    frozen: 'Expiry of the data in scope is frozen for 90 days at a time, until the incident is closed.',
    renew: 'Freeze for another 90 days',
    renewed: 'Frozen for another 90 days',
  },
  delay: {
    title: 'Delays',
    none: 'No delay. Few clauses allow one, each on certain grounds only.',
    ask: 'Record a delay',
    intro: 'It stops the clauses that allow its ground, and no others. Without an end there is none.',
    ground: 'Ground',
    grounds: {
      'law-enforcement': 'Law enforcement asks for it',
      'determining-scope': 'The scope is being determined',
      'restoring-integrity': 'The integrity of the system is being restored',
    },
    groundHints: {
      'law-enforcement': 'A notice would impede an investigation.',
      'determining-scope': 'Only where an agreement allows it.',
      'restoring-integrity': 'Only where an agreement allows it.',
    },
    authority: 'Authority',
    authorityHint: 'The office, for example “State police, cybercrime unit”; not a person.',
    until: 'Until',
    untilHint: 'At most 180 days from now. Record another if it must go on.',
    send: 'Record the delay',
    line: (authority, from, until) => `${authority}, from ${from} until ${until}`,
    done: 'The delay is recorded',
  },
  confirm: {
    title: 'Confirm that it is a breach',
    text: 'The clauses that count from the confirmation begin. The time can be corrected to an earlier one only.',
    at: 'Determined at',
    atHint: 'Empty: now.',
    send: 'Confirm',
    done: 'Confirmed: the clauses that count from here run',
  },
  notify: {
    title: 'Start notifying?',
    drill: 'This is a drill: all of it goes to its reporter only.',
    ready: (n) =>
      n === 1
        ? 'This notice goes out at once, and can not be called back:'
        : `These ${n} notices go out at once, and can not be called back:`,
    none: 'No notice is complete yet, so nothing goes out at once.',
    incomplete: (n) =>
      n === 1
        ? 'This one waits until it is complete, and goes out by itself then:'
        : `These ${n} wait until they are complete, and go out by themselves then:`,
    later: 'Look at each in Notices first, exactly as it will be sent.',
    send: 'Send the notices',
    done: 'Notifying has begun',
  },
  update: {
    title: 'Tell later findings',
    intro: 'Everybody who was told gets these as a numbered update (GDPR art. 33(4)). Write only what is new.',
    button: 'Tell later findings',
    send: 'Send the update',
    done: (n) => `Update ${n} goes out`,
    empty: 'Write what is new in at least one field.',
  },
  close: {
    title: 'Close the incident?',
    intro: 'The freeze is lifted and the register entry is final. What is found later is a new incident.',
    button: 'Close the incident',
    outcome: 'What came of it?',
    outcomeHints: {
      notified: 'A breach, and whoever had to be told was.',
      'no-breach': 'A false alarm: no data was in wrong hands.',
      'notice-not-required': 'A breach that no clause wants told.',
    },
    reason: 'What was found and done',
    reasonHint: 'Also why any notice was late or not needed. The register keeps it.',
    send: 'Close',
    done: 'The incident is closed',
  },
  affected: {
    title: 'Who is affected',
    counting: 'It is being counted who is affected. The page looks by itself.',
    people: 'People',
    records: 'Records',
    sessions: 'Sessions',
    erased: 'Erased since',
    erasedText: (people, records) =>
      `${people} people, ${records} records. Receipts prove it; they count above too, since they were there when it happened.`,
    countedAt: (time) => `counted ${time}`,
    recount: 'Count again',
    article34: 'Must the people be told (GDPR art. 34)?',
    verdict: {
      unlikely: 'No: you judged that there is no high risk to them.',
      sealed: 'No: all of the data was sealed and its keys were out of reach, so nobody can read it (art. 34(3)(a)).',
      unjudged: 'Yes, as long as the risk is not judged: some of the data may be readable, and the worse is assumed.',
      high: 'Yes: the risk is high, and some of the data may be readable.',
    },
    groups: 'Group by group',
    none: 'Nobody is affected by what is known now: nothing of this data lies in the scope and the time. Check both if that surprises you.',
    kinds: {
      session: 'Students of a session',
      members: 'Teachers',
      contact: 'The school’s contact',
      accounts: 'Accounts',
      erased: 'Erased since the exposure began',
    },
    columns: { what: 'Group', people: 'People', records: 'Records', data: 'Data', protection: 'What protects it' },
    sealed: 'Sealed',
    notSealed: 'Not sealed',
    keysOut: 'keys out of reach',
    keysIn: 'keys may have been in reach',
    readable: 'Readable: counts for art. 34',
    unreadable: 'Unreadable: art. 34(3)(a)',
    orgs: 'School by school',
  },
  texts: {
    intro:
      'From these the notices are written, in the language of each school. A text that is missing in a language is taken from another.',
    language: 'Language of these texts',
    needed: 'Required now',
    optional: 'not required now',
    elsewhere: 'Written in another language, which is used until you write it here.',
    replaceOnly: 'A text can be replaced, not emptied.',
    sends: 'Notices whose last missing part you save go out at once.',
    contact: 'Contact point',
    conflict: 'Load what is new',
    nothing: 'Nothing was changed yet.',
  },
  notices: {
    intro: 'For each clause and school one notice. Each is sent once, and never again by itself.',
    none: 'No notice is wanted yet. They appear when the incident is looked at, within a moment.',
    states: {
      waiting: 'Waiting',
      incomplete: 'Incomplete',
      queued: 'About to be sent',
      sending: 'Being sent',
      deferred: 'Tried again later',
      sent: 'Sent',
      published: 'Published',
      failed: 'Not delivered',
      unknown: 'Unknown',
      'not-required': 'Not required',
    },
    stateHints: {
      waiting: 'for its event, or until you start notifying',
      incomplete: 'goes out by itself once nothing is missing',
      queued: 'in a moment',
      sending: 'in a moment',
      deferred: 'refused for now, by the other side',
      sent: 'the mail server took it',
      published: 'it stands above every page',
      failed: 'refused for good, came back, or there is no address',
      unknown: 'nobody knows whether it was sent: you decide',
      'not-required': 'the clause does not apply',
    },
    channels: { mail: 'By e-mail', public: 'As a public notice' },
    toOrg: (org) => `to the contact of ${org}`,
    toReporter: 'to the reporter',
    everybody: 'for everybody, above every page',
    update: (n) => `Update ${n}`,
    escalation: (percent) => (percent >= 100 ? 'Warning: deadline missed' : `Warning at ${percent} %`),
    escalations: (n) => (n === 1 ? '1 warning was sent to the reporter' : `${n} warnings to the reporter`),
    missing: (parts) => `Missing: ${parts}`,
    due: (time) => `due ${time}`,
    done: (time) => `done ${time}`,
    attempts: (n) => (n === 1 ? '1 attempt' : `${n} attempts`),
    nextAttempt: (time) => `next attempt ${time}`,
    result: (text) => `result: ${text}`,
    met: 'in time',
    missed: 'missed',
    preview: 'Preview',
    previewOf: (what) => `Preview: ${what}`,
    resolve: 'What became of it?',
    resolveOf: (what) => `What became of it: ${what}`,
    resolveText:
      'The attempt ended without an answer. Ask the recipient or look into the mail server’s log before you decide: it is sent again only if you say that it was not sent.',
    bouncedText: 'The mail server took it, and later it came back. A public notice takes its place, above every page.',
    resolutions: { sent: 'It arrived', 'not-sent': 'It was not sent: send it again', bounced: 'It came back' },
    resolutionHints: {
      sent: 'It counts as sent when the attempt was made.',
      'not-sent': 'It goes out once more.',
      bounced: 'A public notice takes its place.',
    },
    bounced: 'It came back',
    bouncedOf: (what) => `It came back: ${what}`,
    record: 'Record this',
    recorded: 'Recorded',
    would: 'This is exactly what would be sent now.',
    was: 'This is exactly what was sent.',
    subject: 'Subject',
    text: 'Text',
    html: 'The same as HTML, for mail programs that prefer it (its source)',
    refusedTitle: 'This notice is refused',
    refused: 'It can not be sent without:',
    dictionary: {
      bounced: 'it came back',
      'no address': 'there is no address',
      'said by a person': 'said by a person',
      'no result': 'no answer came',
    },
  },
  timeline: {
    intro:
      'Everything that happened, in order. Entries are added and never changed: each carries the hash of the one before.',
    verified: 'The chain of hashes is whole.',
    broken: 'The chain of hashes is broken: an entry was changed, removed or added. Tell the operator at once.',
    kinds: {
      reported: 'Reported',
      state: 'State',
      changed: 'Changed',
      clock: 'Clock set',
      delay: 'Delay',
      update: 'Update',
      affected: 'Affected counted',
      frozen: 'Frozen',
      unfrozen: 'Freeze lifted',
      notice: 'Notice',
      escalated: 'Warning',
      met: 'Deadline met',
      missed: 'Deadline missed',
      resolved: 'Said by a person',
    },
    by: (actor) => `by ${actor}`,
    automatic: 'the software',
    person: (id) => `member ${id}`,
    recorded: (time) => `recorded ${time}`,
    hash: 'Hash',
    facts: {
      state: 'state',
      outcome: 'outcome',
      clause: 'clause',
      org: 'organization',
      orgs: 'organizations',
      channel: 'channel',
      kind: 'kind',
      deadline: 'deadline',
      missing: 'missing',
      result: 'result',
      attempt: 'attempt',
      percent: 'percent',
      people: 'people',
      records: 'records',
      sessions: 'sessions',
      readable: 'readable',
      erasedSince: 'receipts of what was erased since',
      clock: 'clock',
      from: 'from',
      to: 'to',
      reason: 'reason',
      ground: 'ground',
      authority: 'authority',
      until: 'until',
      clauses: 'clauses',
      number: 'number',
      drill: 'drill',
      occurredFrom: 'exposed from',
      occurredUntil: 'exposed until',
      discovered: 'discovered',
      aware: 'sure of it since',
      categories: 'data',
      keysInReach: 'keys in reach',
      risk: 'risk',
      texts: 'texts',
      recount: 'count',
      round: 'round',
      notice: 'notice',
      resolution: 'what became of it',
      target: 'our own target',
    },
  },
  register: {
    intro:
      'The entry of the breach register: the facts, the effects and what was done (GDPR art. 33(5)). That it is read is logged.',
    open: 'Show the entry',
    print: 'Print',
    html: 'Save for printing (HTML)',
    json: 'Save as data (JSON)',
    saved: (name) => `Saved as ${name}`,
    printed: (time) => `As of ${time}`,
    facts: 'Facts',
    effects: 'Effects',
    measures: 'What was done',
    none: 'nothing yet',
  },
};
