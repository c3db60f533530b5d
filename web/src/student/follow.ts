// Follows a session's state. A page that waits for the teacher has a request
// wait with it, so that it learns of a change at once; where that fails, and where
// the student works on alone, it polls: with an ETag, so that hardly anything is
// sent while nothing changes; with some chance in the interval, so that a class
// doesn't ask all at once; and less often while the page is hidden or the network
// fails. A hidden page that would wait asks nothing until it is shown.

import { type ApiError, backoff } from '../api/client';
import type { State } from '../api/schema';

export interface Watch {
  get(tag: string | null): Promise<{ state: State; tag: string | null } | null>;
  /** The state once it has another version, or null if that takes too long. */
  changes(version: number, signal: AbortSignal): Promise<State | null>;
  /** Whether only the teacher can go on. */
  waits(): boolean;
  /** A new state, or null when it hasn't changed. Either way the server was reached. */
  onState(state: State | null): void;
  /** The session is not there any more. */
  onGone(): void;
  onFail(error: unknown): void;
  hidden(): boolean;
}

/** Milliseconds from one poll to the next while all is well: where the teacher goes on, and where students do alone. */
const FOLLOW = 2000;
const FOLLOW_ALONE = 10_000;
const SLOWEST = 15_000;

/** How often to poll, when waiting has failed, before it is tried again. */
const POLLS = 10;

export class Follower {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #tag: string | null = null;
  #version = -1; // none yet
  #polls = 0;
  #failures = 0;
  #running = false;
  #asking: AbortController | null = null;
  #poked = Infinity; // after how many milliseconds to ask again, once what is under way has ended

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
    this.#asking?.abort();
  }

  /** The page is hidden: nobody would see a change. A poke ends that. */
  rest(): void {
    if (this.watch.waits()) this.#asking?.abort();
  }

  /** Polls after this many milliseconds, instead of when it is due. */
  poke(delay = 0): void {
    if (!this.#running) return;
    if (this.#asking) {
      this.#poked = Math.min(this.#poked, delay);
      this.#asking.abort(); // what waits ends, and what polls is repeated
      return;
    }
    this.#polls ||= 1;
    this.#next(delay);
  }

  #next(delay: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), delay);
  }

  async #ask(): Promise<void> {
    const { watch } = this;
    const waits = this.#version >= 0 && this.#polls === 0 && watch.waits();
    const asking = new AbortController();
    this.#asking = asking;
    this.#poked = Infinity;
    let delay = this.random() * 1000;
    try {
      let state: State | null = null;
      if (waits) {
        state = await watch.changes(this.#version, asking.signal);
      } else {
        const reply = await watch.get(this.#tag);
        if (reply) ({ state, tag: this.#tag } = reply);
        if (this.#polls > 0) this.#polls--;
      }
      this.#failures = 0;
      if (!this.#running) return;
      if (state) this.#version = state.version;
      watch.onState(state);
      if (this.#polls > 0 || !watch.waits())
        delay = (watch.hidden() ? SLOWEST : watch.waits() ? FOLLOW : FOLLOW_ALONE) * (0.75 + this.random() / 2);
    } catch (error) {
      if (!this.#running) return;
      const { status, retryAfter } = error as Partial<ApiError>; // or something else went wrong
      // Only the state itself says that there is none: while releases change, others may not know the route.
      if (!waits && status === 404) {
        this.stop();
        watch.onGone();
        return;
      }
      if (!waits) {
        watch.onFail(error);
        delay = Math.max(retryAfter ?? 0, backoff(this.#failures++, this.random, 2000, SLOWEST));
      } else if (!asking.signal.aborted) {
        this.#polls = POLLS;
      }
    } finally {
      this.#asking = null;
    }
    if (watch.hidden() && watch.waits()) return;
    if (this.#poked < Infinity) this.poke(this.#poked);
    else this.#next(asking.signal.aborted ? 0 : delay);
  }
}
