import { describe, expect, test } from 'vitest';
import type { AnswerRequest, AnswerResult, PaperQuestion, Response } from '../api/schema';
import {
  confirm,
  isOpen,
  isPending,
  pendingCount,
  reconcile,
  refuse,
  REVISION_MAX,
  settle,
  shown,
  statusOf,
  take,
  write,
  type Book,
} from './book';

const questions: PaperQuestion[] = Array.from({ length: 120 }, (_, i) => ({
  id: `q${i + 1}`,
  kind: 'text',
  prompt: '?',
  points: 1,
}));

const recorded = (answers: AnswerRequest[]): AnswerResult[] =>
  answers.map(({ questionId, revision }) => ({ questionId, revision, status: 'recorded' }));
const rejected = (answers: AnswerRequest[], problem: string): AnswerResult[] =>
  answers.map(({ questionId, revision }) => ({ questionId, revision, status: 'rejected', problem }));

function say(book: Book, response: Response | undefined, question = 'q1') {
  write(book, question, response);
}

describe('an answer', () => {
  test('is pending until the server recorded it, then saved', () => {
    const book: Book = {};
    say(book, 'a');
    expect(statusOf(book['q1'], false)).toBe('waiting');
    const sent = take(book, questions, false);
    expect(sent).toEqual([{ questionId: 'q1', revision: 1, response: 'a' }]);
    expect(statusOf(book['q1'], false)).toBe('waiting');
    settle(book, sent, recorded(sent));
    expect(statusOf(book['q1'], false)).toBe('saved');
    expect(take(book, questions, false)).toEqual([]);
  });

  test('is sent again as the same revision while nothing is known of it', () => {
    const book: Book = {};
    say(book, 'a');
    const first = take(book, questions, false);
    expect(take(book, questions, false)).toEqual(first);
    // … also by a page that was loaded again.
    const reloaded = JSON.parse(JSON.stringify(book)) as Book;
    expect(take(reloaded, questions, false)).toEqual(first);
  });

  test('gets the next revision when it changes after it was sent', () => {
    const book: Book = {};
    say(book, 'a');
    take(book, questions, false);
    say(book, 'b');
    expect(take(book, questions, false)).toEqual([{ questionId: 'q1', revision: 2, response: 'b' }]);
  });

  test('costs no revision for what was typed between two requests', () => {
    const book: Book = {};
    for (const text of ['a', 'ab', 'abc']) say(book, text);
    expect(take(book, questions, false)).toEqual([{ questionId: 'q1', revision: 1, response: 'abc' }]);
  });

  test('that changes back while a change is under way is sent once more', () => {
    const book: Book = {};
    say(book, 'a');
    let sent = take(book, questions, false);
    settle(book, sent, recorded(sent));
    say(book, 'b');
    sent = take(book, questions, false); // the reply is lost
    say(book, 'a');
    expect(isPending(book['q1'], false)).toBe(true);
    expect(take(book, questions, false)).toEqual([{ questionId: 'q1', revision: 3, response: 'a' }]);
  });

  test('that changes while it is under way stays pending when the reply comes', () => {
    const book: Book = {};
    say(book, 'a');
    const sent = take(book, questions, false);
    say(book, 'b');
    settle(book, sent, recorded(sent));
    expect(statusOf(book['q1'], false)).toBe('waiting');
    expect(book['q1']!.saved).toEqual({ revision: 1, response: 'a' });
    expect(take(book, questions, false)).toEqual([{ questionId: 'q1', revision: 2, response: 'b' }]);
  });

  test('that returns to what is saved is not sent', () => {
    const book: Book = {};
    say(book, 'a');
    const sent = take(book, questions, false);
    settle(book, sent, recorded(sent));
    say(book, 'b');
    say(book, 'a');
    expect(take(book, questions, false)).toEqual([]);
  });

  test('that is typed away leaves what was saved', () => {
    const book: Book = {};
    say(book, 'a');
    const sent = take(book, questions, false);
    settle(book, sent, recorded(sent));
    say(book, undefined);
    expect(take(book, questions, false)).toEqual([]);
    expect(shown(book['q1'])).toBe('a');
    expect(statusOf(book['q1'], false)).toBe('saved');
  });
});

describe('a rejected answer', () => {
  test('is not sent again, and frees its revision', () => {
    const book: Book = {};
    say(book, 'a');
    const sent = take(book, questions, false);
    settle(book, sent, rejected(sent, 'not-current'));
    expect(statusOf(book['q1'], false)).toBe('rejected');
    expect(book['q1']!.problem).toBe('not-current');
    expect(take(book, questions, false)).toEqual([]);
    say(book, 'b');
    expect(take(book, questions, false)).toEqual([{ questionId: 'q1', revision: 1, response: 'b' }]);
  });

  test('does not judge what was typed meanwhile', () => {
    const book: Book = {};
    say(book, 'a');
    const sent = take(book, questions, false);
    say(book, 'b');
    settle(book, sent, rejected(sent, 'too-long'));
    expect(statusOf(book['q1'], false)).toBe('waiting');
  });

  test('never reuses a revision that may have arrived', () => {
    const book: Book = {};
    say(book, 'a');
    take(book, questions, false); // revision 1, the reply is lost
    say(book, 'b');
    let sent = take(book, questions, false);
    settle(book, sent, rejected(sent, 'too-long'));
    say(book, 'c');
    sent = take(book, questions, false);
    expect(sent[0]!.revision).toBe(2);
  });

  test('keeps its revision if an earlier try may have been recorded', () => {
    const book: Book = {};
    say(book, 'a');
    take(book, questions, false); // recorded, but the reply is lost
    const sent = take(book, questions, false);
    settle(book, sent, rejected(sent, 'not-current'));
    say(book, 'b');
    expect(take(book, questions, false)[0]!.revision).toBe(2);

    const once: Book = {};
    say(once, 'a');
    confirm(once, 'q1');
    take(once, questions, true);
    settle(once, take(once, questions, true), rejected(sent, 'not-current'));
    expect(isOpen(once['q1'], true)).toBe(false);
  });

  test('a whole request that is refused is not sent forever', () => {
    const book: Book = {};
    say(book, 'a');
    refuse(book, take(book, questions, false), 'dismissed');
    expect(take(book, questions, false)).toEqual([]);
    expect(book['q1']!.problem).toBe('dismissed');
  });

  test('what the server would refuse is not sent at all', () => {
    const book: Book = {};
    say(book, 'x'.repeat(2001));
    expect(take(book, questions, false)).toEqual([]);
    expect(book['q1']!.problem).toBe('too-long');
  });
});

describe('with immediate feedback', () => {
  test('nothing is sent before it is confirmed, and then only once', () => {
    const book: Book = {};
    say(book, 'a');
    expect(take(book, questions, true)).toEqual([]);
    expect(statusOf(book['q1'], true)).toBe('none');
    say(book, 'b');
    confirm(book, 'q1');
    expect(isOpen(book['q1'], true)).toBe(false);
    const sent = take(book, questions, true);
    expect(sent).toEqual([{ questionId: 'q1', revision: 1, response: 'b' }]);
    settle(book, sent, [
      { questionId: 'q1', revision: 1, status: 'recorded', feedback: { correct: true, points: 1, solution: 'b' } },
    ]);
    expect(book['q1']!.feedback).toEqual({ correct: true, points: 1, solution: 'b' });
    expect(isOpen(book['q1'], true)).toBe(false);
  });

  test('a rejected answer may be mended', () => {
    const book: Book = {};
    say(book, 'a');
    confirm(book, 'q1');
    const sent = take(book, questions, true);
    settle(book, sent, rejected(sent, 'too-long'));
    expect(isOpen(book['q1'], true)).toBe(true);
    say(book, 'b');
    expect(take(book, questions, true)).toEqual([{ questionId: 'q1', revision: 1, response: 'b' }]);
  });
});

describe('take', () => {
  test('takes at most 50 answers, in the order of the questions', () => {
    const book: Book = {};
    for (const q of [...questions].reverse()) say(book, 'a', q.id);
    const sent = take(book, questions, false);
    expect(sent.map((a) => a.questionId)).toEqual(questions.slice(0, 50).map((q) => q.id));
    expect(pendingCount(book, false)).toBe(120);
    expect(book['q51']!.last).toBe(0);
  });

  test('stays below the size of a body', () => {
    const book: Book = {};
    for (const q of questions) say(book, '😀'.repeat(2000), q.id);
    let rounds = 0;
    for (let sent = take(book, questions, false); sent.length > 0; sent = take(book, questions, false)) {
      expect(new TextEncoder().encode(JSON.stringify({ answers: sent })).length).toBeLessThan(64 * 1024);
      settle(book, sent, recorded(sent));
      rounds++;
    }
    expect(rounds).toBe(20);
    expect(pendingCount(book, false)).toBe(0);
  });

  test('stops at the last revision', () => {
    const book: Book = {};
    for (let n = 1; n <= REVISION_MAX; n++) {
      say(book, `v${n}`);
      const sent = take(book, questions, false);
      expect(sent[0]!.revision).toBe(n);
      settle(book, sent, recorded(sent));
    }
    expect(isOpen(book['q1'], false)).toBe(false);
    say(book, 'one more');
    expect(take(book, questions, false)).toEqual([]);
    expect(book['q1']!.problem).toBe('revision-out-of-range');
  });

  test('leaves questions alone that it does not know', () => {
    const book: Book = {};
    say(book, 'a', 'gone');
    expect(take(book, questions, false)).toEqual([]);
  });
});

describe('reconcile', () => {
  const held = (revision: number, response: Response) => [{ questionId: 'q1', revision, response, receivedAt: '' }];

  test('finds what did not arrive', () => {
    const book: Book = {};
    say(book, 'a');
    expect(reconcile(book, [], false)).toEqual(['q1']);
    expect(book['q1']!.saved).toBeUndefined();
  });

  test('finds what arrived although nobody said so', () => {
    const book: Book = {};
    say(book, ' a ');
    take(book, questions, false);
    expect(reconcile(book, held(1, 'a'), false)).toEqual([]);
    expect(book['q1']!.saved).toEqual({ revision: 1, response: 'a' });
  });

  test('looks at the highest revision of those that are held', () => {
    const book: Book = {};
    say(book, 'b');
    take(book, questions, false);
    book['q1']!.last = 2;
    expect(reconcile(book, [...held(1, 'a'), ...held(2, 'b')], false)).toEqual([]);
    expect(book['q1']!.saved).toEqual({ revision: 2, response: 'b' });
  });

  test('finds a change that came too late', () => {
    const book: Book = {};
    say(book, 'a');
    const sent = take(book, questions, false);
    settle(book, sent, recorded(sent));
    say(book, 'b');
    take(book, questions, false);
    expect(reconcile(book, held(1, 'a'), false)).toEqual(['q1']);
    expect(book['q1']!.saved).toEqual({ revision: 1, response: 'a' });
  });

  test('takes the word of the server for what it recorded', () => {
    const book: Book = {};
    say(book, [' x ']);
    const sent = take(book, questions, false);
    settle(book, sent, recorded(sent));
    expect(reconcile(book, held(1, ['x']), false)).toEqual([]);
  });

  test('does not miss what was never to be sent', () => {
    const book: Book = {};
    say(book, 'a');
    expect(reconcile(book, [], true)).toEqual([]);
  });
});

test('replies that belong to nothing are ignored', () => {
  const book: Book = {};
  say(book, 'a');
  const sent = take(book, questions, false);
  settle(book, sent, [{ questionId: 'q2', revision: 1, status: 'recorded' }]);
  settle(book, sent, []);
  expect(statusOf(book['q1'], false)).toBe('waiting');
});
