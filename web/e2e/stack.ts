// The stack under test, as a teacher's script would use it.

import type { Grade, QuestionRequest, QuestionSet, Results, Session } from '../src/api/schema';
import { STEP } from './limits';

export const BASE = process.env['STACK_URL']!;

interface Reply<T> {
  status: number;
  body: T;
}

export async function call<T>(method: string, path: string, token: string, body?: unknown): Promise<Reply<T>> {
  const response = await fetch(BASE + path, {
    method,
    signal: AbortSignal.timeout(STEP),
    headers: {
      Authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(method === 'POST' ? { 'Idempotency-Key': crypto.randomUUID() } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return { status: response.status, body: (text ? JSON.parse(text) : undefined) as T };
}

/** An access token of a demo user. */
export async function signIn(username = 'ada@north.example'): Promise<string> {
  const config = (await (await fetch(`${BASE}/config.json`)).json()) as { auth0Domain: string; auth0Audience: string };
  const response = await fetch(`${config.auth0Domain}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'password',
      username,
      password: 'demo',
      audience: config.auth0Audience,
      client_id: 'cleanslate-web',
    }),
  });
  if (!response.ok) throw new Error(`signing in as ${username}: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { access_token: string }).access_token;
}

type OpenSession = Session & { code: string };

/** A session of its own for a test. */
export class Lesson {
  private constructor(
    readonly token: string,
    readonly session: OpenSession,
  ) {}

  static async open(
    questions: QuestionRequest[],
    options: {
      title?: string;
      mode?: string;
      feedback?: string;
      closesAt?: string;
      user?: string;
      token?: string;
    } = {},
  ): Promise<Lesson> {
    const token = options.token ?? (await signIn(options.user));
    const set = await call<QuestionSet>('POST', '/v1/question-sets', token, {
      title: options.title ?? 'Rivers of Europe',
      questions,
    });
    const session = await call<OpenSession>('POST', '/v1/sessions', token, {
      questionSetId: set.body.id,
      mode: options.mode ?? 'self-paced',
      feedback: options.feedback ?? 'none',
      ...(options.closesAt ? { closesAt: options.closesAt } : {}),
    });
    return new Lesson(token, session.body);
  }

  get url(): string {
    return `${BASE}/j/${this.session.code}`;
  }

  async change(patch: Record<string, unknown>): Promise<void> {
    await call('PATCH', `/v1/sessions/${this.session.id}`, this.token, patch);
  }

  async grade(...grades: Grade[]): Promise<void> {
    await call('PUT', `/v1/sessions/${this.session.id}/grades`, this.token, { grades });
  }

  async results(): Promise<Results> {
    return (await call<Results>('GET', `/v1/sessions/${this.session.id}/results`, this.token)).body;
  }

  /** The answers of the one with the alias, by question. */
  async answersOf(alias: string): Promise<Record<string, unknown>> {
    const participant = (await this.results()).participants.find((p) => p.alias === alias);
    return Object.fromEntries(Object.entries(participant?.answers ?? {}).map(([q, a]) => [q, a.response]));
  }
}

/** One question of every kind. */
export const everyKind: QuestionRequest[] = [
  {
    id: 'choice',
    kind: 'choice',
    prompt: 'Which river is the longest?',
    options: [
      { id: 'a', text: 'Rhine', feedback: 'The Rhine has 1,230 km.' },
      { id: 'b', text: 'Danube' },
      { id: 'c', text: 'Thames' },
    ],
    correct: 'b',
    explanation: 'The Danube has 2,850 km.',
  },
  {
    id: 'choices',
    kind: 'choices',
    prompt: 'Which of them flow into the North Sea?',
    options: [
      { id: 'a', text: 'Rhine' },
      { id: 'b', text: 'Elbe' },
      { id: 'c', text: 'Oder' },
    ],
    correct: ['a', 'b'],
    points: 2,
  },
  { id: 'tf', kind: 'trueFalse', prompt: 'The Danube crosses ten countries.', correct: true },
  { id: 'text', kind: 'text', prompt: 'Which capital lies on the Seine?', correct: ['Paris'] },
  { id: 'number', kind: 'number', prompt: 'How long is the Thames, in kilometres?', correct: 346, tolerance: 10 },
  {
    id: 'order',
    kind: 'order',
    prompt: 'Put them in order, the shortest first.',
    options: [{ text: 'Thames' }, { text: 'Rhine' }, { text: 'Volga' }],
    points: 3,
  },
  {
    id: 'match',
    kind: 'match',
    prompt: 'Which city lies on which river?',
    options: [{ text: 'Paris' }, { text: 'London' }, { text: 'Vienna' }],
    targets: [{ text: 'Seine' }, { text: 'Thames' }, { text: 'Danube' }],
    points: 3,
  },
  {
    id: 'scale',
    kind: 'scale',
    prompt: 'How easy was this?',
    scale: { min: 1, max: 5, minLabel: 'very hard', maxLabel: 'very easy' },
  },
  { id: 'cloud', kind: 'cloud', prompt: 'What comes to your mind when you think of rivers?', maxWords: 3 },
];
