// What a projector has of a session: counts, or with names everything.

import type { CountsEvent, QuestionCounts } from '../../api/schema';
import { answeredBy, applyEvents, inUse, type Board } from './board';
import type { ServerEvent } from './events';

/** Of a counts view its last event, or else a whole board. */
export type Wall = CountsEvent | Board;

const hasAll = (wall: Wall): wall is Board => Array.isArray(wall.participants);

/** As `applyEvents` of a board. A stream is of one sort or of the other. */
export function applyToWall(wall: Wall | null, events: readonly ServerEvent[]): Wall | null {
  const last = events.filter((event) => event.type === 'counts').at(-1);
  if (last) return JSON.parse(last.data) as CountsEvent;
  return wall && !hasAll(wall) ? wall : applyEvents(wall, events);
}

export const present = (wall: Wall): number => (hasAll(wall) ? inUse(wall).length : wall.participants);

/** How many answered a question. */
export const answered = (wall: Wall, question: string): number =>
  hasAll(wall) ? answeredBy(wall, question) : (wall.answered[question] ?? 0);

/** How a class answered a question; null if that isn't known, or not yet. */
export function resultsOf(wall: Wall, question: string): QuestionCounts | null {
  if (hasAll(wall)) return wall.counts[question] ?? null;
  return wall.shown?.id === question ? wall.shown : null;
}

/** Who is in the session, null for a name that can't be opened; nobody unless the wall has names. */
export const names = (wall: Wall): { id: string; alias: string | null }[] => (hasAll(wall) ? inUse(wall) : []);
