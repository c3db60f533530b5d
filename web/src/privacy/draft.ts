// A policy as it is being written, and what keeps it from being sent: the rules
// of domain.Policy.Check, told before the server has to.

import { isoPeriod, parsePeriod, type Period } from '../orgPrivacy/period';
import type { Policy } from '../api/schema';
import {
  policyClauseMaxLength,
  policyContactMaxLength,
  policyKeptMonths,
  policyMaxParticipantsMaximum,
  policyPurposesItemsMaxLength,
  policyPurposesMaxItems,
  policyRestoreDays,
  policyRestoreMonths,
} from '../api/values';

/** A period as three fields have it, as typed. */
export interface PeriodDraft {
  years: string;
  months: string;
  days: string;
}

export interface PolicyDraft {
  kept: PeriodDraft;
  restore: PeriodDraft;
  /** One per line. */
  purposes: string;
  clause: string;
  contact: string;
  participants: string;
}

export type Problem = 'number' | 'kept' | 'restore' | 'purposes' | 'purpose' | 'clause' | 'contact' | 'participants';
export type Problems = Partial<Record<keyof PolicyDraft, Problem>>;

export function draftOf(policy: Policy): PolicyDraft {
  const period = (iso: string): PeriodDraft => {
    const { months, days } = parsePeriod(iso) ?? { months: 0, days: 0 };
    const text = (n: number) => (n === 0 ? '' : String(n));
    return { years: text(Math.floor(months / 12)), months: text(months % 12), days: text(days) };
  };
  return {
    kept: period(policy.kept),
    restore: period(policy.restore),
    purposes: policy.purposes.join('\n'),
    clause: policy.clause,
    contact: policy.contact,
    participants: String(policy.maxParticipants),
  };
}

/** A whole number of at most five digits; nothing is zero. */
function count(text: string): number | null {
  const s = text.trim();
  return s === '' ? 0 : /^\d{1,5}$/.test(s) ? Number(s) : null;
}

function periodOf(draft: PeriodDraft): Period | null {
  const [years, months, days] = [count(draft.years), count(draft.months), count(draft.days)];
  return years === null || months === null || days === null ? null : { months: 12 * years + months, days };
}

const length = (s: string) => [...s].length;

/** Whether the server takes it as a line; it cleans what is only invisible (IsLine in shared/domain). */
export const isLine = (s: string, most: number) =>
  s !== '' && length(s) <= most && !/[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\u2029]/u.test(s);

/** The policy that was written, or what is wrong with it, by field. */
export function readDraft(draft: PolicyDraft): { policy: Policy; problems: Problems } {
  const problems: Problems = {};
  const kept = periodOf(draft.kept);
  const restore = periodOf(draft.restore);
  if (!kept) problems.kept = 'number';
  else if (kept.months * 30 + kept.days < 1 || kept.months + Math.floor(kept.days / 30) > policyKeptMonths)
    problems.kept = 'kept';
  if (!restore) problems.restore = 'number';
  else if (
    restore.months > policyRestoreMonths ||
    (restore.days > 0 && restore.months * 31 + restore.days > policyRestoreDays)
  )
    problems.restore = 'restore';
  const purposes = draft.purposes
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (purposes.length < 1 || purposes.length > policyPurposesMaxItems) problems.purposes = 'purposes';
  else if (!purposes.every((line) => isLine(line, policyPurposesItemsMaxLength))) problems.purposes = 'purpose';
  const clause = draft.clause.trim();
  if (!isLine(clause, policyClauseMaxLength)) problems.clause = 'clause';
  const contact = draft.contact.trim();
  if (
    !/^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+\.[^\s@<>,;:"()[\]\\.]+$/.test(contact) ||
    contact.length > policyContactMaxLength
  )
    problems.contact = 'contact';
  const participants = count(draft.participants);
  if (participants === null || participants > policyMaxParticipantsMaximum) problems.participants = 'participants';
  return {
    policy: {
      kept: isoPeriod(kept ?? { months: 0, days: 0 }),
      restore: isoPeriod(restore ?? { months: 0, days: 0 }),
      purposes,
      clause,
      contact,
      maxParticipants: participants ?? 0,
    },
    problems,
  };
}
