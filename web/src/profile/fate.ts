import type { DepartureItem, OwnDeparture } from '../api/schema';

/** What happens to something when its owner leaves. */
export type Fate =
  | { what: 'deleted'; until: string | null }
  | { what: 'trashed'; on: string }
  | { what: 'stays'; why: NonNullable<DepartureItem['stays']> }
  | { what: 'held' };

export interface Fated {
  item: DepartureItem;
  fate: Fate;
}

/** What happens to one thing, in a word; null if nothing does that wouldn't anyway. */
function fateOf(item: DepartureItem): Fate | null {
  if (item.steps.length === 0) return item.stays ? { what: 'stays', why: item.stays } : null;
  if (item.steps.some((s) => s.hold !== null)) return { what: 'held' };
  const erased = item.steps.find((s) => s.to === 'erased');
  if (item.steps.some((s) => s.to === 'deleted')) return { what: 'deleted', until: erased?.at ?? null };
  return erased ? { what: 'trashed', on: erased.at } : null;
}

/** What happens to what a member has, and whether a legal hold delays all of it. */
export function fates({ departure }: OwnDeparture): { held: boolean; all: Fated[] } {
  const [account, ...rest] = departure.items;
  return {
    held: account?.steps[0] != null && (account.steps[0].hold !== null || account.steps[0].at > departure.on),
    all: rest.flatMap((item) => {
      const fate = fateOf(item);
      return fate ? [{ item, fate }] : [];
    }),
  };
}
