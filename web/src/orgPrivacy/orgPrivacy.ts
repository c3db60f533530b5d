import { persist, request } from '../api/client';
import type { OrgPrivacy } from '../api/schema';

/** What everybody may read about a school. */
export async function getOrgPrivacy(org: string): Promise<OrgPrivacy> {
  return (await persist(() => request<OrgPrivacy>('GET', `/v1/orgs/${encodeURIComponent(org)}/privacy`), 3)).body;
}
