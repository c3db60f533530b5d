// What someone was about to do when they had to sign in again. It goes to Auth0
// and back in the tab's session storage and is done, or offered, on return.

import type { DraftSet } from '../question/teach/draft';
import type { ExportFormat } from '../api/schema';

export type Pending =
  | { kind: 'export'; session: string; format: ExportFormat }
  | { kind: 'delete'; session: string }
  | { kind: 'erase'; session: string; participant: string }
  | { kind: 'parents'; session: string; participants: string[] }
  | { kind: 'privacy'; task: { do: string } }
  | { kind: 'queue'; task: { do: string } }
  | { kind: 'profile'; task: { do: string } }
  | { kind: 'school'; task: { do: string } }
  | { kind: 'incident'; form: string; value: unknown }
  | { kind: 'draft'; set: string | null; etag: string | null; draft: DraftSet };

let waiting: Pending | null = null;

export function setPending(pending: Pending | null): void {
  waiting = pending;
}

/** Returns what is waiting if it is the caller's, once. */
export function takePending<K extends Pending['kind']>(
  kind: K,
  mine: (pending: Extract<Pending, { kind: K }>) => boolean,
): Extract<Pending, { kind: K }> | null {
  const pending = waiting as Extract<Pending, { kind: K }> | null;
  if (pending?.kind !== kind || !mine(pending)) return null;
  waiting = null;
  return pending;
}
