import { expect, test } from 'vitest';
import { joined, SID } from './fixture';
import { list, newKept, save, type Storage } from './keep';
import { isRefused, refusedHere, refuseHere } from './refused';

function storage(): Storage {
  const all = new Map<string, string>();
  return {
    getItem: (key) => all.get(key) ?? null,
    setItem: (key, value) => void all.set(key, value),
    removeItem: (key) => void all.delete(key),
    key: (i) => [...all.keys()][i] ?? null,
    get length() {
      return all.size;
    },
  };
}

test('a school is refused and lifted, and no other', () => {
  const s = storage();
  expect(refusedHere(s)).toBe('');
  expect(refuseHere(s, 'org_north', true, 0)).toBe(true);
  expect(refuseHere(s, 'org_south', true, 0)).toBe(true);
  expect(refusedHere(s)).toBe('|org_north|org_south|');
  expect([isRefused(s, 'org_north'), isRefused(s, 'org_nort'), isRefused(s, 'north')]).toEqual([true, false, false]);
  refuseHere(s, 'org_north', false, 0);
  expect([isRefused(s, 'org_north'), isRefused(s, 'org_south')]).toEqual([false, true]);
  refuseHere(s, 'org_south', false, 0);
  expect(s.length).toBe(0);
});

test('what the school had open here is forgotten, and that of others stays', () => {
  const s = storage();
  const mine = joined();
  const now = Date.now();
  const kept = (id: string, org: string) => {
    const k = newKept({ code: 'KXWQPT', alias: 'Ada', locale: 'en' }, 'key', mine, now);
    k.session = { ...k.session, id, privacy: { ...k.session.privacy, org } };
    save(s, k);
  };
  kept(SID, 'org_north');
  kept(SID.replace(/^./, 'z'), 'org_south');
  refuseHere(s, 'org_north', true, now);
  expect(list(s, now).map((k) => k.session.privacy.org)).toEqual(['org_south']);
});

test('without storage nothing is refused, and that is told', () => {
  expect(refuseHere(null, 'org_north', true, 0)).toBe(false);
  expect(isRefused(null, 'org_north')).toBe(false);
});
