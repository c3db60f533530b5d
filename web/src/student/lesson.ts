// One student in one session: sends their answers, follows the session, and
// keeps both across lost connections, reloads and closed tabs. The views show
// what stands here and call its methods.

import { ApiError, backoff, persist, sleep } from '../api/client';
import type { AnswerRequest, Erasure, JoinResponse, Me, PaperQuestion, Response, State } from '../api/schema';
import * as book from './book';
import type * as api from './api';
import { Follower } from './follow';
import { forget, save, type Kept, type KeptSession, type Storage } from './keep';

type Phase =
  | 'open'
  | 'paused'
  | 'closed'
  | 'erased'
  /** The session can't be found any more: deleted, say. */
  | 'gone'
  /** Another tab has it. */
  | 'elsewhere'
  /** The server doesn't know the student any more, although it was asked again. */
  | 'denied';

/** Whether the server is reached: `trouble` when there is a network but no good answer. */
export type Link = 'online' | 'offline' | 'trouble';

export interface Deps {
  api: Pick<typeof api, 'rejoin' | 'getState' | 'getChanges' | 'postAnswers' | 'getSolutions' | 'getMe' | 'eraseMe'>;
  storage: Storage | null;
  locks: LockManager | undefined;
  random(): number;
  now(): number;
}

/** How long typing may go on before what is there is sent all the same. */
const LONGEST_WAIT = 5000;
const SAVE_WAIT = 200;

export class Lesson {
  phase: Phase;
  link: Link = 'online';
  /** After the close: answers that didn't get there; null while that isn't known. */
  lost: string[] | null = null;
  erasure: Erasure | null = null;
  /** Whether this browser keeps anything at all. */
  stored = true;

  readonly #follower: Follower;
  readonly #listeners = new Set<() => void>();
  #version = -1;
  #running = false;
  #release: (() => void) | undefined;

  #sending = false;
  #sendTimer: ReturnType<typeof setTimeout> | undefined;
  #firstWrite: number | null = null;
  #failures = 0;
  #notBefore = 0;
  #rejoined = false;

  #saveTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly kept: Kept,
    readonly deps: Deps,
  ) {
    this.phase = kept.session.state;
    this.#follower = new Follower(
      {
        get: (tag) => deps.api.getState(kept.session.id, tag),
        changes: (version, signal) => deps.api.getChanges(kept.session.id, version, signal),
        waits: () => this.session.mode === 'teacher-paced' || this.phase === 'paused',
        onState: (state) => this.#onState(state),
        onGone: () => this.#end('gone'),
        onFail: (error) => this.#onFail(error),
        hidden: () => typeof document !== 'undefined' && document.visibilityState === 'hidden',
      },
      deps.random,
    );
  }

  get storage(): Storage | null {
    return this.deps.storage;
  }

  get session(): KeptSession {
    return this.kept.session;
  }

  get alias(): string {
    return this.kept.alias ?? this.kept.body.alias;
  }

  /** The student corrected their name. */
  rename(alias: string): void {
    this.kept.alias = alias;
    this.#store();
    this.#changed();
  }

  get once(): boolean {
    return this.session.feedback === 'immediate';
  }

  get pending(): number {
    return book.pendingCount(this.kept.book, this.once);
  }

  entry(question: string): book.Entry | undefined {
    return this.kept.book[question];
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }

  /**
   * Begins, unless another tab has the session. Two tabs must not number
   * revisions at once, so only the one with the lock works; `steal` takes it.
   */
  async start(steal = false): Promise<void> {
    if (!(await this.#lock(steal))) {
      this.phase = 'elsewhere';
      this.#changed();
      return;
    }
    this.#running = true;
    this.#store();
    this.#follower.start();
    this.#schedule(0);
  }

  #lock(steal: boolean): Promise<boolean> {
    const { locks } = this.deps;
    if (!locks) return Promise.resolve(true);
    return new Promise((resolve) => {
      locks
        .request(`cleanslate:${this.session.id}`, steal ? { steal } : { ifAvailable: true }, (lock) => {
          resolve(lock !== null);
          return lock ? new Promise<void>((release) => (this.#release = release)) : undefined;
        })
        .catch(() => {
          // Another tab took it.
          this.stop();
          this.phase = 'elsewhere';
          this.#changed();
        });
    });
  }

  /** Stops working. What was stored stays. */
  stop(): void {
    this.#running = false;
    this.#follower.stop();
    clearTimeout(this.#sendTimer);
    clearTimeout(this.#saveTimer);
    this.#release?.();
  }

  // Answering

  /** Notes an answer, or undefined if what was typed isn't one, and sends it after a delay in milliseconds. */
  write(question: string, response: Response | undefined, delay: number): void {
    book.write(this.kept.book, question, response);
    clearTimeout(this.#saveTimer);
    this.#saveTimer = setTimeout(() => this.#store(), SAVE_WAIT);
    this.#firstWrite ??= this.deps.now();
    this.#schedule(Math.min(delay, this.#firstWrite + LONGEST_WAIT - this.deps.now()));
    this.#changed();
  }

  /** Sends an answer that can't be changed afterwards. */
  confirm(question: string): void {
    book.confirm(this.kept.book, question);
    this.#store();
    this.#schedule(0);
    this.#changed();
  }

  goTo(question: string): void {
    this.kept.at = question;
    this.kept.started = true;
    this.#store();
    this.flush();
    this.#changed();
  }

  /** Sends at once what waits for its author to stop typing. */
  flush(leaving = false): void {
    if (!this.#running) return;
    if (leaving) this.#store();
    if (this.deps.now() >= this.#notBefore) void this.#send(leaving);
  }

  #schedule(delay: number): void {
    clearTimeout(this.#sendTimer);
    const wait = Math.max(delay, this.#notBefore - this.deps.now(), 0);
    this.#sendTimer = setTimeout(() => void this.#send(), wait);
  }

  /** Sees to it that what is pending will be sent. */
  #resume(): void {
    if (this.pending > 0 && !this.#sending && this.#sendTimer === undefined) this.#schedule(0);
  }

  async #send(leaving = false): Promise<void> {
    clearTimeout(this.#sendTimer);
    this.#sendTimer = undefined;
    if (!this.#running || this.#sending || this.phase !== 'open') return;
    this.#firstWrite = null;
    const answers = book.take(this.kept.book, this.session.questions, this.once);
    this.#store();
    if (answers.length === 0) {
      this.#changed(); // some may have been found wanting
      return;
    }
    this.#sending = true;
    this.#changed();
    try {
      const results = await this.deps.api.postAnswers(this.kept.token, answers, { keepalive: leaving });
      book.settle(this.kept.book, answers, results);
      this.#failures = 0;
      this.#rejoined = false;
      this.link = 'online';
      // A session that closed or moved on while the answer was under way.
      if (results.some((r) => r.problem === 'closed' || r.problem === 'not-current')) this.#follower.poke();
    } catch (error) {
      await this.#onSendError(error, answers);
    } finally {
      this.#sending = false;
    }
    if (!this.#running) return;
    this.#store();
    this.#resume();
    this.#changed();
  }

  async #onSendError(error: unknown, answers: AnswerRequest[]): Promise<void> {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 401) return this.#rejoin();
    if (error.slug === 'session-paused') {
      this.phase = 'paused';
      this.#follower.poke();
    } else if (error.slug === 'session-closed') {
      this.#end('closed');
    } else if (error.status === 410) {
      this.#end('erased');
    } else if (error.temporary) {
      this.#onFail(error);
      this.#postpone(error);
    } else {
      book.refuse(this.kept.book, answers, error.slug);
    }
  }

  #postpone(error: ApiError): void {
    const wait = Math.max(error.retryAfter ?? 0, backoff(this.#failures++, this.deps.random));
    this.#notBefore = this.deps.now() + wait;
  }

  /** Comes back as the same participant, for a token that works. */
  async #rejoin(): Promise<void> {
    if (this.#rejoined) return this.#deny();
    let joined: JoinResponse;
    try {
      joined = await this.deps.api.rejoin({ secret: this.kept.key, session: this.session.id });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status === 410) this.#end('erased');
      else if (error.temporary) {
        this.#onFail(error);
        this.#postpone(error);
      } else if (error.slug === 'session-paused') {
        this.phase = 'paused';
        this.#follower.poke();
      } else {
        this.#deny();
        this.#follower.poke(); // perhaps it has closed
      }
      return;
    }
    this.#rejoined = true;
    this.kept.token = joined.token;
    const { questions, ...rest } = joined.session;
    Object.assign(this.session, rest);
    for (const question of questions) this.#add(question);
  }

  #deny(): void {
    this.phase = 'denied';
  }

  /** Tries again after being denied. */
  retry(): void {
    this.phase = 'open';
    this.#rejoined = false;
    this.#notBefore = 0;
    this.#follower.poke();
    this.#schedule(0);
    this.#changed();
  }

  // Following

  #add(question: PaperQuestion): void {
    if (!this.session.questions.some((q) => q.id === question.id)) this.session.questions.push(question);
  }

  #onState(state: State | null): void {
    if (this.link === 'offline') this.#reconnect(0);
    if (this.#failures === 0) this.link = 'online';
    // A cache on the way may still give an older one.
    if (state && state.version >= this.#version) {
      this.#version = state.version;
      const { session } = this;
      const moved = session.currentQuestion !== state.currentQuestion;
      session.closesAt = state.closesAt;
      session.currentQuestion = state.currentQuestion;
      session.state = state.state;
      if (state.question) this.#add(state.question);
      if (state.state === 'closed') {
        this.#end('closed');
        return;
      }
      if (this.phase !== 'denied') this.phase = state.state;
      this.#store();
      if (moved) this.flush();
    }
    this.#resume();
    this.#changed();
  }

  #onFail(error: unknown): void {
    const link = error instanceof ApiError && error.slug === 'offline' ? 'offline' : 'trouble';
    if (link === this.link) return;
    this.link = link;
    this.#changed();
  }

  /** The browser says that the network came back, or went. */
  onNetwork(online: boolean): void {
    if (!this.#running) return;
    if (!online) {
      this.link = 'offline';
      this.#changed();
      return;
    }
    // A whole school comes back at once.
    const delay = this.deps.random() * 1000;
    this.#follower.poke(delay);
    this.#reconnect(delay);
  }

  #reconnect(delay: number): void {
    this.#failures = 0;
    this.#notBefore = 0;
    this.#schedule(delay);
  }

  onHidden(): void {
    this.#follower.rest();
    this.flush(true);
  }

  /** The page is looked at again. */
  onShown(): void {
    if (this.#running) this.#follower.poke();
  }

  // The end

  #end(phase: 'closed' | 'erased' | 'gone'): void {
    if (this.phase === phase || this.phase === 'erased') return;
    this.phase = phase;
    this.session.state = 'closed';
    this.stop();
    forget(this.deps.storage, this.session.id);
    if (phase === 'closed') void this.#findLost();
    this.#changed();
  }

  /** Some answers may have been on their way when the session closed: only the server knows. */
  async #findLost(): Promise<void> {
    const { book: answers } = this.kept;
    if (this.pending > 0 || Object.values(answers).some((e) => e.problem)) {
      try {
        const me = await persist(() => this.deps.api.getMe(this.kept.token));
        this.lost = book.reconcile(answers, me.answers, this.once);
      } catch {
        this.lost = Object.keys(answers).filter((q) => book.statusOf(answers[q], this.once) !== 'saved');
      }
    } else {
      this.lost = [];
    }
    this.#changed();
  }

  /** Everything that the server holds about the student. */
  async held(): Promise<Me> {
    return this.withToken((token) => this.deps.api.getMe(token));
  }

  /** Erases everything, there and here. Nobody sees it once that is asked for; that it is done is learned by asking again. */
  async erase(): Promise<void> {
    const ask = () => persist(() => this.deps.api.eraseMe(this.kept.token), 3);
    this.erasure = await this.withToken(ask);
    this.#end('erased');
    for (let attempt = 0; attempt < 9 && this.erasure.state === 'erasing'; attempt++) {
      await sleep(backoff(attempt, this.deps.random));
      this.erasure = await ask();
      this.#changed();
    }
  }

  /** Makes a request with the token, and once more with a new one if that is no longer good. */
  async withToken<T>(call: (token: string) => Promise<T>): Promise<T> {
    try {
      return await call(this.kept.token);
    } catch (error) {
      if (error instanceof ApiError && error.status === 410) this.#end('erased');
      if (!(error instanceof ApiError) || error.status !== 401 || this.phase === 'closed') throw error;
      await this.#rejoin();
      return call(this.kept.token);
    }
  }

  /** "Not me": this device forgets the student. What was saved stays with the teacher. */
  leave(): void {
    this.stop();
    forget(this.deps.storage, this.session.id);
  }

  #store(): void {
    clearTimeout(this.#saveTimer);
    if (this.#running) this.stored = save(this.deps.storage, this.kept);
  }
}
