import { expect, test, vi } from 'vitest';
import { body, joined, MemoryStorage, SID } from './fixture';
import { forget, list, load, newKept, save } from './keep';

const DAY = 24 * 60 * 60 * 1000;
const now = Date.parse('2026-09-01T08:00:00Z');
const kept = () => newKept(body, 'k'.repeat(22), joined(), now);

test('one entry a session, under its own name', () => {
  const storage = new MemoryStorage();
  expect(save(storage, kept())).toBe(true);
  expect(save(storage, kept())).toBe(true);
  expect([...storage.map.keys()]).toEqual([`cleanslate:${SID}`]);
  expect(load(storage, SID, now)).toEqual(kept());
  forget(storage, SID);
  expect(storage.map.size).toBe(0);
});

test('what is of no use is removed, what is not ours is left alone', () => {
  const storage = new MemoryStorage();
  storage.setItem('other', '1');
  storage.setItem('cleanslate:broken', '{');
  storage.setItem('cleanslate:old', JSON.stringify({ v: 0 }));
  save(storage, kept());
  expect(list(storage, now)).toEqual([kept()]);
  expect([...storage.map.keys()]).toEqual(['other', `cleanslate:${SID}`]);
});

test('an entry ends with its token', () => {
  const storage = new MemoryStorage();
  save(storage, kept());
  expect(list(storage, now + 44 * DAY - 1)).toHaveLength(1);
  expect(list(storage, now + 44 * DAY)).toHaveLength(0);
  expect(storage.map.size).toBe(0);

  const closing = newKept(body, 'k', joined({ closesAt: '2026-09-01T09:00:00Z' }), now);
  save(storage, closing);
  expect(load(storage, SID, now + 14 * DAY)).not.toBeNull();
  expect(load(storage, SID, now + 15 * DAY)).toBeNull();
});

test('the page itself goes with the last session, not before', async () => {
  const gone: string[] = [];
  vi.stubGlobal('caches', { delete: async (name: string) => gone.push(name) });
  vi.stubGlobal('navigator', {
    serviceWorker: { getRegistrations: async () => [{ unregister: async () => gone.push('worker') }] },
  });
  try {
    const storage = new MemoryStorage();
    const other = newKept(body, 'k', joined(), now);
    other.session.id = 'another';
    save(storage, kept());
    save(storage, other);
    forget(storage, SID);
    await vi.waitFor(() => expect(gone).toEqual([]));
    forget(storage, 'another');
    await vi.waitFor(() => expect(gone.sort()).toEqual(['cleanslate', 'worker']));
  } finally {
    vi.unstubAllGlobals();
  }
});

test('browsers that store nothing are no error', () => {
  const storage = new MemoryStorage();
  storage.full = true;
  expect(save(storage, kept())).toBe(false);
  expect(save(null, kept())).toBe(false);
  expect(load(null, SID, now)).toBeNull();
  expect(list(null, now)).toEqual([]);
  forget(null, SID);
});
