// Follows a session's state by polling: with an ETag, so that
// hardly anything is sent while nothing changes; with some chance in the interval, so
// that a class doesn't ask all at once; and less often while the page is hidden
// or the network fails.

import { ApiError, backoff } from '../api/client';
import type { State } from '../api/schema';

export interface Watch {
  get(tag: string | null): Promise<{ state: State; tag: string | null } | null>;
  /** A new state, or null when it hasn't changed. Either way the server was reached. */
  onState(state: State | null): void;
  /** The session is not there any more. */
  onGone(): void;
  onFail(error: unknown): void;
  /** Milliseconds between two questions while all is well. */
  interval(): number;
  hidden(): boolean;
}

const SLOWEST = 15_000;

export class Follower {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #tag: string | null = null;
  #failures = 0;
  #running = false;
  #asking = false;
  #again = false;

  constructor(
    private readonly watch: Watch,
    private readonly random = Math.random,
  ) {}

  start(): void {
    this.#running = true;
    this.poke();
  }

  stop(): void {
    this.#running = false;
    clearTimeout(this.#timer);
  }

  /** Polls after this many milliseconds, instead of when it is due. */
  poke(delay = 0): void {
    if (!this.#running) return;
    if (this.#asking) {
      this.#again = true;
      return;
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), delay);
  }

  async #ask(): Promise<void> {
    this.#asking = true;
    this.#again = false;
    let wait: number;
    try {
      const reply = await this.watch.get(this.#tag);
      this.#failures = 0;
      if (!this.#running) return;
      if (reply) this.#tag = reply.tag;
      this.watch.onState(reply?.state ?? null);
      wait = (this.watch.hidden() ? SLOWEST : this.watch.interval()) * (0.75 + this.random() / 2);
    } catch (error) {
      if (!this.#running) return;
      if (error instanceof ApiError && error.status === 404) {
        this.stop();
        this.watch.onGone();
        return;
      }
      this.watch.onFail(error);
      const asked = error instanceof ApiError ? (error.retryAfter ?? 0) : 0;
      wait = Math.max(asked, backoff(this.#failures++, this.random, 2000, SLOWEST));
    } finally {
      this.#asking = false;
    }
    this.poke(this.#again ? 0 : wait);
  }
}
