// What the breach register's API says; the contract is shared/httpapi/openapi.yaml.

export const states = ['reported', 'scoping', 'notifying', 'closed'] as const;
export type State = (typeof states)[number];

export const outcomes = ['notified', 'no-breach', 'notice-not-required'] as const;
export type Outcome = (typeof outcomes)[number];

export const categories = ['aliases', 'answers', 'lessons', 'members', 'contacts', 'accounts'] as const;
export type Category = (typeof categories)[number];

/** What the database holds only encrypted under keys that are kept elsewhere. */
export const sealed: readonly Category[] = ['aliases', 'answers', 'members', 'contacts'];

export const reaches = ['unknown', 'yes', 'no'] as const;
export type Reach = (typeof reaches)[number];

export const risks = ['undetermined', 'unlikely', 'possible', 'high'] as const;
export type Risk = (typeof risks)[number];

export const grounds = ['law-enforcement', 'determining-scope', 'restoring-integrity'] as const;
export type Ground = (typeof grounds)[number];

/** The parts of a notice that only a person can write. */
export const written = ['nature', 'consequences', 'measures', 'recommendations', 'investigation', 'reasons'] as const;
export type Written = (typeof written)[number];

export type Part = Written | 'categories' | 'people' | 'records' | 'contact' | 'occurred' | 'discovered';

export const isWritten = (part: Part): part is Written => (written as readonly string[]).includes(part);

export type Texts = Partial<Record<Written, string>>;

export interface Contact {
  name: string;
  email: string;
  phone?: string;
}

export interface ErasedSince {
  receipts: number;
  people: number;
  records: number;
}

export interface Totals {
  orgs: number;
  sessions: number;
  people: number;
  records: number;
  erasedSince: ErasedSince;
  readable: boolean;
  complete: boolean;
}

export interface AffectedOrg {
  org: string;
  sessions: number;
  people: number;
  records: number;
  erased: ErasedSince;
  readable: boolean;
  at: string;
}

export interface Group {
  id: string;
  org: string;
  kind: 'session' | 'members' | 'contact' | 'accounts' | 'erased';
  session: string | null;
  receipt: string | null;
  people: number;
  records: number;
  categories: Category[];
  sealed: boolean;
  keysInReach: boolean;
  readable: boolean;
}

export interface AffectedList {
  items: Group[];
  nextPageToken: string | null;
  totals: Totals | null;
  orgs: AffectedOrg[];
}

export interface Delay {
  ground: Ground;
  authority: string;
  from: string;
  until: string;
}

export interface Clocks {
  reportedAt: string;
  discoveredAt: string | null;
  awareAt: string | null;
  confirmedAt: string | null;
}

export interface Scope {
  orgs: string[];
  sessions: string[];
}

export interface Incident {
  id: string;
  org: string;
  title: string;
  drill: boolean;
  state: State;
  outcome: Outcome | null;
  clocks: Clocks;
  occurredFrom: string;
  occurredUntil: string | null;
  categories: Category[];
  scope: Scope;
  keysInReach: Reach;
  risk: Risk;
  affected: Totals | null;
  delays: Delay[];
  updates: number;
  texts: Record<string, Texts>;
  contact: Contact;
  reporter: { name: string; email: string };
  closedAt: string | null;
  revision: number;
}

export interface Report {
  title: string;
  drill: boolean;
  occurredFrom: string;
  occurredUntil?: string;
  discoveredAt?: string;
  awareAt?: string;
  categories: Category[];
  scope: Partial<Scope>;
  keysInReach: Reach;
  risk: Risk;
  texts: Record<string, Texts>;
  contact: Contact;
  reporter: { name: string; email: string };
}

export interface Patch {
  state?: 'scoping' | 'notifying';
  title?: string;
  occurredFrom?: string;
  occurredUntil?: string | null;
  discoveredAt?: string;
  awareAt?: string;
  clockReason?: string;
  categories?: Category[];
  scope?: Partial<Scope>;
  keysInReach?: Reach;
  risk?: Risk;
  texts?: Record<string, Texts>;
  contact?: Contact;
  recount?: boolean;
  renewFreeze?: boolean;
}

export const audiences = ['authority', 'school', 'people', 'affected', 'parents'] as const;
export type Audience = (typeof audiences)[number];

export type Start = 'reported' | 'discovered' | 'aware' | 'confirmed' | `notice:${string}`;

export interface Clause {
  id: string;
  audience: Audience;
  starts: Start;
  within: { count: number; unit: 'hours' | 'days' | 'businessDays' };
  target: boolean;
  source: string;
}

export const noticeStates = [
  'waiting',
  'incomplete',
  'queued',
  'sending',
  'deferred',
  'sent',
  'published',
  'failed',
  'unknown',
  'not-required',
] as const;
export type NoticeState = (typeof noticeStates)[number];

export interface Notice {
  id: string;
  org: string;
  kind: 'notice' | 'update' | 'escalation';
  /** Of an update; the percent of an escalation. */
  number: number;
  channel: 'mail' | 'public';
  clause: Clause;
  state: NoticeState;
  startsAt: string | null;
  deadline: string | null;
  stopped: boolean;
  escalated: number;
  missed: boolean;
  met: boolean;
  missing: Part[];
  attempts: number;
  lastAttempt: string | null;
  nextAttempt: string | null;
  doneAt: string | null;
  result: string | null;
}

export type Resolution = 'sent' | 'not-sent' | 'bounced';

export interface Preview {
  state: NoticeState;
  language: string;
  subject: string;
  text: string;
  html: string;
}

export const entryKinds = [
  'reported',
  'state',
  'changed',
  'clock',
  'delay',
  'update',
  'affected',
  'frozen',
  'unfrozen',
  'notice',
  'escalated',
  'met',
  'missed',
  'resolved',
] as const;
export type EntryKind = (typeof entryKinds)[number];

export interface Entry {
  n: number;
  at: string;
  recordedAt: string;
  /** A member's id, or the function that did it. */
  actor: string;
  kind: EntryKind;
  facts: Record<string, string>;
  note: string | null;
  hash: string;
}

export interface Timeline {
  items: Entry[];
  nextPageToken: string | null;
  verified: boolean;
}

export interface Register {
  incident: Incident;
  affected: AffectedOrg[];
  notices: Notice[];
  timeline: Entry[];
  verified: boolean;
  printedAt: string;
}
