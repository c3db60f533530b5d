import { expect, test } from 'vitest';
import type { Organization } from '../api/schema';
import { createOrganization } from './organization';

const waiting: Organization = {
  id: 'mfrggzdfmztwq2lknnwg23tpoa',
  state: 'waiting',
  refused: false,
  org: null,
  endsAt: '2026-12-01T09:00:00Z',
};

/** An API that says these, one after the other, and the last ever after. */
function saying(...all: Organization[]) {
  const asked: string[] = [];
  const next = () => (all.length > 1 ? all.shift()! : all[0]!);
  return {
    asked,
    api: {
      create: async <T>(path: string, body?: unknown, key?: string) => {
        asked.push(`${path} ${JSON.stringify(body)} ${key}`);
        return { status: 202, headers: new Headers(), body: next() as T };
      },
      get: async <T>(path: string) => {
        asked.push(path);
        return next() as T;
      },
    },
  };
}

const create = (api: ReturnType<typeof saying>['api']) => createOrganization(api, 'East', 'key', async () => {});

test('it is waited for until it is there', async () => {
  const { api, asked } = saying(waiting, waiting, { ...waiting, state: 'made', org: 'org_east' });
  expect(await create(api)).toBe('org_east');
  const path = `/v1/organizations/${waiting.id}`;
  expect(asked).toEqual(['/v1/organizations {"name":"East"} key', path, path]);
});

test('one that was refused before is tried again, and one that is refused still is said to be', async () => {
  const refused = { ...waiting, refused: true };
  expect(await create(saying(refused, refused, { ...waiting, state: 'made', org: 'org_east' }).api)).toBe('org_east');
  await expect(create(saying(refused).api)).rejects.toMatchObject({ slug: 'organization-refused' });
});

test('nobody waits forever', async () => {
  await expect(create(saying(waiting).api)).rejects.toMatchObject({ slug: 'organization-waits' });
});
