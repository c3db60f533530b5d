// The caller's profile.

import { ApiError, persist } from '../api/client';
import type { Goodbye, OwnDeparture, Profile, ProfileRequest } from '../api/schema';
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

export function putProfile(api: StaffApi, profile: ProfileRequest): Promise<Profile> {
  return persist(() => api.call<Profile>('PUT', '/v1/profile', { body: profile }).then((r) => r.body), 3);
}

export async function deleteProfile(api: StaffApi): Promise<void> {
  await persist(() => api.call('DELETE', '/v1/profile'), 3);
}

/** What would happen if the caller left now. */
export function ownDeparture(api: StaffApi, signal?: AbortSignal): Promise<OwnDeparture> {
  return api.get<OwnDeparture>('/v1/profile/departure', signal);
}

/** Leaves for good. Null: it was done by an earlier try whose answer was lost. */
export function leave(api: StaffApi): Promise<Goodbye | null> {
  let lost = false;
  return persist(async () => {
    try {
      return (await api.call<Goodbye>('POST', '/v1/profile/leave', { timeout: 60_000 })).body;
    } catch (error) {
      if (lost && error instanceof ApiError && error.status === 403) return null; // they are out
      lost = true;
      throw error;
    }
  }, 3);
}
