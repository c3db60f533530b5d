import { expect, test } from 'vitest';
import { ApiError } from '../../api/client';
import type { ParentCode, Participant } from '../../api/schema';
import { giveAll } from './give';

const students = (n: number) =>
  Array.from({ length: n }, (_, i) => ({ id: `p${i}`, alias: `Student ${i}` }) as Participant);
const code = (key: string): ParentCode => ({ secret: key, code: 'ABCDEF', language: 'en' });
const ids = (all: readonly Participant[]) => all.map((p) => p.id);

test('what was made before something failed is kept, and the rest is asked for with the same keys', async () => {
  const all = students(12);
  const asked = new Map<string, string>();
  const broken = await giveAll(
    all,
    async (p, key) => {
      asked.set(p.id, key);
      if (p.id === 'p3') throw new ApiError('not-found', 404);
      if (p.id === 'p6') throw new ApiError('offline');
      return code(key);
    },
    () => {},
  );
  expect(ids(broken.given.map((g) => g.participant))).toEqual(['p0', 'p1', 'p2', 'p4', 'p5', 'p7', 'p8']);
  expect(ids(broken.refused)).toEqual(['p3']);
  expect(ids(broken.left)).toEqual(['p6', 'p9', 'p10', 'p11']);

  const secrets = new Map<string, string>();
  const again = await giveAll(
    broken.left,
    async (p, key) => {
      secrets.set(p.id, key);
      return code(key);
    },
    () => {},
  );
  expect(ids(again.given.map((g) => g.participant))).toEqual(ids(broken.left));
  expect(again.left).toEqual([]);
  expect(secrets.get('p6')).toBe(asked.get('p6'));
});

test('if the first fails nothing was made, and that is said', async () => {
  const lost = new ApiError('offline');
  await expect(
    giveAll(
      students(3),
      () => Promise.reject(lost),
      () => {},
    ),
  ).rejects.toBe(lost);
});

test('another code of the same student has another key', async () => {
  const keys: string[] = [];
  for (let n = 0; n < 2; n++)
    await giveAll(
      students(1),
      async (_, key) => {
        keys.push(key);
        return code(key);
      },
      () => {},
    );
  expect(keys[0]).not.toBe(keys[1]);
});
