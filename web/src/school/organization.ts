// A school's organization at the sign-in service, which is there before the school is added.

import { ApiError, sleep } from '../api/client';
import type { Organization, OrganizationRequest } from '../api/schema';
import type { StaffApi } from '../staff/api';

/** How often to ask how far it is, once a second: an instance that has to start takes some seconds. */
const TRIES = 60;

/** Until then a refusal may be that of an earlier try. */
const PATIENCE = 10;

/** Has it created, and returns the id that the school is added with. The same key creates one, however often it is sent. */
export async function createOrganization(
  api: Pick<StaffApi, 'create' | 'get'>,
  name: string,
  key: string,
  wait: (ms: number) => Promise<void> = sleep,
): Promise<string> {
  const body: OrganizationRequest = { name };
  let made = (await api.create<Organization>('/v1/organizations', body, key)).body;
  for (let n = 0; n < TRIES && made.org === null; n++) {
    if (made.refused && n >= PATIENCE) throw new ApiError('organization-refused');
    await wait(1000);
    made = await api.get<Organization>(`/v1/organizations/${made.id}`);
  }
  if (made.org === null) throw new ApiError('organization-waits');
  return made.org;
}
