// The breach register as tests use it: captured mails, and an incident up to a
// state.

import type { Page } from 'playwright-core';
import { advance, MANAGE, now, tick } from './clock';
import { choosePerson, Pupil } from './desk';
import { STEP } from './limits';
import { call, Lesson, signIn } from './stack';
import type { Incident, Notice, QuestionRequest } from '../src/api/schema';

export interface Mail {
  to: string[];
  subject: string;
  text: string;
  html: string;
}

export async function mails(): Promise<Mail[]> {
  return (await (await fetch(`${MANAGE}/mail`)).json()) as Mail[];
}

/** The link of the invitation that was sent to an address, once it was. */
export async function invitationTo(address: string): Promise<string> {
  let link = '';
  await until(`the invitation of ${address}`, async () => {
    const mail = (await mails()).find((m) => m.to.includes(address));
    link = /http\S+invitation=\S+/.exec(mail?.text ?? '')?.[0] ?? '';
    return link !== '';
  });
  return link;
}

/** Moves the stack's clock and has it look at the incidents, as it does every 15 minutes. */
export async function later(hours: number): Promise<void> {
  await advance(hours);
  await tick('breach-tick');
}

export const question: QuestionRequest = { id: 'q', kind: 'trueFalse', prompt: 'Rivers flow uphill.', correct: false };

/** A session with students who are affected. */
export async function affectedLesson(user: string, names: string[]): Promise<Lesson> {
  const lesson = await Lesson.open([question], { title: 'Rivers', user });
  for (const name of names) await (await Pupil.join(lesson.session.code, name)).answer({ q: false });
  return lesson;
}

/** An incident that was reported by the API. */
export async function reported(user: string, more: Record<string, unknown> = {}): Promise<Incident> {
  const reportedAt = (await now()).getTime();
  const at = (hours: number) => new Date(reportedAt + hours * 3_600_000).toISOString();
  const body = {
    title: 'Export bucket was public',
    occurredFrom: at(-6),
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
    const { body: affected } = await call<{ totals: { complete: boolean } | null }>(
      'GET',
      `/v1/incidents/${incident.id}/affected`,
      await signIn(user),
    );
    return affected.totals?.complete ?? false;
  });
  await until('a notice for every clause', async () => (await noticesOf(user, incident.id)).length >= 4);
  return incident;
}

export async function noticesOf(user: string, id: string): Promise<Notice[]> {
  return (await call<{ items: Notice[] }>('GET', `/v1/incidents/${id}/notices?pageSize=100`, await signIn(user))).body
    .items;
}

export async function patch(user: string, id: string, body: Record<string, unknown>): Promise<void> {
  await call('PATCH', `/v1/incidents/${id}`, await signIn(user), body);
}

export async function close(user: string, id: string, outcome = 'notice-not-required'): Promise<void> {
  await until('what is on its way', async () => {
    const notices = await noticesOf(user, id);
    return notices.every((n) => n.state !== 'queued' && n.state !== 'sending');
  });
  await call('POST', `/v1/incidents/${id}/close`, await signIn(user), {
    outcome,
    reason: 'The test is over, nothing was found.',
  });
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
  const deadline = Date.now() + STEP;
  while (!(await done())) {
    if (Date.now() > deadline) throw new Error(`waited ${STEP / 1000} seconds for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Reloads the page after the clock was moved, and gives the second factor that it asks for then. */
export async function stepUp(page: Page, person: string): Promise<void> {
  await page.reload();
  // After days even the sign-in is over.
  const signIn = page.getByRole('main').getByRole('button', { name: 'Sign in' });
  await page.getByRole('button', { name: 'Confirm second factor' }).or(signIn).first().click();
  await choosePerson(page, person);
  await page.getByRole('list', { name: 'Progress of the incident' }).waitFor();
}
