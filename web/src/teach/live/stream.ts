// Keeps a board up to date while it is shown: reads the stream, and reconnects whenever it ends, since every connection
// begins with a snapshot.

import { ApiError, backoff, sleep } from '../../api/client';
import { EventParser, type ServerEvent } from './events';

/** The state of the connection. Full: the server has no room for another view. */
export type Link = 'connecting' | 'live' | 'lost' | 'full';

interface Watcher<T> {
  onBoard(board: T): void;
  onLink(link: Link): void;
  /** It's over: the session is gone, or may not be seen any more. */
  onEnd(error: unknown): void;
}

export interface StreamOptions<T> {
  /** The board with these events applied; null as long as they make none. */
  apply(board: T | null, events: readonly ServerEvent[]): T | null;
  open(signal: AbortSignal): Promise<ReadableStream<Uint8Array>>;
  random?: () => number;
  /** Milliseconds of silence after which a connection counts as lost. The server sends something every 15 s. */
  silence?: number;
  /** Calls back before the next frame is painted: several events make one picture. */
  schedule?: (paint: () => void) => void;
  /** Resolves when the network may be back. */
  online?: (signal: AbortSignal) => Promise<void>;
}

/** A connection that held this long was a good one: the next try comes soon. */
const HELD = 10_000;

export async function watch<T>(watcher: Watcher<T>, signal: AbortSignal, options: StreamOptions<T>): Promise<void> {
  const { random = Math.random, silence = 45_000, schedule = soon, online = untilOnline } = options;
  let failures = 0;
  while (!signal.aborted) {
    const began = Date.now();
    let live = false;
    let full = false;
    let asked = 0; // milliseconds that the server asks to wait
    try {
      await readOnce(signal, silence, options, schedule, (board) => {
        if (!live) watcher.onLink('live');
        live = true;
        watcher.onBoard(board);
      });
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ApiError) {
        full = error.slug === 'live-full';
        asked = error.retryAfter ?? 0;
      }
      const final = error instanceof ApiError ? !error.temporary : error instanceof Error && !(error instanceof Broken);
      if (final) {
        watcher.onEnd(error);
        return;
      }
    }
    if (signal.aborted) return;
    failures = live && Date.now() - began > HELD ? 0 : failures + 1;
    // The regular end after 55 minutes isn't a failure.
    if (failures > 0) watcher.onLink(full ? 'full' : 'lost');
    const waiting = new AbortController();
    const stop = () => waiting.abort();
    signal.addEventListener('abort', stop);
    await Promise.race([
      sleep(failures === 0 ? 0 : Math.max(asked, backoff(failures - 1, random)), waiting.signal),
      online(waiting.signal),
    ]).catch(() => {});
    signal.removeEventListener('abort', stop);
    waiting.abort();
    if (!signal.aborted && failures > 0 && !full) watcher.onLink('connecting');
  }
}

/** The connection broke off. */
class Broken extends Error {}

async function readOnce<T>(
  signal: AbortSignal,
  silence: number,
  { open, apply }: StreamOptions<T>,
  schedule: (paint: () => void) => void,
  onBoard: (board: T) => void,
): Promise<void> {
  const connection = new AbortController();
  const stop = () => connection.abort();
  signal.addEventListener('abort', stop);
  // Waiting for silence would only take longer to find out.
  globalThis.addEventListener?.('offline', stop);
  if (signal.aborted) stop();
  let timer = setTimeout(stop, silence);
  try {
    const parser = new EventParser();
    const reader = (await open(connection.signal)).getReader();
    let board: T | null = null;
    let waiting: ServerEvent[] = [];
    const paint = () => {
      if (waiting.length === 0 || connection.signal.aborted) return;
      board = apply(board, waiting);
      waiting = [];
      if (board) onBoard(board);
    };
    for (;;) {
      const { done, value } = await reader.read();
      clearTimeout(timer);
      if (done) break;
      timer = setTimeout(stop, silence);
      const events = parser.feed(value);
      if (events.length > 0 && waiting.length === 0) schedule(paint);
      waiting.push(...events);
    }
    paint();
  } catch (error) {
    if (error instanceof ApiError) throw error;
    // Cut off by the network, by silence, or in the middle of an event; or there is nobody signed in.
    if (connection.signal.aborted || error instanceof TypeError || error instanceof SyntaxError || isAbort(error))
      throw new Broken();
    throw error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    globalThis.removeEventListener?.('offline', stop);
    connection.abort();
  }
}

const isAbort = (error: unknown) =>
  error instanceof DOMException && (error.name === 'AbortError' || error.name === 'NetworkError');

function soon(paint: () => void): void {
  setTimeout(paint, 100); // not requestAnimationFrame: a tab in the background has to keep up, too
}

function untilOnline(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => addEventListener('online', () => resolve(), { once: true, signal }));
}
