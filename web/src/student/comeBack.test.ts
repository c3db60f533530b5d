import { afterEach, expect, test, vi } from 'vitest';
import type { Me } from '../api/schema';
import { comeBack, keptOf } from './comeBack';
import { joined, SID } from './fixture';
import { statusOf } from './book';

const me = (over: Partial<Me> = {}): Me => ({
  as: 'student',
  parentCodeAt: null,
  parent: {},
  correction: null,
  restricted: false,
  participant: {
    id: 'p',
    alias: 'Ada L.',
    joinedAt: '',
    consentBasis: '',
    renamedAt: null,
    consent: null,
  },
  session: { id: SID, title: 'Rivers', state: 'open' },
  answers: [
    { questionId: 'q1', revision: 1, response: 'early', receivedAt: '' },
    { questionId: 'q1', revision: 3, response: 'late', receivedAt: '' },
  ],
  grades: [],
  results: null,
  receipts: [],
  keptUntil: null,
  contact: '',
  privacy: { org: 'org_north', version: 1, kept: 'P6M', restoreWindow: 'P6M' },
  ...over,
});

const problem = (status: number, slug: string) =>
  new Response(JSON.stringify({ type: `/problems/${slug}`, title: '', status }), {
    status,
    headers: { 'Content-Type': 'application/problem+json' },
  });
const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });

/** A server that answers by method, path and what was sent as a secret; and what it was asked. */
function serve(answer: (what: string, secret: string) => Response): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const bearer = new Headers(init.headers).get('Authorization')?.slice('Bearer '.length);
    const body = init.body ? (JSON.parse(init.body as string) as { secret: string }) : null;
    asked.push(`${init.method} ${path}`);
    return answer(`${init.method} ${path}`, bearer ?? body!.secret);
  });
  return asked;
}

afterEach(() => vi.unstubAllGlobals());

test('an open lesson goes on, with the name and the answers as they are now', async () => {
  const asked = serve((what) => (what.startsWith('POST') ? json(joined(), 201) : json(me())));
  const came = await comeBack(['s'], { code: 'KXWQPT' });
  expect(asked).toEqual(['GET /v1/me?code=KXWQPT', 'POST /v1/rejoin']);
  const kept = keptOf(came!, came!.joined!, 'KXWQPT', 'en', 7);
  expect(kept).toMatchObject({ key: 's', token: 'token-1', since: 7, body: { code: 'KXWQPT', alias: 'Ada L.' } });
  // What is written next is a revision of its own, above what the other device sent.
  expect(kept.book).toEqual({ q1: { draft: 'late', last: 3, saved: { revision: 3, response: 'late' } } });
  expect(statusOf(kept.book['q1'], false)).toBe('saved');
});

test('with immediate feedback the first answer stays, with what it earned', async () => {
  const results = { score: 0, maxScore: 2, questions: [{ id: 'q1', correct: false, points: 0, maxPoints: 1 }] };
  serve((what) => (what.startsWith('POST') ? json(joined({ feedback: 'immediate' }), 201) : json(me({ results }))));
  const came = await comeBack(['s'], { session: SID });
  expect(keptOf(came!, came!.joined!, '', 'en', 7).book['q1']).toEqual({
    draft: 'early',
    last: 1,
    saved: { revision: 1, response: 'early' },
    confirmed: true,
    feedback: { correct: false, points: 0, solution: null },
  });
});

test('after the close what is held is shown, by the secret itself', async () => {
  const asked = serve((what) => (what.startsWith('POST') ? problem(404, 'unknown-secret') : json(me())));
  expect(await comeBack(['s'], { code: 'KXWQPT' })).toMatchObject({ joined: null, paused: false, secret: 's' });
  expect(asked).toEqual(['GET /v1/me?code=KXWQPT', 'POST /v1/rejoin']);
});

test('a parent comes to what is held and into no lesson, even if a child joined with the slip', async () => {
  const asked = serve((what) => (what.startsWith('POST') ? json(joined(), 201) : json(me({ as: 'parent' }))));
  expect(await comeBack(['s'], { code: 'KXWQPT' })).toMatchObject({ joined: null, paused: false });
  expect(asked).toEqual(['GET /v1/me?code=KXWQPT']);
});

test('and while it is paused', async () => {
  serve((what) => (what.startsWith('POST') ? problem(409, 'session-paused') : json(me())));
  expect(await comeBack(['s'], { session: SID })).toMatchObject({ joined: null, paused: true });
});

test('of two secrets the one that is known counts', async () => {
  serve((what, secret) =>
    what.startsWith('POST')
      ? problem(404, 'unknown-secret')
      : secret === 'second'
        ? json(me())
        : problem(401, 'invalid-token'),
  );
  expect(await comeBack(['first', 'second'], { session: SID })).toMatchObject({ secret: 'second' });
  expect(await comeBack(['first'], { session: SID })).toBeNull();
});

test('what was erased is told apart from what is unknown', async () => {
  serve(() => problem(410, 'participant-erased'));
  await expect(comeBack(['s'], { session: SID })).rejects.toMatchObject({ slug: 'participant-erased' });
});
