import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ApiError } from '../api/client';
import type { State } from '../api/schema';
import { state } from './fixture';
import { Follower, type Watch } from './follow';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watch(hidden = () => false) {
  return {
    get: vi.fn<Watch['get']>(async () => ({ state: state(), tag: '"1"' })),
    changes: vi.fn<Watch['changes']>(() => Promise.reject(new Error('not now'))),
    waits: () => false,
    onState: vi.fn(),
    onGone: vi.fn(),
    onFail: vi.fn(),
    hidden,
  };
}

test('asks at once, then at an interval with some chance in it, with the tag it was given', async () => {
  const w = watch();
  const random = vi.fn(() => 0);
  const follower = new Follower(w, random);
  follower.start();
  await vi.advanceTimersByTimeAsync(0);
  expect(w.get).toHaveBeenLastCalledWith(null);
  w.get.mockResolvedValueOnce(null); // 304
  random.mockReturnValue(1);
  await vi.advanceTimersByTimeAsync(7500);
  expect(w.get).toHaveBeenCalledTimes(2);
  expect(w.get).toHaveBeenLastCalledWith('"1"');
  expect(w.onState).toHaveBeenLastCalledWith(null);
  await vi.advanceTimersByTimeAsync(12_499);
  expect(w.get).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(1);
  expect(w.get).toHaveBeenCalledTimes(3);
  expect(w.get).toHaveBeenLastCalledWith('"1"');
  follower.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(w.get).toHaveBeenCalledTimes(3);
});

test('asks less often while the page is hidden', async () => {
  let hidden = true;
  const w = watch(() => hidden);
  const follower = new Follower(w, () => 0.5);
  follower.start();
  await vi.advanceTimersByTimeAsync(0);
  await vi.advanceTimersByTimeAsync(14_999);
  expect(w.get).toHaveBeenCalledTimes(1);
  hidden = false;
  follower.poke();
  await vi.advanceTimersByTimeAsync(0);
  expect(w.get).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(w.get).toHaveBeenCalledTimes(3);
});

test('backs off to 15 seconds while it fails, and is back at once when it succeeds', async () => {
  const w = watch();
  w.get.mockRejectedValue(new ApiError('offline'));
  const follower = new Follower(w, () => 1);
  const at: number[] = [];
  const start = Date.now();
  w.onFail.mockImplementation(() => at.push(Date.now() - start));
  follower.start();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(at).toEqual([0, 2000, 6000, 14_000, 29_000, 44_000, 59_000]);
  w.get.mockResolvedValue({ state: state(), tag: null });
  await vi.advanceTimersByTimeAsync(15_000);
  expect(w.onState).toHaveBeenCalledOnce();
  await vi.advanceTimersByTimeAsync(12_500);
  expect(w.onState).toHaveBeenCalledTimes(2);
});

test('waits as long as the server asks', async () => {
  const w = watch();
  w.get.mockRejectedValueOnce(new ApiError('unavailable', 503, null, 20_000));
  const follower = new Follower(w, () => 0.5);
  follower.start();
  await vi.advanceTimersByTimeAsync(19_999);
  expect(w.get).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(w.get).toHaveBeenCalledTimes(2);
});

test('ends when the session is not there any more', async () => {
  const w = watch();
  w.get.mockRejectedValueOnce(new ApiError('not-found', 404));
  const follower = new Follower(w);
  follower.start();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(w.onGone).toHaveBeenCalledOnce();
  expect(w.get).toHaveBeenCalledOnce();
});

test('asks once more when it is poked while asking', async () => {
  let answer: (() => void) | undefined;
  const w = watch();
  w.get.mockImplementationOnce(() => new Promise((resolve) => (answer = () => resolve(null))));
  const follower = new Follower(w, () => 0.5);
  follower.start();
  await vi.advanceTimersByTimeAsync(0);
  follower.poke();
  follower.poke();
  await vi.advanceTimersByTimeAsync(0);
  expect(w.get).toHaveBeenCalledTimes(1);
  answer!();
  await vi.advanceTimersByTimeAsync(0);
  expect(w.get).toHaveBeenCalledTimes(2);
});

test('asks once more after as long as it was told while asking, the shortest of several times', async () => {
  let answer: (() => void) | undefined;
  const w = watch();
  const later = () => new Promise<null>((resolve) => (answer = () => resolve(null)));
  w.get.mockImplementationOnce(later).mockImplementationOnce(later);
  const follower = new Follower(w, () => 0.5);
  follower.start();
  await vi.advanceTimersByTimeAsync(0);
  follower.poke(3000);
  follower.poke(1000);
  follower.poke(2000);
  answer!();
  await vi.advanceTimersByTimeAsync(999);
  expect(w.get).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(w.get).toHaveBeenCalledTimes(2);
  // Which is over then.
  follower.poke(5000);
  answer!();
  await vi.advanceTimersByTimeAsync(4999);
  expect(w.get).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(1);
  expect(w.get).toHaveBeenCalledTimes(3);
  await vi.advanceTimersByTimeAsync(9999);
  expect(w.get).toHaveBeenCalledTimes(3);
});

describe('waiting for the teacher', () => {
  /** A watch whose pending request the test answers. */
  function waiting(hidden = () => false) {
    const w = { ...watch(hidden), waits: () => true };
    const pending: { version: number; tell(next: State | null): void; fail(error: unknown): void }[] = [];
    w.changes.mockImplementation(
      (version, signal) =>
        new Promise((tell, fail) => {
          pending.push({ version, tell, fail });
          signal.addEventListener('abort', () => fail(signal.reason));
        }),
    );
    return { w, pending };
  }

  test('polls once, then has a request wait with the version that it knows, again and again', async () => {
    const { w, pending } = waiting();
    const follower = new Follower(w, () => 0.5);
    follower.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(w.get).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(500);
    expect(pending.map((p) => p.version)).toEqual([1]);
    await vi.advanceTimersByTimeAsync(25_000);
    expect(w.changes).toHaveBeenCalledOnce();
    pending[0]!.tell(null);
    await vi.advanceTimersByTimeAsync(500);
    expect(w.onState).toHaveBeenLastCalledWith(null);
    const next = state({ version: 4 });
    pending[1]!.tell(next);
    await vi.advanceTimersByTimeAsync(0);
    expect(w.onState).toHaveBeenLastCalledWith(next);
    await vi.advanceTimersByTimeAsync(500);
    expect(pending.map((p) => p.version)).toEqual([1, 1, 4]);
    expect(w.get).toHaveBeenCalledOnce();
    follower.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(w.changes).toHaveBeenCalledTimes(3);
    expect(w.onFail).not.toHaveBeenCalled();
  });

  test.each([new ApiError('unavailable', 503, null, 2000), new ApiError('offline'), new ApiError('timeout')])(
    'polls for a while when that fails, and says nothing as long as polling works',
    async (error) => {
      const { w, pending } = waiting();
      const follower = new Follower(w, () => 0.5);
      follower.start();
      await vi.advanceTimersByTimeAsync(500);
      pending[0]!.fail(error);
      await vi.advanceTimersByTimeAsync(500 + 8 * 2000);
      expect(w.changes).toHaveBeenCalledOnce();
      expect(w.get).toHaveBeenCalledTimes(1 + 9);
      await vi.advanceTimersByTimeAsync(2000 + 500);
      expect(w.changes).toHaveBeenCalledTimes(2);
      expect(w.get).toHaveBeenCalledTimes(1 + 10);
      expect(w.onFail).not.toHaveBeenCalled();
      follower.stop();
    },
  );

  test('is told at once when it is poked', async () => {
    const { w } = waiting();
    const follower = new Follower(w, () => 0.5);
    follower.start();
    await vi.advanceTimersByTimeAsync(500);
    follower.poke();
    await vi.advanceTimersByTimeAsync(0);
    expect(w.get).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(500);
    expect(w.changes).toHaveBeenCalledTimes(2);
    follower.stop();
  });

  test('sleeps while the page is hidden', async () => {
    let hidden = false;
    const { w, pending } = waiting(() => hidden);
    const follower = new Follower(w, () => 0.5);
    follower.start();
    await vi.advanceTimersByTimeAsync(500);
    hidden = true;
    follower.rest();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(pending).toHaveLength(1);
    expect(w.get).toHaveBeenCalledOnce();
    hidden = false;
    follower.poke();
    await vi.advanceTimersByTimeAsync(500);
    expect(w.get).toHaveBeenCalledTimes(2);
    expect(pending).toHaveLength(2);
    follower.stop();
  });

  test('ends when the state, too, is not there any more', async () => {
    const { w, pending } = waiting();
    const follower = new Follower(w, () => 0.5);
    follower.start();
    await vi.advanceTimersByTimeAsync(500);
    pending[0]!.fail(new ApiError('not-found', 404));
    await vi.advanceTimersByTimeAsync(0);
    expect(w.onGone).not.toHaveBeenCalled();
    w.get.mockRejectedValueOnce(new ApiError('not-found', 404));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(w.onGone).toHaveBeenCalledOnce();
    expect(w.get).toHaveBeenCalledTimes(2);
    expect(pending).toHaveLength(1);
  });
});
