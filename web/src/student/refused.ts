// A parent's word on this device: which schools' sessions it refuses. It stands in localStorage, and nothing of it is sent.

import { forget, list, type Storage } from './keep';

const REFUSED = 'cleanslate-refused';

/** The schools, as `|ORG|ORG|`; empty: none. */
export const refusedHere = (storage: Storage | null): string => storage?.getItem(REFUSED) ?? '';

export const isRefused = (storage: Storage | null, org: string): boolean => refusedHere(storage).includes(`|${org}|`);

/** Refuses a school's sessions here, and forgets those that were open; or lifts that. False: it could not be stored. */
export function refuseHere(storage: Storage | null, org: string, refuse: boolean, now: number): boolean {
  const orgs = new Set(refusedHere(storage).split('|').filter(Boolean));
  if (refuse) orgs.add(org);
  else orgs.delete(org);
  try {
    if (orgs.size > 0) storage?.setItem(REFUSED, `|${[...orgs].join('|')}|`);
    else storage?.removeItem(REFUSED);
  } catch {
    return false;
  }
  if (refuse) {
    for (const kept of list(storage, now)) if (kept.session.privacy.org === org) forget(storage, kept.session.id);
  }
  return storage !== null;
}
