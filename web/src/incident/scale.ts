// The axis of the clocks' picture. Deadlines lie between a day and a month, and
// the first ones matter most, so that later time takes less room: the distance
// from the beginning is the logarithm of the hours gone.

import type { Notice } from '../api/schema';

/** The hours at which the axis bends: until about there it is nearly even. */
const BEND = 12;

const HOUR = 3_600_000;

export interface Scale {
  from: number;
  until: number;
  /** Where an instant is on the axis, from 0 to 1; what lies outside is at the edge. */
  at(instant: number): number;
}

export function scaleOf(instants: readonly number[], now: number): Scale {
  const from = Math.min(...instants, now);
  // An edge right of the last one, so that its mark is whole.
  const last = Math.max(...instants, now);
  const until = Math.max(last + (last - from) * 0.04, from + HOUR);
  const length = (instant: number) => Math.log1p(Math.max(0, instant - from) / HOUR / BEND);
  const all = length(until);
  return { from, until, at: (instant) => Math.min(1, length(instant) / all) };
}

/** Distances from the beginning that are worth a mark, in hours. */
const marks = [1, 3, 6, 12, 24, 48, 72, 7 * 24, 14 * 24, 30 * 24, 60 * 24, 90 * 24, 180 * 24, 365 * 24];

export interface Mark {
  hours: number;
  at: number;
}

/** The marks that fit, each with at least `gap` of the width to the next. */
export function marksOf(scale: Scale, gap = 0.12): Mark[] {
  const chosen: Mark[] = [];
  // The days matter more than the hours before them.
  for (const hours of [24, 72, 7 * 24, 30 * 24, ...marks]) {
    const instant = scale.from + hours * HOUR;
    if (instant > scale.until || chosen.some((m) => m.hours === hours)) continue;
    const at = scale.at(instant);
    if (at < gap / 2 || at > 1 - gap / 2 || chosen.some((m) => Math.abs(m.at - at) < gap)) continue;
    chosen.push({ hours, at });
  }
  return chosen.sort((a, b) => a.hours - b.hours);
}

/** At which percentages of the time somebody is warned. */
export const escalations = [50, 75, 90] as const satisfies readonly Notice['escalated'][];

export const shareOf = (start: number, deadline: number, percent: number) =>
  start + ((deadline - start) / 100) * percent;

/** How much of the time has gone, in whole percent from 0 to 100. */
export const gone = (start: number, deadline: number, now: number) =>
  deadline <= start ? 100 : Math.min(100, Math.max(0, Math.floor(((now - start) / (deadline - start)) * 100)));
