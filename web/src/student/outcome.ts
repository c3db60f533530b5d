// What a student learns after the close: what was right, and what their answers earned.

import { ApiError, persist, sleep } from '../api/client';
import type { Me, QuestionSolution } from '../api/schema';
import type { Lesson } from './lesson';

export interface Outcome {
  /** None where the teacher shows none after the close. */
  solutions: QuestionSolution[];
  /** Grades given by hand included; null where the teacher shows none. */
  results: Me['results'];
}

/** Asks for it once the session has settled. */
export async function loadOutcome({ session, kept, deps }: Lesson, signal: AbortSignal): Promise<Outcome> {
  // Until then answers still count, and the server would let everybody wait. They don't all ask at one moment.
  await sleep(3000 + deps.random() * 1000, signal);
  const results = async () => (await persist(() => deps.api.getMe(kept.token))).results;
  if (session.feedback !== 'after-close') return { solutions: [], results: await results() };
  for (let attempt = 0; ; attempt++) {
    try {
      const solutions = await persist(() => deps.api.getSolutions(session.id, kept.token));
      return { solutions, results: await results() };
    } catch (error) {
      // An instance may learn of the close a second later.
      if (!(error instanceof ApiError && error.slug === 'not-closed' && attempt < 8)) throw error;
    }
    await sleep(1000, signal);
  }
}
