// A plan as people read it: by what happens to things, and under which rule.

import type { Hold, RetentionRule, RetentionStep, RetentionSubject } from '../api/schema';

export type Outcome = 'held' | 'erased' | 'deleted' | 'closed';

export interface PlanGroup {
  outcome: Outcome;
  rule: RetentionRule;
  steps: RetentionStep[];
}

const outcomes: Outcome[] = ['held', 'erased', 'deleted', 'closed'];
const rules: RetentionRule[] = [
  'formal',
  'restore-window',
  'policy',
  'org-left',
  'contract',
  'draft',
  'idle',
  'closes-at',
];

const outcomeOf = (step: RetentionStep): Outcome => (step.hold === null ? step.to : 'held');

/** Groups a plan's steps: what can't be undone first, and in each the earliest first. */
export function groupSteps(steps: readonly RetentionStep[]): PlanGroup[] {
  const groups = new Map<string, PlanGroup>();
  for (const step of steps) {
    const outcome = outcomeOf(step);
    const key = `${outcome} ${step.rule}`;
    const group = groups.get(key) ?? { outcome, rule: step.rule, steps: [] };
    group.steps.push(step);
    groups.set(key, group);
  }
  for (const group of groups.values()) group.steps.sort((x, y) => Date.parse(x.at) - Date.parse(y.at));
  return [...groups.values()].sort(
    (x, y) =>
      outcomes.indexOf(x.outcome) - outcomes.indexOf(y.outcome) || rules.indexOf(x.rule) - rules.indexOf(y.rule),
  );
}

export function countOutcomes(steps: readonly RetentionStep[]): Record<Outcome, number> {
  const counts = { held: 0, erased: 0, deleted: 0, closed: 0 };
  for (const step of steps) counts[outcomeOf(step)]++;
  return counts;
}

/** The legal hold that stops a formal erasure: of several, the one that ends last (domain.HeldBy). */
export function heldBy(holds: readonly Hold[], subject: RetentionSubject): Hold | null {
  return holds
    .filter((h) => h.stands && h.kind === 'legal' && (h.session === null || h.session === subject.session))
    .reduce<Hold | null>((last, h) => (last && Date.parse(last.endsAt) >= Date.parse(h.endsAt) ? last : h), null);
}

/** The id of what a subject is, to tell two of a kind apart. */
export function subjectID(s: RetentionSubject): string | null {
  return s.participant ?? s.questionSet ?? s.member ?? s.session ?? null;
}
