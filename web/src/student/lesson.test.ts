import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ApiError } from '../api/client';
import { body, deps, joined, MemoryStorage, Server, SID, state } from './fixture';
import { load, newKept } from './keep';
import { Lesson } from './lesson';
import { de } from './messages/de';
import { en } from './messages/en';
import { es } from './messages/es';
import { fr } from './messages/fr';
import type { AnswerRequest, JoinedSession } from '../api/schema';

let server: Server;
let storage: MemoryStorage;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-09-01T08:00:00Z') });
  server = new Server();
  storage = new MemoryStorage();
});
afterEach(() => void vi.useRealTimers());

const tick = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

async function begin(over: Partial<JoinedSession> = {}): Promise<Lesson> {
  const lesson = new Lesson(newKept(body, 'k'.repeat(22), joined(over), Date.now()), deps(server, storage));
  await lesson.start();
  await tick();
  return lesson;
}

/** The page as it is after a reload. */
async function reload(lesson: Lesson): Promise<Lesson> {
  lesson.stop();
  const again = new Lesson(load(storage, SID, Date.now())!, deps(server, storage));
  await again.start();
  await tick();
  return again;
}

const sent = () => server.log.map((a) => `${a.questionId}.${a.revision}=${JSON.stringify(a.response)}`);

describe('answering', () => {
  test('sends what was typed when its author pauses, and says saved on the server’s word', async () => {
    const lesson = await begin();
    lesson.write('q1', 'R', 1000);
    await tick(900);
    lesson.write('q1', 'Rh', 1000);
    await tick(999);
    expect(server.api.postAnswers).not.toHaveBeenCalled();
    expect(lesson.pending).toBe(1);
    await tick(1);
    expect(sent()).toEqual(['q1.1="Rh"']);
    expect(lesson.pending).toBe(0);
  });

  test('sends after five seconds although typing goes on', async () => {
    const lesson = await begin();
    for (let i = 1; i <= 60; i++) {
      lesson.write('q1', 'x'.repeat(i), 1000);
      await tick(100);
    }
    expect(server.log.length).toBe(1);
  });

  test('sends all that waits in one request', async () => {
    const lesson = await begin();
    lesson.write('q1', 'a', 1000);
    lesson.write('q2', 'b', 1000);
    lesson.flush();
    await tick();
    expect(server.api.postAnswers).toHaveBeenCalledOnce();
    expect(sent()).toEqual(['q1.1="a"', 'q2.1="b"']);
  });

  test('is stored before it is sent', async () => {
    const lesson = await begin();
    server.next.push((answers) => {
      expect(load(storage, SID, Date.now())!.book['q1']).toMatchObject({ draft: 'a', sent: 'a', last: 1 });
      return server.record(answers);
    });
    lesson.write('q1', 'a', 0);
    await tick();
    expect(server.next).toHaveLength(0);
    expect(load(storage, SID, Date.now())!.book['q1']).toMatchObject({ saved: { revision: 1, response: 'a' } });
  });

  test('a change while a request is under way goes out with the next one', async () => {
    const lesson = await begin();
    let reply: (() => void) | undefined;
    server.api.postAnswers.mockImplementationOnce(
      (_token, answers) => new Promise((resolve) => (reply = () => resolve(server.record(answers)))),
    );
    lesson.write('q1', 'a', 0);
    await tick();
    lesson.write('q1', 'b', 0);
    await tick(100);
    expect(server.api.postAnswers).toHaveBeenCalledOnce();
    reply!();
    await tick();
    expect(sent()).toEqual(['q1.1="a"', 'q1.2="b"']);
    expect(lesson.pending).toBe(0);
  });
});

describe('a bad network', () => {
  test('the same revision is sent again, with growing pauses, until it is recorded', async () => {
    const lesson = await begin();
    const fail = () => {
      throw new ApiError('offline');
    };
    // The first try arrives although its reply is lost.
    const recordAndFail = (answers: AnswerRequest[]) => {
      server.record(answers);
      return fail();
    };
    server.next.push(recordAndFail, fail, fail);
    lesson.write('q1', 'a', 0);
    await tick();
    expect(lesson.pending).toBe(1);
    expect(lesson.link).toBe('offline');
    await tick(10_000);
    expect(sent()).toEqual(['q1.1="a"', 'q1.1="a"']);
    expect(lesson.pending).toBe(0);
    expect(lesson.link).toBe('online');
  });

  test('typing does not hurry a server that asked for patience', async () => {
    const lesson = await begin();
    server.next.push(() => {
      throw new ApiError('unavailable', 503, null, 8000);
    });
    lesson.write('q1', 'a', 0);
    await tick();
    expect(lesson.link).toBe('trouble');
    for (let i = 0; i < 7; i++) {
      lesson.write('q1', `a${i}`, 0);
      lesson.flush();
      await tick(1000);
    }
    expect(server.api.postAnswers).toHaveBeenCalledOnce();
    await tick(1000);
    expect(sent()).toEqual(['q1.2="a6"']);
    expect(lesson.link).toBe('online');
  });

  test('the queue goes out when the network comes back', async () => {
    const lesson = await begin();
    server.api.getState.mockRejectedValue(new ApiError('offline'));
    server.api.postAnswers.mockRejectedValue(new ApiError('offline'));
    lesson.onNetwork(false);
    lesson.write('q1', 'a', 0);
    lesson.write('q2', 'b', 0);
    await tick(60_000);
    expect(lesson.link).toBe('offline');
    expect(lesson.pending).toBe(2);
    server.api.getState.mockImplementation(async () => ({ state: state(), tag: null }));
    server.api.postAnswers.mockImplementation(async (_token, answers) => server.record(answers));
    lesson.onNetwork(true);
    await tick(1000);
    expect(sent()).toEqual(['q1.1="a"', 'q2.1="b"']);
    expect(lesson.link).toBe('online');
  });

  test('a reload in the middle loses nothing and doubles nothing', async () => {
    const lesson = await begin();
    server.next.push((answers) => {
      server.record(answers);
      throw new ApiError('timeout');
    });
    lesson.write('q1', 'a', 0);
    await tick();
    lesson.write('q2', 'typed just now', 1000);
    lesson.flush(true);
    const again = await reload(lesson);
    await tick(2000);
    expect(again.pending).toBe(0);
    expect(server.held()).toEqual([
      { questionId: 'q1', revision: 1, response: 'a' },
      { questionId: 'q2', revision: 1, response: 'typed just now' },
    ]);
  });
});

describe('a student who is refused', () => {
  test.each([
    ['dismissed', 403],
    ['too-many-answers', 429],
  ])('with %s is told what to do, and sends again once they answer again', async (slug, status) => {
    const lesson = await begin();
    server.next.push(() => {
      throw new ApiError(slug, status);
    });
    lesson.write('q1', 'a', 0);
    await tick(60_000);
    expect(server.api.postAnswers).toHaveBeenCalledTimes(1);
    expect(lesson.entry('q1')!.problem).toBe(slug);
    for (const messages of [en, de, fr, es]) expect(messages.rejected[slug]).toMatch(/\.$/);
    lesson.write('q1', 'b', 0);
    await tick();
    expect(sent()).toEqual(['q1.1="b"']);
  });
});

describe('the token', () => {
  test('is renewed once, with the same key and the same body', async () => {
    const lesson = await begin();
    server.next.push(() => {
      throw new ApiError('invalid-token', 401);
    });
    lesson.write('q1', 'a', 0);
    await tick(10);
    expect(server.api.rejoin).toHaveBeenCalledExactlyOnceWith({ secret: 'k'.repeat(22), session: SID });
    expect(server.api.postAnswers).toHaveBeenLastCalledWith('token-2', expect.anything(), expect.anything());
    expect(sent()).toEqual(['q1.1="a"']);
    expect(load(storage, SID, Date.now())!.token).toBe('token-2');
  });

  test('that is refused again leads to a word with the student, not to a loop', async () => {
    const lesson = await begin();
    server.api.postAnswers.mockRejectedValue(new ApiError('invalid-token', 401));
    lesson.write('q1', 'a', 0);
    await tick(60_000);
    expect(server.api.rejoin).toHaveBeenCalledOnce();
    expect(server.api.postAnswers).toHaveBeenCalledTimes(2);
    expect(lesson.phase).toBe('denied');
    expect(lesson.pending).toBe(1);
  });

  test('of an erased student ends the lesson here too', async () => {
    const lesson = await begin();
    server.next.push(() => {
      throw new ApiError('invalid-token', 401);
    });
    server.api.rejoin.mockRejectedValueOnce(new ApiError('participant-erased', 410));
    lesson.write('q1', 'a', 0);
    await tick();
    expect(lesson.phase).toBe('erased');
    expect(storage.map.size).toBe(0);
  });
});

describe('the session', () => {
  test('paused keeps answers, and sends them when it goes on', async () => {
    const lesson = await begin();
    server.next.push(() => {
      server.now = state({ state: 'paused', version: 2 });
      throw new ApiError('session-paused', 409);
    });
    lesson.write('q1', 'a', 0);
    await tick(5000);
    expect(lesson.phase).toBe('paused');
    expect(server.api.postAnswers).toHaveBeenCalledOnce();
    server.now = state({ version: 3 });
    await tick(3000);
    expect(lesson.phase).toBe('open');
    expect(sent()).toEqual(['q1.1="a"']);
  });

  test('teacher-paced brings its questions one by one', async () => {
    const lesson = await begin({ mode: 'teacher-paced', questions: [], currentQuestion: null });
    const question = { id: 'q7', kind: 'choice' as const, prompt: 'Seven?', options: [], points: 1 };
    server.now = state({ currentQuestion: 'q7', question, version: 2 });
    await tick(2500);
    expect(lesson.session.currentQuestion).toBe('q7');
    expect(lesson.session.questions).toEqual([question]);
    await tick(2500);
    expect(lesson.session.questions).toHaveLength(1);
  });

  test('an older state from a cache changes nothing', async () => {
    const lesson = await begin({ mode: 'teacher-paced' });
    server.now = state({ currentQuestion: 'q2', version: 5 });
    await tick(2500);
    server.now = state({ currentQuestion: 'q1', version: 4 });
    await tick(2500);
    expect(lesson.session.currentQuestion).toBe('q2');
  });

  test('closed removes what was kept, and tells what did not arrive', async () => {
    const lesson = await begin();
    lesson.write('q1', 'arrived', 0);
    await tick();
    server.next.push((answers) => {
      server.record(answers.slice(0, 1)); // arrives, but nobody learns it
      throw new ApiError('timeout');
    });
    lesson.write('q1', 'changed', 0);
    lesson.write('q2', 'too late', 0);
    await tick();
    server.next.push(() => {
      throw new ApiError('session-closed', 409);
    });
    await tick(1000);
    expect(lesson.phase).toBe('closed');
    expect(storage.map.size).toBe(0);
    expect(lesson.lost).toEqual(['q2']);
    expect(lesson.entry('q1')!.saved).toEqual({ revision: 2, response: 'changed' });
    // Nothing is asked or written any more.
    const asked = server.api.getState.mock.calls.length;
    await tick(60_000);
    expect(server.api.getState).toHaveBeenCalledTimes(asked);
    expect(storage.map.size).toBe(0);
  });

  test('that is gone removes what was kept', async () => {
    const lesson = await begin();
    server.api.getState.mockRejectedValue(new ApiError('not-found', 404));
    await tick(15_000);
    expect(lesson.phase).toBe('gone');
    expect(storage.map.size).toBe(0);
  });
});

describe('leaving', () => {
  test('“Not me” forgets, and what was on its way does not come back', async () => {
    const lesson = await begin();
    lesson.write('q1', 'a', 1000);
    lesson.leave();
    await tick(60_000);
    expect(storage.map.size).toBe(0);
    expect(server.log).toEqual([]);
  });

  test('“Erase me” erases there, then here', async () => {
    const lesson = await begin();
    await lesson.erase();
    expect(lesson.phase).toBe('erased');
    expect(lesson.erasure?.irrecoverableAt).toBe('2026-09-08T08:10:00Z');
    expect(storage.map.size).toBe(0);
  });

  test('an erasure that fails keeps everything', async () => {
    const lesson = await begin();
    server.api.eraseMe.mockRejectedValue(new ApiError('unavailable', 503));
    const erasing = expect(lesson.erase()).rejects.toThrow('unavailable');
    await tick(60_000);
    await erasing;
    expect(lesson.phase).toBe('open');
    expect(storage.map.size).toBe(1);
  });

  test('an erasure that is under way is asked about until its receipt is there', async () => {
    const lesson = await begin();
    const begun = { state: 'erasing', receiptId: null, irrecoverableAt: null } as const;
    server.api.eraseMe.mockResolvedValueOnce(begun).mockResolvedValueOnce(begun);
    const erasing = lesson.erase();
    await tick(0);
    expect([lesson.phase, lesson.erasure]).toEqual(['erased', begun]);
    await tick(10_000);
    await erasing;
    expect(lesson.erasure).toMatchObject({ state: 'erased', receiptId: expect.stringMatching(/^[a-z2-7]{26}$/) });
    expect(server.api.eraseMe).toHaveBeenCalledTimes(3);
  });

  test.each(['held', 'erasing'] as const)('one that stays %s is not asked about forever', async (state) => {
    const lesson = await begin();
    server.api.eraseMe.mockResolvedValue({ state, receiptId: null, irrecoverableAt: null });
    const asked = lesson.erase();
    await tick(10 * 60_000);
    await asked;
    expect(lesson.erasure!.state).toBe(state);
    expect(server.api.eraseMe).toHaveBeenCalledTimes(state === 'held' ? 1 : 10);
  });

  test('what was erased elsewhere ends the lesson when it is asked for', async () => {
    const lesson = await begin();
    server.api.getMe.mockRejectedValueOnce(new ApiError('participant-erased', 410));
    await expect(lesson.held()).rejects.toThrow();
    expect(lesson.phase).toBe('erased');
    expect(storage.map.size).toBe(0);
  });

  test('a closed session can still be erased', async () => {
    const lesson = await begin();
    server.now = state({ state: 'closed', version: 2 });
    await tick(15_000);
    expect(lesson.phase).toBe('closed');
    await lesson.erase();
    expect(lesson.phase).toBe('erased');
  });
});

describe('two tabs', () => {
  /** A lock manager for one name, as browsers have it. */
  class Locks {
    private holder: ((reason: Error) => void) | undefined;
    async request(_name: string, options: LockOptions, work: (lock: Lock | null) => unknown) {
      if (this.holder && !options.steal) return work(null);
      this.holder?.(new DOMException('stolen', 'AbortError'));
      return new Promise((resolve, reject) => {
        this.holder = reject;
        void Promise.resolve(work({} as Lock)).then((value) => {
          if (this.holder === reject) this.holder = undefined;
          resolve(value);
        });
      });
    }
  }

  test('never send for the same student at once; the second may take over', async () => {
    const locks = new Locks() as unknown as LockManager;
    const tab = () => new Lesson(load(storage, SID, Date.now())!, { ...deps(server, storage), locks });
    await begin().then((l) => l.stop());
    const first = tab();
    await first.start();
    const second = tab();
    await second.start();
    expect([first.phase, second.phase]).toEqual(['open', 'elsewhere']);
    second.write('q1', 'nobody sends this', 0);
    await tick(1000);
    expect(server.log).toEqual([]);

    first.write('q1', 'a', 1000);
    await tick(300); // stored, not sent
    const third = tab();
    await third.start(true);
    await tick(1000);
    expect([first.phase, third.phase]).toEqual(['elsewhere', 'open']);
    expect(sent()).toEqual(['q1.1="a"']);
    first.write('q1', 'lost', 0);
    await tick(1000);
    expect(sent()).toEqual(['q1.1="a"']);
    expect(load(storage, SID, Date.now())!.book['q1']!.draft).toBe('a');

    third.stop();
    await tick();
    const fourth = tab();
    await fourth.start();
    expect(fourth.phase).toBe('open');
    fourth.stop();
  });
});

test('a browser that stores nothing still answers, and is told so', async () => {
  storage.full = true;
  const lesson = await begin();
  expect(lesson.stored).toBe(false);
  lesson.write('q1', 'a', 0);
  await tick();
  expect(sent()).toEqual(['q1.1="a"']);
});
