// What the API says about how an org's data ends; the contract is
// shared/httpapi/openapi.yaml.

export interface Policy {
  /** ISO 8601 durations of calendar months and days, such as P6M. */
  kept: string;
  restore: string;
  purposes: string[];
  clause: string;
  contact: string;
  /** A session; 0 stands for the usual 5,000. */
  maxParticipants: number;
}

export interface OrgPrivacy {
  name: string;
  kept: string;
  restoreWindow: string;
  purposes: string[];
  clause: string;
  visibleTo: ('teachers' | 'school-admins')[];
  contact: string;
}

export type SubjectKind = 'session' | 'participant' | 'questionSet' | 'member' | 'org';

export interface Subject {
  kind: SubjectKind;
  session?: string;
  participant?: string;
  questionSet?: string;
  member?: string;
}

export type Rule = 'closes-at' | 'idle' | 'draft' | 'policy' | 'restore-window' | 'org-left' | 'contract' | 'formal';

export interface Step {
  subject: Subject;
  title: string | null;
  to: 'closed' | 'deleted' | 'erased';
  rule: Rule;
  due: string;
  at: string;
  /** The id of the hold that stops it. */
  hold: string | null;
}

export interface Plan {
  at: string;
  items: Step[];
  truncated: boolean;
  stopped: { waiting: number; since: string } | null;
  paused: boolean;
}

export interface Hold {
  id: string;
  kind: 'legal' | 'incident';
  /** Null: everything of the school. */
  session: string | null;
  name: string;
  placedAt: string;
  until: string;
  endsAt: string;
  stands: boolean;
}

export interface HoldRequest {
  session: string | null;
  name: string;
  until: string;
}

export type Ground = 'data-subject' | 'school' | 'parent' | 'no-consent';

export interface ErasureRequest {
  subject: Subject;
  ground: Ground;
  /** The school's id once more, to erase everything of it. */
  org?: string;
}

/** How far an erasure came. */
export interface ErasureResult {
  state: 'erased' | 'erasing' | 'held';
  receiptId: string | null;
  irrecoverableAt: string | null;
}

export interface Erasure {
  id: string;
  subject: Subject;
  rule: Rule;
  ground?: Ground;
  requestedAt: string;
  /** Keys are gone. */
  begun: boolean;
}

export interface Receipt {
  format: number;
  id: string;
  org: string;
  kind: SubjectKind;
  session?: string;
  participant?: string;
  questionSet?: string;
  rule: Rule;
  ground?: Ground;
  clause?: string;
  counts: { participants: number; answers: number; documents: number };
  requestedAt: string;
  keysDeletedAt: string;
  erasedAt: string;
  irrecoverableAt: string;
  plainUntil: string;
}

export interface ReceiptView {
  receipt: Receipt;
  sha256: string;
  /** Of the chain; null until it is sealed. */
  block: number | null;
}

/** A block of the chain with its receipts, all bytes in base64. */
export interface Sealed {
  block: string;
  signature: string;
  receipts: string[];
}

export interface PublicKey {
  id: string;
  pem: string;
}

export type OrphanKind =
  | 'key-without-session'
  | 'session-without-key'
  | 'participants-without-key'
  | 'keys-without-participant'
  | 'documents-of-erased-session';

export interface Orphan {
  id: string;
  session: string;
  kind: OrphanKind;
  count: number;
  foundAt: string;
}

/** What wants a second factor, and is done on coming back with one. */
export type Task =
  | { do: 'policy'; policy: Policy; etag: string | null }
  | { do: 'hold'; hold: HoldRequest; key: string }
  | { do: 'release'; id: string }
  | { do: 'erase'; request: ErasureRequest }
  | { do: 'confirm'; what: 'cap' | 'restore'; waiting?: number };
