import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiError } from '../api/client';
import { body, deps, joined, MemoryStorage, Server } from './fixture';
import { newKept } from './keep';
import { Lesson } from './lesson';
import { loadOutcome } from './outcome';

const results = { score: 1.5, maxScore: 2, questions: [{ id: 'q1', correct: false, points: 1.5, maxPoints: 2 }] };
let server: Server;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-09-01T08:00:00Z') });
  server = new Server();
  server.results = results;
});
afterEach(() => void vi.useRealTimers());

function closed(feedback: 'immediate' | 'after-close'): Lesson {
  return new Lesson(newKept(body, 'k'.repeat(22), joined({ feedback }), Date.now()), deps(server, new MemoryStorage()));
}

test('with feedback after the close the solutions come, and what the answers earned', async () => {
  server.api.getSolutions.mockRejectedValueOnce(new ApiError('not-closed', 409));
  const outcome = loadOutcome(closed('after-close'), new AbortController().signal);
  await vi.advanceTimersByTimeAsync(2500);
  expect(server.api.getSolutions).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(15_000);
  expect(await outcome).toEqual({ solutions: [{ questionId: 'q1', solution: 'a', points: 1 }], results });
});

test('with feedback at once what was graded by hand comes, and no solution is asked for', async () => {
  const outcome = loadOutcome(closed('immediate'), new AbortController().signal);
  await vi.advanceTimersByTimeAsync(15_000);
  expect(await outcome).toEqual({ solutions: [], results });
  expect(server.api.getSolutions).not.toHaveBeenCalled();
});

test('what can’t be had is said, and nothing is asked once nobody waits', async () => {
  server.api.getSolutions.mockRejectedValue(new ApiError('not-closed', 409));
  const never = expect(loadOutcome(closed('after-close'), new AbortController().signal)).rejects.toThrow('not-closed');
  await vi.advanceTimersByTimeAsync(60_000);
  await never;
  const gone = new AbortController();
  const stopped = expect(loadOutcome(closed('immediate'), gone.signal)).rejects.toThrow();
  gone.abort();
  await vi.advanceTimersByTimeAsync(60_000);
  await stopped;
  expect(server.api.getMe).not.toHaveBeenCalled();
});
