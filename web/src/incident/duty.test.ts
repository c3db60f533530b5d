import { expect, test } from 'vitest';
import { dutiesOf, moving, ownSteps, pressing, stepsOf } from './duty';
import type { AffectedTotals, Incident, Notice } from '../api/schema';

const T0 = Date.parse('2026-11-22T02:00:00Z');
const h = (hours: number) => new Date(T0 + hours * 3_600_000).toISOString();

function notice(
  id: string,
  more: Partial<Notice> & { within?: number; starts?: Notice['clause']['starts'] } = {},
): Notice {
  const { within = 24, starts = 'aware', ...rest } = more;
  return {
    id: `${id}${rest.org ?? ''}${rest.channel ?? ''}${rest.kind ?? ''}`,
    org: 'north',
    kind: 'notice',
    number: 0,
    channel: 'mail',
    clause: { id, audience: 'school', starts, within: { count: within, unit: 'hours' }, target: false, source: 'law' },
    state: 'waiting',
    startsAt: h(0),
    deadline: h(within),
    stopped: false,
    escalated: 0,
    missed: false,
    met: false,
    missing: [],
    attempts: 0,
    lastAttempt: null,
    nextAttempt: null,
    doneAt: null,
    result: null,
    told: null,
    ...rest,
  };
}

const totals: NonNullable<AffectedTotals> = {
  orgs: 1,
  sessions: 1,
  people: 3,
  records: 3,
  erasedSince: { receipts: 0, people: 0, records: 0 },
  readable: true,
  complete: true,
};

function incident(more: Partial<Incident> = {}): Incident {
  return {
    id: 'a'.repeat(26),
    org: 'north',
    title: 'Bucket',
    drill: false,
    state: 'scoping',
    outcome: null,
    clocks: { reportedAt: h(0), discoveredAt: h(0), awareAt: h(0), confirmedAt: null },
    occurredFrom: h(-5),
    occurredUntil: h(0),
    categories: ['aliases'],
    scope: { orgs: ['north'], sessions: [] },
    keysInReach: 'no',
    risk: 'high',
    affected: totals,
    delays: [],
    updates: 0,
    texts: {},
    contact: { name: 'x', email: 'x@y.example' },
    reporter: { name: 'x', email: 'x@y.example' },
    closedAt: null,
    revision: 1,
    readOnly: false,
    names: { north: 'North School' },
    ...more,
  };
}

test('the state of a clause is that of all its notices', () => {
  const sent = { state: 'sent', doneAt: h(2), met: true } as const;
  const published = { state: 'published', channel: 'public', doneAt: h(3), met: true } as const;
  const cases: [string, Notice[], number][] = [
    ['open', [notice('a')], 1],
    ['overdue', [notice('a')], 24],
    ['overdue', [notice('a', { missed: true, state: 'incomplete' })], 30],
    ['met', [notice('a', sent), notice('a', published)], 99],
    ['open', [notice('a', sent), notice('a', { channel: 'public' })], 5],
    ['met', [notice('a', { state: 'failed', doneAt: h(2) }), notice('a', published)], 99],
    ['open', [notice('a', { state: 'failed', doneAt: h(2) })], 5],
    ['late', [notice('a', { ...sent, doneAt: h(25), met: false, missed: true })], 99],
    ['not-required', [notice('a', { state: 'not-required' })], 99],
    ['met', [notice('a', sent), notice('a', { state: 'not-required', channel: 'public' })], 99],
    ['stopped', [notice('a', { stopped: true })], 5],
    ['not-started', [notice('a', { startsAt: null, deadline: null })], 99],
  ];
  for (const [status, notices, hours] of cases) {
    expect(dutiesOf(notices, T0 + hours * 3_600_000)[0]!.status, JSON.stringify([status, hours])).toBe(status);
  }
  expect(dutiesOf([notice('a', sent), notice('a', published)], T0)[0]!.doneAt).toBe(h(3));
});

test('what is overdue presses most, then the next deadline, and what a delay stops least', () => {
  const all = [
    notice('stopped', { within: 30, stopped: true }),
    notice('later', { within: 72 }),
    notice('soon', { within: 48 }),
    notice('over', { within: 12 }),
    notice('done', { within: 1, state: 'sent', doneAt: h(0.5) }),
    notice('never', { startsAt: null, deadline: null }),
    notice('soon', { kind: 'escalation', number: 50, state: 'sent' }),
  ];
  expect(pressing(dutiesOf(all, T0 + 20 * 3_600_000)).map((d) => d.clause.id)).toEqual([
    'over',
    'soon',
    'later',
    'stopped',
  ]);
});

test('what is next', () => {
  const steps = (i: Partial<Incident>, notices: Notice[], t: AffectedTotals = totals) =>
    stepsOf(incident(i), t, notices, T0 + 3_600_000).map((s) => s.is);
  expect(steps({ state: 'reported' }, [], null)).toEqual(['count']);
  expect(steps({}, [notice('a', { missing: ['measures'] }), notice('b')])).toEqual(['write', 'notify']);
  const [write, notify] = stepsOf(
    incident(),
    totals,
    [notice('a', { missing: ['measures', 'people'] }), notice('b')],
    T0,
  );
  expect(write).toMatchObject({ missing: ['measures'] });
  expect(notify).toEqual({ is: 'notify', ready: 1, incomplete: 1 });
  expect(steps({}, [notice('a'), notice('b', { within: 72, missing: ['measures'] })])).toEqual(['notify', 'write']);
  expect(steps({ risk: 'undetermined', occurredUntil: null }, [notice('a')])).toEqual(['notify', 'judge']);
  expect(
    steps({ state: 'notifying' }, [
      notice('a', { state: 'unknown' }),
      notice('b', { state: 'incomplete', missing: ['nature'] }),
    ]),
  ).toEqual(['resolve', 'write']);
  expect(steps({ state: 'notifying' }, [notice('a', { state: 'deferred' })])).toEqual(['await']);
  expect(steps({ state: 'notifying' }, [notice('a', { state: 'failed' })])).toEqual(['failed']);
  // What counts from an event that never came doesn't keep it open.
  const confirmed = notice('c', { startsAt: null, deadline: null, starts: 'confirmed' });
  expect(steps({ state: 'notifying' }, [notice('a', { state: 'sent', doneAt: h(1) }), confirmed])).toEqual([
    'confirm',
    'close',
  ]);
  expect(steps({ state: 'closed' }, [notice('a', { state: 'unknown' })])).toEqual([]);
});

test('it is looked at often only while something moves', () => {
  expect(moving(incident({ state: 'reported' }), null, [])).toBe(true);
  expect(moving(incident(), totals, [notice('a')])).toBe(false);
  expect(moving(incident(), { ...totals, complete: false }, [notice('a')])).toBe(true);
  expect(moving(incident({ state: 'notifying' }), totals, [notice('a')])).toBe(true);
  expect(moving(incident({ state: 'notifying' }), totals, [notice('a', { state: 'sending' })])).toBe(true);
  expect(
    moving(incident({ state: 'notifying' }), totals, [
      notice('a', { state: 'incomplete' }),
      notice('b', { startsAt: null }),
    ]),
  ).toBe(false);
  expect(moving(incident({ state: 'closed' }), null, [])).toBe(false);
});

test('a school files, passes on and reads, in this order, what is due and applies', () => {
  const to = (id: string, audience: Notice['clause']['audience'], more: Parameters<typeof notice>[1] = {}) => {
    const n = notice(id, more);
    return { ...n, clause: { ...n.clause, audience } };
  };
  const all = [
    to('read', 'school'),
    to('later', 'authority', { within: 72 }),
    to('parents', 'parents', { within: 24 * 30 }),
    to('none', 'people', { state: 'not-required' }),
    to('all', 'affected', { within: 72, state: 'sent', doneAt: h(1) }),
    to('all', 'affected', { channel: 'public' }),
    to('sooner', 'authority', { within: 48 }),
    to('never', 'authority', { startsAt: null, deadline: null }),
    to('sooner', 'authority', { kind: 'update', number: 1 }),
  ];
  expect(ownSteps(all).map((n) => n.clause.id)).toEqual(['sooner', 'later', 'all', 'parents', 'read']);
});
