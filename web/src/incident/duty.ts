// What has to be done, and in which order: derived from an incident's notices.

import type { Audience, AffectedTotals, Clause, Incident, Notice, Part } from '../api/schema';

/** One clause towards one organization, with its notice on every channel. */
export interface Duty {
  key: string;
  clause: Clause;
  org: string;
  notices: Notice[];
  startsAt: string | null;
  deadline: string | null;
  /** When the last of it was done, if all of it is. */
  doneAt: string | null;
  missed: boolean;
  stopped: boolean;
  missing: Part[];
  status: Status;
}

export type Status =
  | 'not-required'
  | 'not-started' // its event hasn't come
  | 'met'
  | 'late' // done, but not in time
  | 'overdue' // not done, and the time is over
  | 'stopped' // by a delay
  | 'open';

export const delivered = (n: Notice) => n.state === 'sent' || n.state === 'published';

/** Whether something is still outstanding. */
export const isOpen = (n: Notice) => !delivered(n) && n.state !== 'failed' && n.state !== 'not-required';

/** The first notices by clause and organization, the soonest deadline first. */
export function dutiesOf(notices: readonly Notice[], now: number): Duty[] {
  const groups = new Map<string, Notice[]>();
  for (const n of notices) {
    if (n.kind !== 'notice') continue;
    const key = `${n.clause.id} ${n.org}`;
    groups.set(key, [...(groups.get(key) ?? []), n]);
  }
  return [...groups]
    .map(([key, all]) => dutyOf(key, all, now))
    .sort(
      (a, b) =>
        time(a.deadline) - time(b.deadline) || a.clause.id.localeCompare(b.clause.id) || a.org.localeCompare(b.org),
    );
}

const time = (iso: string | null) => (iso === null ? Infinity : Date.parse(iso));

function dutyOf(key: string, all: Notice[], now: number): Duty {
  const wanted = all.filter((n) => n.state !== 'not-required');
  const shown = wanted.length > 0 ? wanted : all;
  // The public notice makes up for a failed mail.
  const published = shown.find((n) => n.channel === 'public' && delivered(n));
  const done = wanted.length > 0 && wanted.every((n) => delivered(n) || (n.state === 'failed' && published));
  const doneAt = done
    ? wanted
        .map((n) => (delivered(n) ? n.doneAt! : published!.doneAt!))
        .sort()
        .at(-1)!
    : null;
  const first = shown.find((n) => n.deadline !== null) ?? shown[0]!;
  const missed = wanted.some((n) => n.missed);
  const stopped = wanted.some((n) => n.stopped);
  const open = wanted.filter(isOpen);
  let status: Status;
  if (wanted.length === 0) status = 'not-required';
  else if (done) status = missed ? 'late' : 'met';
  else if (first.startsAt === null || first.deadline === null) status = 'not-started';
  else if (missed || now >= Date.parse(first.deadline)) status = 'overdue';
  else if (stopped) status = 'stopped';
  else status = 'open';
  return {
    key,
    clause: first.clause,
    org: first.org,
    notices: all,
    startsAt: first.startsAt,
    deadline: first.deadline,
    doneAt,
    missed,
    stopped,
    missing: [...new Set(open.flatMap((n) => n.missing))],
    status,
  };
}

/** What is pressing, the most pressing first: what is overdue, what runs, what is stopped. */
export function pressing(duties: readonly Duty[]): Duty[] {
  const order: Status[] = ['overdue', 'open', 'stopped'];
  return duties
    .filter((d) => order.includes(d.status))
    .sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status) || time(a.deadline) - time(b.deadline));
}

/** A notice that a school may have to act on. It needn't tell its teachers. */
type OwnNotice = Notice & { clause: { audience: Audience } };

/** What only the school can do, before what it only has to know. */
const ownOrder: Audience[] = ['authority', 'people', 'affected', 'parents', 'school'];

/**
 * The notices that a school must act on itself, in the order in which to: to file with the authority, to pass on to people whose
 * addresses only it has, to read. A clause whose event hasn't come, or that doesn't apply, asks for nothing.
 */
export function ownSteps(notices: readonly Notice[]): OwnNotice[] {
  return notices
    .filter((n): n is OwnNotice => n.clause.audience !== 'teachers')
    .filter((n) => n.kind === 'notice' && n.channel === 'mail' && n.deadline !== null && n.state !== 'not-required')
    .sort(
      (a, b) =>
        ownOrder.indexOf(a.clause.audience) - ownOrder.indexOf(b.clause.audience) ||
        time(a.deadline) - time(b.deadline),
    );
}

export type Step =
  | { is: 'count' } // the affected list is being computed
  | { is: 'resolve'; notices: Notice[] }
  | { is: 'write'; missing: Part[]; duties: Duty[] }
  | { is: 'notify'; ready: number; incomplete: number }
  | { is: 'await'; notices: Notice[] } // they are on their way
  | { is: 'failed'; notices: Notice[] } // mail can't reach them, and no public notice makes up for it
  | { is: 'confirm'; duties: Duty[] }
  | { is: 'judge'; risk: boolean; keys: boolean; end: boolean }
  | { is: 'close' };

/** What to do, in the order in which to do it. */
export function stepsOf(incident: Incident, totals: AffectedTotals, notices: readonly Notice[], now: number): Step[] {
  if (incident.state === 'closed') return [];
  const duties = dutiesOf(notices, now);
  const firsts = notices.filter((n) => n.kind === 'notice');
  const steps: Step[] = [];
  const counting = incident.state === 'reported' || !totals?.complete;
  const unknown = notices.filter((n) => n.state === 'unknown');
  if (unknown.length > 0) steps.push({ is: 'resolve', notices: unknown });

  const lacking = pressing(duties).filter((d) => d.missing.length > 0);
  const missing = [...new Set(lacking.flatMap((d) => d.missing))].filter((p) => p !== 'people' && p !== 'records');
  const write: Step[] = missing.length > 0 ? [{ is: 'write', missing, duties: lacking }] : [];
  // If nothing is missing for the next deadline, it is met by notifying; the rest is written after it.
  const next = pressing(duties)[0];
  const ready = incident.state === 'scoping' && !counting && next !== undefined && next.missing.length === 0;
  if (!ready) steps.push(...write);
  if (counting) steps.push({ is: 'count' });
  if (incident.state === 'scoping' && !counting) {
    const due = firsts.filter((n) => n.state === 'waiting' && n.startsAt !== null);
    const incomplete = due.filter((n) => n.missing.length > 0).length;
    steps.push({ is: 'notify', ready: due.length - incomplete, incomplete });
  }
  if (ready) steps.push(...write);
  const moving = notices.filter((n) => n.state === 'queued' || n.state === 'sending' || n.state === 'deferred');
  if (moving.length > 0) steps.push({ is: 'await', notices: moving });
  const failed = firsts.filter(
    (n) =>
      n.state === 'failed' &&
      n.channel !== 'members' && // their school was told
      !firsts.some((o) => o.clause.id === n.clause.id && o.org === n.org && o.channel === 'public' && delivered(o)),
  );
  if (failed.length > 0) steps.push({ is: 'failed', notices: failed });
  const judge = {
    risk: incident.risk === 'undetermined',
    keys: incident.keysInReach === 'unknown',
    end: incident.occurredUntil === null,
  };
  if (judge.risk || judge.keys || judge.end) steps.push({ is: 'judge', ...judge });
  const unconfirmed = duties.filter((d) => d.status === 'not-started' && d.clause.starts === 'confirmed');
  if (incident.clocks.confirmedAt === null && unconfirmed.length > 0)
    steps.push({ is: 'confirm', duties: unconfirmed });
  const unsettled = duties.some((d) => d.status === 'overdue' || d.status === 'open' || d.status === 'stopped');
  if (incident.state === 'notifying' && !unsettled && moving.length === 0 && unknown.length === 0 && !counting)
    steps.push({ is: 'close' });
  return steps;
}

/** Whether the server is about to change something by itself. */
export function moving(incident: Incident, totals: AffectedTotals, notices: readonly Notice[]): boolean {
  if (incident.state === 'closed') return false;
  if (incident.state === 'reported' || !totals?.complete || notices.length === 0) return true;
  return notices.some(
    (n) =>
      n.state === 'queued' ||
      n.state === 'sending' ||
      (incident.state === 'notifying' && n.kind !== 'escalation' && n.state === 'waiting' && n.startsAt !== null),
  );
}
