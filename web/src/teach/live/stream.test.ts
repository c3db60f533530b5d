import { describe, expect, test, vi } from 'vitest';
import { ApiError } from '../../api/client';
import { applyEvents, type Board } from './board';
import { watch, type Link, type StreamOptions } from './stream';

const snapshot = (title: string) =>
  `event: snapshot\ndata: ${JSON.stringify({ session: { title }, participants: [], questions: [] })}\n\n`;

/** A connection: what comes, and how it ends. */
type Script = { chunks?: string[]; end?: 'close' | 'break' | 'hang'; error?: unknown };

function run(scripts: Script[], more: Partial<StreamOptions<Board>> = {}) {
  const seen: string[] = [];
  const controller = new AbortController();
  let opened = 0;
  const open = (signal: AbortSignal): Promise<ReadableStream<Uint8Array>> => {
    const script = scripts[opened++];
    if (!script) {
      controller.abort();
      return Promise.reject(new DOMException('aborted', 'AbortError'));
    }
    if (script.error) return Promise.reject(script.error);
    return Promise.resolve(
      new ReadableStream({
        start(stream) {
          for (const chunk of script.chunks ?? []) stream.enqueue(new TextEncoder().encode(chunk));
          if (script.end === 'close') stream.close();
          else if (script.end === 'break') setTimeout(() => stream.error(new TypeError('network error')), 30);
          signal.addEventListener('abort', () => {
            try {
              stream.error(new DOMException('aborted', 'AbortError'));
            } catch {
              // it had ended
            }
          });
        },
      }),
    );
  };
  const done = watch(
    {
      onBoard: (board: Board) => seen.push(board.session.title),
      onLink: (link: Link) => seen.push(link),
      onEnd: (error) => seen.push(`end ${(error as Error).message}`),
    },
    controller.signal,
    {
      open,
      apply: applyEvents,
      schedule: (paint) => setTimeout(paint, 0),
      random: () => 0,
      online: () => new Promise(() => {}),
      ...more,
    },
  );
  return { seen, done, controller };
}

describe('watch', () => {
  test('shows what comes, and connects again when it ends', async () => {
    const { seen, done } = run([
      { chunks: [snapshot('one')], end: 'close' },
      { chunks: [snapshot('two')], end: 'break' },
    ]);
    await done;
    expect(seen).toEqual(['live', 'one', 'lost', 'connecting', 'live', 'two', 'lost', 'connecting']);
  });

  test('a stream that held is taken up again without a word', async () => {
    vi.useFakeTimers();
    try {
      let end!: () => void;
      let connections = 0;
      const { seen, done, controller } = run([], {
        open: (signal) => {
          if (++connections > 1)
            return new Promise((_, reject) =>
              signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError'))),
            );
          return Promise.resolve(
            new ReadableStream({
              start(stream) {
                stream.enqueue(new TextEncoder().encode(snapshot('one')));
                end = () => stream.close();
              },
            }),
          );
        },
        silence: 10_000_000,
      });
      await vi.advanceTimersByTimeAsync(55 * 60_000);
      end();
      await vi.advanceTimersByTimeAsync(1000);
      expect(seen).toEqual(['live', 'one']);
      expect(connections).toBe(2);
      controller.abort();
      await vi.advanceTimersByTimeAsync(1000);
      await done;
    } finally {
      vi.useRealTimers();
    }
  });

  test('silence counts as lost', async () => {
    const { seen, done } = run([{ chunks: [snapshot('one')], end: 'hang' }], { silence: 50 });
    await done;
    expect(seen.slice(0, 3)).toEqual(['live', 'one', 'lost']);
  });

  test.each([
    ['offline', new ApiError('offline')],
    ['busy', new ApiError('unavailable', 503)],
  ])('tries again when %s', async (_, error) => {
    const { seen, done } = run([{ error }, { chunks: [snapshot('one')], end: 'close' }]);
    await done;
    expect(seen).toEqual(['lost', 'connecting', 'live', 'one', 'lost', 'connecting']);
  });

  test('says that there is no room, and tries again when the server said', async () => {
    const begun = Date.now();
    const full = new ApiError('live-full', 503, null, 40);
    const { seen, done } = run([{ error: full }, { error: full }, { chunks: [snapshot('one')], end: 'close' }], {
      random: () => 0,
    });
    await done;
    expect(seen).toEqual(['full', 'full', 'live', 'one', 'lost', 'connecting']);
    expect(Date.now() - begun).toBeGreaterThanOrEqual(80);
  });

  test.each([
    ['a session that is gone', new ApiError('not-found', 404)],
    ['nobody signed in', new Error('signed out')],
  ])('ends with %s', async (_, error) => {
    const { seen, done } = run([{ error }]);
    await done;
    expect(seen).toEqual([`end ${error.message}`]);
  });

  test('half an event is thrown away with its connection', async () => {
    const { seen, done } = run([{ chunks: [snapshot('one'), 'event: session\ndata: {"sess'], end: 'close' }]);
    await done;
    expect(seen).toEqual(['live', 'one', 'lost', 'connecting']);
  });

  test('many events in one go make one picture', async () => {
    const { seen, done } = run([{ chunks: [snapshot('one'), snapshot('two'), snapshot('three')], end: 'close' }]);
    await done;
    expect(seen.slice(0, 2)).toEqual(['live', 'three']);
  });

  test('does not wait any longer once the network is back', async () => {
    const start = Date.now();
    const { done } = run(
      [{ error: new ApiError('offline') }, { error: new ApiError('offline') }, { error: new ApiError('offline') }],
      {
        random: () => 1,
        online: () => Promise.resolve(),
      },
    );
    await done;
    expect(Date.now() - start).toBeLessThan(400);
  });

  test('stops when told to', async () => {
    const { seen, done, controller } = run([{ chunks: [snapshot('one')], end: 'hang' }]);
    await vi.waitFor(() => expect(seen).toEqual(['live', 'one']));
    controller.abort();
    await done;
    expect(seen).toEqual(['live', 'one']);
  });
});
