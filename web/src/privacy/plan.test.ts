import { expect, test } from 'vitest';
import { countOutcomes, groupSteps, heldBy } from './plan';
import type { Hold, RetentionStep } from '../api/schema';

const step = (
  session: string,
  to: RetentionStep['to'],
  rule: RetentionStep['rule'],
  at: string,
  hold: string | null = null,
): RetentionStep => ({
  subject: { kind: 'session', session },
  title: session,
  to,
  rule,
  due: at,
  at,
  hold,
});

const steps = [
  step('a', 'deleted', 'policy', '2027-03-02T00:00:00Z'),
  step('a', 'erased', 'restore-window', '2027-09-02T00:00:00Z'),
  step('b', 'closed', 'idle', '2027-01-01T00:00:00Z'),
  step('c', 'deleted', 'policy', '2027-03-01T00:00:00.5Z'),
  step('d', 'erased', 'restore-window', '2027-02-01T00:00:00Z', 'h1'),
  step('e', 'erased', 'formal', '2027-02-01T00:00:00Z'),
];

test('a plan is grouped by what happens to things and by rule, what can’t be undone first', () => {
  const groups = groupSteps(steps);
  expect(groups.map((g) => [g.outcome, g.rule, g.steps.map((s) => s.title)])).toEqual([
    ['held', 'restore-window', ['d']],
    ['erased', 'formal', ['e']],
    ['erased', 'restore-window', ['a']],
    ['deleted', 'policy', ['c', 'a']],
    ['closed', 'idle', ['b']],
  ]);
  expect(countOutcomes(steps)).toEqual({ held: 1, erased: 2, deleted: 2, closed: 1 });
  expect(groupSteps([])).toEqual([]);
});

test('a formal erasure yields to legal holds only', () => {
  const hold = (id: string, over: Partial<Hold>): Hold => ({
    id,
    kind: 'legal',
    session: null,
    name: id,
    placedAt: '2027-01-01T00:00:00Z',
    until: '2027-06-01T00:00:00Z',
    endsAt: '2027-06-01T00:00:00Z',
    stands: true,
    ...over,
  });
  const subject = { kind: 'participant', session: 's1', participant: 'p1' } as const;
  expect(heldBy([], subject)).toBeNull();
  expect(heldBy([hold('freeze', { kind: 'incident' })], subject)).toBeNull();
  expect(heldBy([hold('over', { stands: false })], subject)).toBeNull();
  expect(heldBy([hold('other', { session: 's2' })], subject)).toBeNull();
  expect(heldBy([hold('all', {}), hold('own', { session: 's1', endsAt: '2028-01-01T00:00:00Z' })], subject)?.id).toBe(
    'own',
  );
  // A hold on one session says nothing about the school's other things.
  expect(heldBy([hold('own', { session: 's1' })], { kind: 'member', member: 'm1' })).toBeNull();
});
