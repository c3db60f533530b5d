// What the answers say of a question itself: how hard it was, and whether it tells those who know from those who don't.

import type { Participant, Question } from '../../api/schema';

export interface Figures {
  /** How many answers have points. */
  answers: number;
  /** The share of the points that was earned, from 0 to 1 (the "p-value" of test theory); null without an answer. */
  earned: number | null;
  /**
   * The correlation of the points with those of all other questions, from −1 to 1 (the corrected item-total
   * correlation); null where there are too few answers or all are alike.
   */
  separation: number | null;
}

/** With fewer answers a correlation says nothing. */
export const ENOUGH = 10;

export function figuresOf(participants: readonly Participant[], question: Question): Figures {
  const pairs: { here: number; elsewhere: number }[] = [];
  for (const p of participants) {
    const here = p.answers[question.id]?.points;
    if (here !== undefined && here !== null) pairs.push({ here, elsewhere: p.score - here });
  }
  const answers = pairs.length;
  const here = pairs.map((p) => p.here);
  return {
    answers,
    earned: answers === 0 || question.points === 0 ? null : mean(here) / question.points,
    separation:
      answers < ENOUGH
        ? null
        : correlation(
            here,
            pairs.map((p) => p.elsewhere),
          ),
  };
}

export type Hardness = 'easy' | 'medium' | 'hard';

export const hardness = (earned: number): Hardness => (earned >= 0.8 ? 'easy' : earned >= 0.3 ? 'medium' : 'hard');

export type Separating = 'well' | 'little' | 'not' | 'reversed';

export function separating(r: number): Separating {
  if (r >= 0.3) return 'well';
  if (r >= 0.1) return 'little';
  return r > -0.1 ? 'not' : 'reversed';
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

function correlation(xs: readonly number[], ys: readonly number[]): number | null {
  const [mx, my] = [mean(xs), mean(ys)];
  let [xx, yy, xy] = [0, 0, 0];
  xs.forEach((x, i) => {
    const [dx, dy] = [x - mx, ys[i]! - my];
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  });
  // Sums of shares of points are equal but for the last bits.
  return xx < 1e-9 || yy < 1e-9 ? null : xy / Math.sqrt(xx * yy);
}
