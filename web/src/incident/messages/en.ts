import type {
  AffectedGroup,
  Audience,
  Notice,
  NoticeAudience,
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

/** The fields of the forms, named as in problem documents. */
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
  /** For a school that the operator's report concerns. */
  own: {
    intro: string;
    title(time: string): string;
    operator: string;
    steps: string;
    none: string;
    read: string;
    duties: Record<Exclude<Audience, 'school'>, (time: string) => string>;
    where: Record<Audience, string>;
    waiting: string;
    timeline: string;
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
    schools: string;
    findSchool: string;
    noSchool: string;
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
  audiences: Record<NoticeAudience, string>;
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
    channels: Record<Notice['channel'], string>;
    toOrg(org: string): string;
    toTeachers(org: string): string;
    told(sent: number, failed: number, unknown: number, without: number): string;
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
    'You don’t have permission to manage incidents. If you notice one, tell an administrator of your school at once.',
  states: { reported: 'Reported', scoping: 'Finding who is affected', notifying: 'Notifying', closed: 'Closed' },
  stateHints: {
    reported: 'The clocks are running.',
    scoping: 'Find out what happened and to whom.',
    notifying: 'Every complete notice is sent.',
    closed: 'The register entry is final.',
  },
  stateLabel: 'Progress of the incident',
  outcomes: {
    notified: 'Everyone was notified',
    'no-breach': 'No breach',
    'notice-not-required': 'No notice was required',
  },
  drill: 'Drill',
  drillBanner:
    'DRILL. Nothing has happened. No data is frozen, and every message goes only to the person who started the drill.',
  real: 'Real',
  org: (name) => `filed by ${name}`,
  list: {
    intro:
      'If data is in the wrong hands, or may be, report it here at once with what you know. From then on, every deadline is tracked for you.',
    empty:
      'No incident has been reported. If something happened, report it now and fill in the rest later. If not, run a drill: it works the same way, but nobody else gets a message.',
    report: 'Report an incident',
    drill: 'Start a drill',
    reported: (time) => `reported ${time}`,
    people: (n, one) => (one ? `${n} person affected` : `${n} people affected`),
    counting: 'counting…',
  },
  own: {
    intro:
      'The operator filed this incident. You see the part that concerns your school, and can’t change it. Each notice names whom to ask.',
    title: (time) => `Incident reported by the operator on ${time}`,
    operator: 'the operator',
    steps: 'What your school must do',
    none: 'There is nothing for your school to do yet. As soon as there is, it stands here.',
    read: 'Read the notice to your school',
    duties: {
      authority: (time) => `Notify your supervisory authority by ${time}`,
      people: (time) => `Tell the people affected by ${time}`,
      affected: (time) => `Pass the notice on to everyone affected by ${time}`,
      parents: (time) => `Send the letter to the parents by ${time}`,
    },
    where: {
      authority: 'The draft is in the notice. You file it: the operator can’t.',
      people: 'The text is in the notice. Students left no address here, so only you can reach them.',
      affected: 'The text is in the notice. Students left no address here, so only you can reach them.',
      parents: 'The letter is in the notice. You send it: the operator knows no parents.',
      school: 'It says what happened, which data it is about, and what is being done.',
    },
    waiting: 'The notice hasn’t been sent yet. It comes by e-mail, and you can then read it under Notices.',
    timeline: 'What happened, in order, as far as it concerns your school. Entries are only ever added.',
  },
  stepUp: {
    text: 'Incidents need a second factor confirmed within the last 15 minutes. You’ll come back to this page, with everything you entered.',
    back: 'You’re back, with everything you entered. It hasn’t been sent yet.',
    button: 'Confirm second factor',
  },
  problems: {
    forbidden: 'You don’t have permission to manage incidents. An administrator of your school can grant it.',
    'read-only': 'The operator filed this incident, and only the operator can change it.',
    'not-found': 'There’s no such incident, or you don’t have access to it.',
    'incident-closed': 'The incident is closed and can’t be changed. Report anything found later as a new incident.',
    'wrong-state': 'This isn’t possible in the current state of the incident or notice. Reload it and check.',
    'nothing-to-delay': 'No clause that applies here allows a delay on this ground. Notify in time.',
    'notices-open':
      'Some notices are still open. Under Notices, complete what is missing, record what happened to the unknown ones, and wait for those being sent. Then close.',
    changed:
      'Someone else has changed the incident. Your entries are still here: load the latest version, compare, and save again.',
    conflict: 'This contradicts what is already recorded. Reload the incident and check.',
    'idempotency-key-reused': 'This was already sent with different contents. Send it again.',
  },
  fieldProblems: 'Some entries aren’t valid:',
  fields: {
    title: 'Title',
    occurredFrom: 'Exposed from',
    occurredUntil: 'Exposed until',
    discoveredAt: 'Discovered',
    awareAt: 'Aware since',
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
    title: 'Enter a title: one line, at most 200 characters.',
    occurredFrom: 'Enter when the exposure began, at the earliest. It can’t be in the future.',
    occurredUntil:
      'The end can’t be in the future or before the beginning. Leave it empty while the exposure continues.',
    discoveredAt: 'This can’t be in the future.',
    awareAt: 'This can’t be in the future.',
    confirmedAt: 'This can’t be in the future.',
    clockReason: 'Say in one line why the time was wrong. The register shows it.',
    categories: 'Choose at least one kind of data. If in doubt, choose it: you can remove it later.',
    scope: 'Choose schools or sessions that you have access to. A scope can be widened but not narrowed.',
    keysInReach: 'Choose yes, no or not known.',
    risk: 'Choose one.',
    texts: 'Each text can have at most 4,000 characters.',
    contact: 'Enter a name and one plain e-mail address, such as privacy@school.example.',
    reporter: 'Enter your name and one plain e-mail address where you can be reached now.',
    authority: 'Name the office that asked for the delay, in one line. Don’t name a person.',
    until: 'Choose an end within the next 180 days.',
    reason: 'Write 10 to 4,000 characters. They stay in the register.',
    outcome: 'Choose one.',
    affected: 'Affected people are still being counted. Try again in a minute.',
  },
  stale: (time) => `This is from ${time}: the latest version couldn’t be loaded.`,
  refresh: 'Reload',
  gone: 'There’s no such incident, or it belongs to another school.',
  toList: 'All incidents',
  save: 'Save',
  saved: 'Saved',
  leave: { title: 'Leave without sending?', text: 'What you entered will be lost.', go: 'Leave' },
  report: {
    title: 'Report an incident',
    drillTitle: 'Start a drill',
    intro: 'Enter what you know now. You can correct or add anything later, but the deadlines won’t wait.',
    kind: 'Is this real?',
    kindHints: {
      real: 'The data is kept from expiring, the clocks start, and notices will be sent.',
      drill: 'The same from end to end, but no data is frozen and every message goes to you, marked DRILL.',
    },
    what: 'What happened',
    titleHint: 'One line that you’ll recognize later.',
    when: 'When',
    zone: 'Time zone of these times',
    zoneHint: 'Logs are often in UTC.',
    utc: (time) => `That is ${time}.`,
    occurredFromHint: 'The earliest time at which someone could have had the data.',
    occurredUntilHint: 'Leave empty while the exposure continues.',
    discoveredHint: 'When someone first noticed it. Empty means now.',
    awareHint: 'When you were reasonably certain of it (GDPR art. 33). Empty means now.',
    data: 'Which data',
    categoryHints: { sealed: 'stored encrypted, with its keys kept elsewhere', open: 'not encrypted by us' },
    whose: 'Whose data',
    scopeOrg: 'The whole school',
    scopeOrgHint: 'If in doubt, choose this.',
    scopeSessions: 'Only some sessions',
    scopeSessionsHint: 'Choose them from the list.',
    schools: 'Schools',
    findSchool: 'Find a school',
    noSchool: 'No school is called that.',
    orgs: 'Schools (organization IDs, one per line)',
    orgsHint: 'At most 100.',
    sessionIds: 'Single sessions (IDs or addresses, one per line)',
    sessionIdsHint: 'Only if it isn’t the whole school. At most 200.',
    noSessions: 'There are no sessions to choose from.',
    judgement: 'Your assessment so far',
    keys: 'Could whoever has the data also have its keys?',
    reachHints: {
      unknown: 'Counts as yes.',
      yes: 'The data may have been read.',
      no: 'Nobody can read the encrypted data.',
    },
    riskHints: {
      undetermined: 'Counts as high until you decide.',
      unlikely: 'No risk to anyone: the authority doesn’t have to be notified.',
      possible: 'A risk, but not a high one: the law doesn’t require telling the people affected.',
      high: 'The people affected must be told, unless the data is unreadable.',
    },
    nature: 'What happened, in your own words',
    natureHint: 'For the notices. Don’t name any student or suspect. Two or three sentences are enough for now.',
    people: 'Contacts',
    contact: 'Contact point for questions',
    contactHint: 'Named in every notice.',
    reporter: 'You',
    reporterHint: 'Deadline warnings go to this address.',
    name: 'Name',
    email: 'E-mail',
    phone: 'Telephone (optional)',
    send: 'Report and start the clocks',
    sendDrill: 'Start the drill',
    faults: (n) => (n === 1 ? 'One entry needs attention:' : `${n} entries need attention:`),
  },
  reaches: { unknown: 'Not known', yes: 'Yes', no: 'No' },
  risks: {
    undetermined: 'Not assessed yet',
    unlikely: 'Unlikely to harm anyone',
    possible: 'A risk',
    high: 'A high risk',
  },
  categories: {
    aliases: 'Names that students chose',
    answers: 'Students’ answers',
    lessons: 'Titles, questions and times of sessions',
    members: 'Names and addresses of teachers',
    contacts: 'Contact addresses of schools',
    accounts: 'Accounts with the sign-in service',
  },
  parts: {
    nature: 'What happened',
    categories: 'Which data',
    people: 'How many people',
    records: 'How many records',
    contact: 'Contact point',
    consequences: 'Likely consequences',
    measures: 'What is being done about it',
    recommendations: 'What the reader can do',
    investigation: 'What is being investigated',
    occurred: 'When it happened',
    discovered: 'When it was discovered',
    reasons: 'Why it is late',
  },
  partHints: {
    nature: 'In plain words. Don’t name any student or suspect.',
    consequences: 'What could happen to the people whose data it is.',
    measures: 'What has been done and will be done, including to limit any harm.',
    recommendations: 'What each reader should do now, or that there is nothing to do.',
    investigation: 'What has been found so far, and what is still being looked into.',
    reasons: 'Required once a deadline has passed (GDPR art. 33(1)).',
  },
  audiences: {
    authority: 'Supervisory authority (draft for the school)',
    school: 'The school',
    people: 'The people whose data it is',
    affected: 'Everyone affected',
    parents: 'Parents (letter for the school)',
    teachers: 'Teachers of the sessions concerned',
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
    teachers: 'Our promise to teachers',
  },
  starts: {
    reported: 'the report',
    discovered: 'the discovery',
    aware: 'becoming aware of it',
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
    none: 'No deadline is running.',
    noneClosed: (outcome) => `The incident is closed: ${outcome}.`,
    left: (span) => `${span} left`,
    over: (span) => `${span} overdue`,
    stopped: 'Stopped by a delay',
    deadline: (time) => `Until ${time}`,
    whom: (audience, org) => `${audience} · ${org}`,
    missing: (parts) => `Missing: ${parts}`,
    complete: 'Nothing is missing.',
    others: (n) =>
      n === 1 ? 'One more deadline is running; see below.' : `${n} more deadlines are running; see below.`,
  },
  steps: {
    title: 'What to do now',
    count: 'Wait while the people affected are counted',
    countWhy: 'This takes a moment. The page updates itself.',
    resolve: (n) => (n === 1 ? 'Record what happened to one notice' : `Record what happened to ${n} notices`),
    resolveWhy: 'The connection was lost while they were being sent. They aren’t sent again unless you say so.',
    write: (parts) => `Write what is missing: ${parts}`,
    writeWhy: (n) =>
      n === 1 ? 'Without it, one running deadline can’t be met.' : `Without it, ${n} running deadlines can’t be met.`,
    notify: 'Start notifying',
    notifyWhy: (ready, incomplete) =>
      `${ready === 1 ? '1 notice goes' : `${ready} notices go`} out at once${incomplete === 0 ? '.' : incomplete === 1 ? ', 1 waits until its texts are written.' : `, ${incomplete} wait until their texts are written.`}`,
    await: (n) => (n === 1 ? 'Wait: one notice is on its way' : `Wait: ${n} notices are on their way`),
    awaitWhy: 'Mail that is refused for now is retried automatically.',
    failed: (n) => (n === 1 ? 'One notice couldn’t be delivered' : `${n} notices couldn’t be delivered`),
    failedWhy: 'Tell the school by phone or letter, and note it in the closing reason.',
    confirm: 'When you’re sure that it is a breach, confirm it',
    confirmWhy: (n) => (n === 1 ? 'One clause starts then.' : `${n} clauses start then.`),
    judge: (what) => `Decide: ${what}`,
    judgeRisk: 'how high the risk is',
    judgeKeys: 'whether keys were in reach',
    judgeEnd: 'when the exposure ended',
    judgeWhy:
      'Until you do, the worse case is assumed. It decides whether the people affected must be told (GDPR art. 34).',
    close: 'Close the incident',
    closeWhy: 'Every notice is settled.',
    toNotices: 'See the notices',
    toTexts: 'Write the texts',
    rest: 'There is nothing to do right now. Come back when you learn more, or when an e-mail warns you of a deadline.',
  },
  clocks: {
    title: 'The clocks',
    intro: 'Each bar runs from its event to its deadline. Later days take up less room.',
    picture: (n) =>
      n === 1
        ? 'One clause with its deadline. The table below has the same data.'
        : `${n} clauses with their deadlines. The table below has the same data.`,
    none: 'No clauses yet. They appear within a moment of the report.',
    now: 'now',
    legend: {
      deadline: 'deadline',
      escalation: '50, 75, 90%: the reporter is warned',
      met: 'done in time',
      late: 'missed',
      now: 'now',
    },
    table: 'As a table',
    columns: {
      whom: 'Recipient',
      clause: 'Clause',
      starts: 'Runs from',
      deadline: 'Deadline',
      percents: '50 / 75 / 90%',
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
    incomplete: 'There are more notices than fit here. The register has them all.',
  },
  facts: {
    title: 'What is known',
    edit: 'Correct or add',
    editTitle: 'What is known',
    clocks: 'Correct a clock',
    clocksTitle: 'Correct a clock',
    clocksIntro: 'Its deadlines move with it. The register keeps both times and the reason.',
    reported: 'Reported',
    discovered: 'Discovered',
    aware: 'Aware since',
    confirmed: 'Confirmed to be a breach',
    notYet: 'not yet',
    exposure: 'Exposed',
    goesOn: 'and continuing',
    scope: 'Whose data',
    sessions: (n) => (n === 1 ? '1 session' : `${n} sessions`),
    widenHint: 'You can add to it. Nobody can be removed, because their clocks are running.',
    frozen: 'The data in scope is kept from expiring for 90 days at a time, until the incident is closed.',
    renew: 'Freeze for another 90 days',
    renewed: 'Frozen for another 90 days',
  },
  delay: {
    title: 'Delays',
    none: 'No delay. Few clauses allow one, each on certain grounds only.',
    ask: 'Record a delay',
    intro: 'A delay stops only the clauses that allow its ground, and it must have an end.',
    ground: 'Ground',
    grounds: {
      'law-enforcement': 'Law enforcement asked for it',
      'determining-scope': 'The scope is still being determined',
      'restoring-integrity': 'The integrity of the system is still being restored',
    },
    groundHints: {
      'law-enforcement': 'A notice would impede an investigation.',
      'determining-scope': 'Only where an agreement allows it.',
      'restoring-integrity': 'Only where an agreement allows it.',
    },
    authority: 'Authority',
    authorityHint: 'The office, such as “State police, cybercrime unit”. Don’t name a person.',
    until: 'Until',
    untilHint: 'At most 180 days from now. You can record another one later.',
    send: 'Record the delay',
    line: (authority, from, until) => `${authority}, from ${from} to ${until}`,
    done: 'Delay recorded',
  },
  confirm: {
    title: 'Confirm that it is a breach',
    text: 'This starts the clauses that count from the confirmation. Later, you can only move the time back.',
    at: 'Determined at',
    atHint: 'Empty means now.',
    send: 'Confirm',
    done: 'Confirmed: the clauses that count from here are running',
  },
  notify: {
    title: 'Start notifying?',
    drill: 'This is a drill: everything goes only to the person who started it.',
    ready: (n) =>
      n === 1
        ? 'This notice goes out at once and can’t be recalled:'
        : `These ${n} notices go out at once and can’t be recalled:`,
    none: 'No notice is complete yet, so nothing goes out at once.',
    incomplete: (n) =>
      n === 1
        ? 'This one goes out automatically once it is complete:'
        : `These ${n} go out automatically once they are complete:`,
    later: 'Under Notices you can first check each one exactly as it will be sent.',
    send: 'Send the notices',
    done: 'Notices are being sent',
  },
  update: {
    title: 'Report new findings',
    intro: 'Everyone who was notified gets this as a numbered update (GDPR art. 33(4)). Write only what is new.',
    button: 'Report new findings',
    send: 'Send the update',
    done: (n) => `Update ${n} is being sent`,
    empty: 'Write what is new in at least one field.',
  },
  close: {
    title: 'Close the incident?',
    intro: 'The freeze is lifted and the register entry becomes final. Report anything found later as a new incident.',
    button: 'Close the incident',
    outcome: 'What was the outcome?',
    outcomeHints: {
      notified: 'It was a breach, and everyone who had to be told was told.',
      'no-breach': 'A false alarm: no data was in the wrong hands.',
      'notice-not-required': 'It was a breach, but no clause requires a notice.',
    },
    reason: 'What was found and done',
    reasonHint: 'Also say why any notice was late or not needed. This stays in the register.',
    send: 'Close',
    done: 'The incident is closed',
  },
  affected: {
    title: 'Who is affected',
    counting: 'The people affected are being counted. The page updates itself.',
    people: 'People',
    records: 'Records',
    sessions: 'Sessions',
    erased: 'Erased since',
    erasedText: (people, records) =>
      `${people} people, ${records} records. Receipts prove it. The figures above include them, because their data existed when it happened.`,
    countedAt: (time) => `counted ${time}`,
    recount: 'Count again',
    article34: 'Must the people affected be told (GDPR art. 34)?',
    verdict: {
      unlikely: 'No: by your assessment there is no high risk to them.',
      sealed: 'No: all the data was encrypted and its keys were out of reach, so nobody can read it (art. 34(3)(a)).',
      unjudged: 'Yes, until you assess the risk: some of the data may be readable, so the worse case is assumed.',
      high: 'Yes: the risk is high, and some of the data may be readable.',
    },
    groups: 'By group',
    none: 'As far as is known, nobody is affected: none of this data falls within the scope and time. If that surprises you, check both.',
    kinds: {
      session: 'Students of a session',
      members: 'Teachers',
      contact: 'The school’s contact',
      accounts: 'Accounts',
      erased: 'Erased since the exposure began',
    },
    columns: { what: 'Group', people: 'People', records: 'Records', data: 'Data', protection: 'What protects it' },
    sealed: 'Encrypted',
    notSealed: 'Not encrypted',
    keysOut: 'keys out of reach',
    keysIn: 'keys may have been in reach',
    readable: 'Readable: counts for art. 34',
    unreadable: 'Unreadable: art. 34(3)(a)',
    orgs: 'By school',
  },
  texts: {
    intro:
      'Notices are written from these texts, in each school’s language. If a text is missing in one language, it is taken from another.',
    language: 'Language of these texts',
    needed: 'Required now',
    optional: 'not required now',
    elsewhere: 'Written in another language, which is used until you write it in this one.',
    replaceOnly: 'A text can be replaced, not emptied.',
    sends: 'Notices that become complete when you save go out at once.',
    contact: 'Contact point',
    conflict: 'Load the latest version',
    nothing: 'You haven’t changed anything yet.',
  },
  notices: {
    intro: 'There is one notice for each clause and school. Each is sent only once, unless you ask for it again.',
    none: 'No notices yet. They appear within a moment of the report.',
    states: {
      waiting: 'Waiting',
      incomplete: 'Incomplete',
      queued: 'About to be sent',
      sending: 'Being sent',
      deferred: 'Will be retried',
      sent: 'Sent',
      published: 'Published',
      failed: 'Not delivered',
      unknown: 'Unknown',
      'not-required': 'Not required',
    },
    stateHints: {
      waiting: 'for its event, or for you to start notifying',
      incomplete: 'goes out automatically once nothing is missing',
      queued: 'in a moment',
      sending: 'in a moment',
      deferred: 'the other side refused it for now',
      sent: 'the mail server accepted it',
      published: 'shown above every page',
      failed: 'refused for good, bounced, or no address',
      unknown: 'it may or may not have been sent: you decide',
      'not-required': 'the clause does not apply',
    },
    channels: { mail: 'By e-mail', public: 'As a public notice', members: 'By e-mail' },
    toOrg: (org) => `to the contact of ${org}`,
    toTeachers: (org) => `to each teacher of ${org} who has an address`,
    told: (sent, failed, unknown, without) =>
      [
        `${sent} told`,
        failed > 0 && `${failed} not delivered`,
        unknown > 0 && `${unknown} unknown`,
        without > 0 && `${without} without an address`,
      ]
        .filter(Boolean)
        .join(', '),
    toReporter: 'to the reporter',
    everybody: 'for everyone, above every page',
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
    resolve: 'What happened to it?',
    resolveOf: (what) => `What happened to it: ${what}`,
    resolveText:
      'The attempt ended without an answer. Ask the recipient or check the mail server’s log before you decide: it is sent again only if you say that it wasn’t sent.',
    bouncedText: 'The mail server accepted it, but it bounced later. A public notice above every page takes its place.',
    resolutions: { sent: 'It arrived', 'not-sent': 'It wasn’t sent: send it again', bounced: 'It bounced' },
    resolutionHints: {
      sent: 'It counts as sent at the time of the attempt.',
      'not-sent': 'It goes out once more.',
      bounced: 'A public notice takes its place.',
    },
    bounced: 'It bounced',
    bouncedOf: (what) => `It bounced: ${what}`,
    record: 'Record this',
    recorded: 'Recorded',
    would: 'This is exactly what would be sent now.',
    was: 'This is exactly what was sent.',
    subject: 'Subject',
    text: 'Text',
    html: 'HTML version, for mail programs that prefer it (source)',
    refusedTitle: 'This notice can’t be sent',
    refused: 'It is missing:',
    dictionary: {
      bounced: 'it bounced',
      'no address': 'no address',
      'said by a person': 'reported by a person',
      'no result': 'no answer',
      'nobody to write to': 'no teacher with an address',
      'no letter was accepted': 'nobody could be reached',
    },
  },
  timeline: {
    intro: 'Everything that happened, in order. Entries are only ever added; each carries the hash of the one before.',
    verified: 'The hash chain is intact.',
    broken: 'The hash chain is broken: an entry was changed, removed or added. Tell the operator at once.',
    kinds: {
      reported: 'Reported',
      state: 'State',
      changed: 'Changed',
      clock: 'Clock set',
      delay: 'Delay',
      update: 'Update',
      affected: 'Affected people counted',
      frozen: 'Frozen',
      unfrozen: 'Freeze lifted',
      notice: 'Notice',
      escalated: 'Warning',
      met: 'Deadline met',
      missed: 'Deadline missed',
      resolved: 'Reported by a person',
    },
    by: (actor) => `by ${actor}`,
    automatic: 'the system',
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
      told: 'told',
      failed: 'not delivered',
      unknown: 'unknown whether sent',
      without: 'without an address',
      percent: 'percent',
      people: 'people',
      records: 'records',
      sessions: 'sessions',
      readable: 'readable',
      erasedSince: 'receipts of later erasures',
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
      aware: 'aware since',
      categories: 'data',
      keysInReach: 'keys in reach',
      risk: 'risk',
      texts: 'texts',
      recount: 'count',
      round: 'round',
      notice: 'notice',
      resolution: 'what happened to it',
      target: 'our own target',
    },
  },
  register: {
    intro:
      'The entry in the breach register: the facts, the effects and the measures taken (GDPR art. 33(5)). Reading it is logged.',
    open: 'Show the entry',
    print: 'Print',
    html: 'Save for printing (HTML)',
    json: 'Save as data (JSON)',
    saved: (name) => `Saved as ${name}`,
    printed: (time) => `As of ${time}`,
    facts: 'Facts',
    effects: 'Effects',
    measures: 'Measures taken',
    none: 'nothing yet',
  },
};
