// The caller's profile.

import { ApiError, persist } from '../api/client';
import type { Profile } from '../api/schema';
import type { StaffApi } from '../staff/api';

/** Null if they have none. */
export async function getProfile(api: StaffApi, signal?: AbortSignal): Promise<Profile | null> {
  try {
    return await api.get<Profile>('/v1/profile', signal);
  } catch (error) {
    if (error instanceof ApiError && error.slug === 'no-profile') return null;
    throw error;
  }
}

export function putProfile(api: StaffApi, profile: Profile): Promise<Profile> {
  return persist(() => api.call<Profile>('PUT', '/v1/profile', { body: profile }).then((r) => r.body), 3);
}

export async function deleteProfile(api: StaffApi): Promise<void> {
  await persist(() => api.call('DELETE', '/v1/profile'), 3);
}
