// Forms whose entries survive signing in again or a second factor: they go to
// Auth0 and back with the person, in the tab's session storage.

import { takePending } from '../staff/pending';

/** What was entered in the form before the page was left; once. */
export function draftOf<T>(form: string): T | null {
  return (takePending('incident', (p) => p.form === form)?.value as T | undefined) ?? null;
}

/** Whether there is a draft of the form, to be shown at once. */
export function hasDraft(form: string): boolean {
  let has = false;
  takePending('incident', (p) => {
    has = p.form === form;
    return false;
  });
  return has;
}
