// The breach register as tests use it: the stack's clock and captured mails, and
// an incident up to a state.

import type { Page } from 'playwright-core';
import { call, Lesson, signIn, type Question } from './stack';

/** The management address of the local stack, which runs the test. */
const MANAGE = process.env['CLEANSLATE_MANAGE']!;

export interface Mail {
  to: string[];
  subject: string;
  text: string;
  html: string;
}

async function manage<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(MANAGE + path, { method, ...(body !== undefined && { body: JSON.stringify(body) }) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return (text ? JSON.parse(text) : undefined) as T;
}

export const mails = () => manage<Mail[]>('GET', '/mail');

export async function stackNow(): Promise<Date> {
  return new Date((await manage<{ now: string }>('GET', '/clock')).now);
}

/** Moves the stack's clock and has it look at the incidents, as it does every 15 minutes. */
export async function later(hours: number): Promise<void> {
  await manage('POST', '/clock', { advance: `${hours * 60}m` });
  await tick();
}

export const tick = () => manage('POST', '/tick/breach-tick');

/** Puts the stack's clock back to that of the machine: other tests go by both. */
export const backToNow = () => manage('POST', '/clock', { set: new Date().toISOString() });

export const question: Question = { id: 'q', kind: 'trueFalse', prompt: 'Rivers flow uphill.', correct: false };

/** A session with students who are affected. */
export async function affectedLesson(user: string, names: string[]): Promise<Lesson> {
  const lesson = await Lesson.open([question], { title: 'Rivers', user });
  const { Pupil } = await import('./desk');
  for (const name of names) await (await Pupil.join(lesson.session.code, name)).answer({ q: false });
  return lesson;
}

export interface Incident {
  id: string;
  state: string;
}

export interface Notice {
  id: string;
  org: string;
  kind: string;
  channel: string;
  state: string;
  missing: string[];
  missed: boolean;
  clause: { id: string };
}

/** An incident that was reported by the API. */
export async function reported(user: string, more: Record<string, unknown> = {}): Promise<Incident> {
  const now = (await stackNow()).getTime();
  const at = (hours: number) => new Date(now + hours * 3_600_000).toISOString();
  const body = {
    title: 'Export bucket was public',
    occurredFrom: at(-6),
    occurredUntil: at(-1),
    discoveredAt: at(-1),
    categories: ['aliases', 'answers'],
    keysInReach: 'yes',
    risk: 'high',
    texts: { en: { nature: 'A storage bucket with exports could be read by anybody who knew its address.' } },
    contact: { name: 'Privacy office', email: 'privacy@cleanslate.example', phone: '+49 30 123456' },
    reporter: { name: 'Grace', email: user },
    ...more,
  };
  const { body: incident } = await call<Incident>('POST', '/v1/incidents', await signIn(user), body);
  await until('the affected list', async () => {
    const { body: affected } = await call<{ totals: { complete: boolean } | null }>('GET', `/v1/incidents/${incident.id}/affected`, await signIn(user));
    return affected.totals?.complete ?? false;
  });
  await until('a notice for every clause', async () => (await noticesOf(user, incident.id)).length >= 4);
  return incident;
}

export async function noticesOf(user: string, id: string): Promise<Notice[]> {
  return (await call<{ items: Notice[] }>('GET', `/v1/incidents/${id}/notices?pageSize=100`, await signIn(user))).body.items;
}

export async function patch(user: string, id: string, body: Record<string, unknown>): Promise<void> {
  await call('PATCH', `/v1/incidents/${id}`, await signIn(user), body);
}

export async function close(user: string, id: string, outcome = 'notice-not-required'): Promise<void> {
  await call('POST', `/v1/incidents/${id}/close`, await signIn(user), { outcome, reason: 'The test is over, nothing was found.' });
}

export const restOfTexts = {
  en: {
    consequences: 'Somebody may read which names took part.',
    measures: 'The bucket was closed.',
    recommendations: 'You need not do anything.',
    investigation: 'The access logs are being read.',
  },
};

export async function until(what: string, done: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await done())) {
    if (Date.now() > deadline) throw new Error(`waited 30 seconds for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Confirms with the second factor where the page asks for it: the clock was moved. */
export async function stepUp(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Confirm with the second factor' }).first().click();
}
