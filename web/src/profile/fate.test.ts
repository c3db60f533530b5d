import { expect, test } from 'vitest';
import type { DepartureItem, OwnDeparture } from '../api/schema';
import { fates } from './fate';

const at = (month: number) => `2027-0${month}-01T00:00:00Z`;
const step = (to: 'closed' | 'deleted' | 'erased', month: number, hold: string | null = null) =>
  ({ to, rule: 'org-left', promise: 'P26', due: at(month), at: at(month), hold }) as const;
const item = (title: string, steps: DepartureItem['steps'], stays?: DepartureItem['stays']): DepartureItem => ({
  subject: { kind: 'session', session: title },
  title,
  steps,
  ...(stays && { stays, promise: 'P26' }),
});
const leaving = (hold: string | null, ...items: DepartureItem[]): OwnDeparture => ({
  member: 'm',
  departure: {
    on: at(1),
    until: at(9),
    items: [{ subject: { kind: 'member', member: 'm' }, title: null, steps: [step('erased', 1, hold)] }, ...items],
    truncated: false,
  },
  successor: true,
});

test('says what is deleted, what was, what stays and what is held', () => {
  const { held, all } = fates(
    leaving(
      null,
      item('open', [step('closed', 1), step('deleted', 1), step('erased', 6)]),
      item('without a window', [step('deleted', 1)]),
      item('in the trash', [step('erased', 3)]),
      item('with others', [], 'colleagues'),
      item('held', [step('deleted', 2, 'hold')]),
      item('nothing', []),
    ),
  );
  expect(held).toBe(false);
  expect(all.map(({ item, fate }) => [item.title, fate])).toEqual([
    ['open', { what: 'deleted', until: at(6) }],
    ['without a window', { what: 'deleted', until: null }],
    ['in the trash', { what: 'trashed', on: at(3) }],
    ['with others', { what: 'stays', why: 'colleagues' }],
    ['held', { what: 'held' }],
  ]);
});

test('says that a hold of the account delays everything', () => {
  expect(fates(leaving('hold'))).toEqual({ held: true, all: [] });
  const ends = leaving(null);
  ends.departure.items[0]!.steps = [step('erased', 5)];
  expect(fates(ends)).toEqual({ held: true, all: [] });
});
