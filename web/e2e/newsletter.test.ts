// The operator writes a newsletter; who chose it has it, and leaves it by one click: with the link in it, or as mail programs
// do. The next one doesn't arrive.

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkAccessible, checkFits, checkLightAndDark, newDevice, withBrowser } from './browser';
import { advance, MANAGE, resetClock, tick } from './clock';
import { teacher } from './desk';
import { mails, until } from './register';
import { BASE, call, signIn } from './stack';

withBrowser();
beforeAll(resetClock);
afterAll(resetClock);

const LINUS = 'linus@north.example';
const ADA = 'ada@north.example';

interface Choice {
  news: boolean;
  service: boolean;
}

async function choose(address: string, mail: Choice): Promise<void> {
  await call('PUT', '/v1/profile', await signIn(address), {
    name: address === ADA ? 'Ada North' : 'Linus North',
    email: address,
    locale: address === ADA ? 'en' : 'de',
    mail,
  });
}

const chosen = async (address: string) =>
  (await call<{ mail: Choice }>('GET', '/v1/profile', await signIn(address))).body.mail;

const sent = async (subject: string) => (await mails()).filter((m) => m.subject === subject);

const unique = (title: string) => `${title} ${crypto.randomUUID().slice(0, 8)}`;

test('the operator sends a newsletter, one click leaves it, and the next one does not arrive', async () => {
  await choose(ADA, { news: true, service: true });
  await choose(LINUS, { news: true, service: false });
  const operator = () => teacher({ person: 'Cleanslate Operations', path: '/teach/schools', reducedMotion: 'reduce' });
  const ops = await operator();

  /** Writes one in two languages, and has it sent. */
  async function send(ops: Page, subject: string, look = false): Promise<void> {
    const section = ops.getByRole('region', { name: 'Newsletters' });
    await section.getByRole('button', { name: 'Write a newsletter' }).click();
    const form = section.getByRole('form', { name: 'Write a newsletter' });
    const english = form.getByRole('group', { name: 'English' });
    await english.getByLabel('Subject').fill(subject);
    await english.getByLabel('Text').fill('First paragraph.\n\nSecond paragraph.');
    const german = form.getByRole('group', { name: 'Deutsch' });
    await german.getByLabel('Subject').fill(`${subject} (de)`);
    await german.getByLabel('Text').fill('Erster Absatz.');
    if (look) await checkLightAndDark(ops, 'a newsletter');
    await form.getByRole('button', { name: 'Preview' }).click();
    await form.getByText(/people chose this kind\.$|One person chose this kind\./).waitFor();
    await form.getByText('Second paragraph.').waitFor();
    if (look) {
      await checkAccessible(ops, 'the preview of a newsletter');
      await checkFits(ops, 'the preview of a newsletter');
    }
    await form.getByRole('button', { name: 'Send it' }).click();
    await ops.getByText(/^It starts within the hour after/).waitFor();
  }

  const first = unique('News');
  await send(ops, first, true);
  const dropped = unique('Dropped');
  await send(ops, dropped);
  await ops.getByRole('listitem').filter({ hasText: dropped }).getByRole('button', { name: 'Cancel it' }).click();
  await ops.getByText('The newsletter is cancelled.').waitFor();
  await tick();
  expect(await sent(first)).toEqual([]); // there is time to cancel it
  await advance(1);
  await tick();
  await until('the newsletter', async () => (await sent(first)).length > 0 && (await sent(`${first} (de)`)).length > 0);
  const toAda = (await sent(first)).filter((m) => m.to.includes(ADA));
  const toLinus = (await sent(`${first} (de)`)).filter((m) => m.to.includes(LINUS));
  expect([toAda.length, toLinus.length]).toEqual([1, 1]);

  // Ada opens the link in the mail, signed in nowhere.
  const link = /https?:\S+\/unsubscribe#[\w-]+/.exec(toAda[0]!.text.replace(/\s+/g, ' '))![0];
  const page = await (await newDevice({ reducedMotion: 'reduce' })).newPage();
  const asked: string[] = [];
  page.on('request', (request) => void asked.push(request.url()));
  const open = await teacher({ person: 'Ada North', path: '/teach/profile', reducedMotion: 'reduce' });
  await open.getByLabel('About what is new').waitFor();
  await page.goto(link);
  const leave = page.getByRole('button', { name: 'Leave it' });
  await leave.waitFor();
  await checkLightAndDark(page, 'before leaving a newsletter');
  expect(await chosen(ADA)).toEqual({ news: true, service: true }); // mail filters open links, scripts and all
  await leave.click();
  await page.getByText('You won’t get mail of this kind any more.').waitFor();
  expect(new URL(page.url()).hash).toBe('');
  expect(asked.filter((url) => url.includes(link.split('#')[1]!))).toEqual([link].filter((l) => asked.includes(l)));
  expect(await chosen(ADA)).toEqual({ news: false, service: true });
  await checkLightAndDark(page, 'leaving a newsletter');
  await checkFits(page, 'leaving a newsletter');
  // Her profile, open since before, doesn't take that back; a choice in it does.
  await open.getByRole('button', { name: 'Save', exact: true }).click();
  await expect.poll(() => open.getByLabel('About what is new').isChecked()).toBe(false);
  expect(await chosen(ADA)).toEqual({ news: false, service: true });
  await open.getByLabel('About what is new').check();
  await open.getByRole('button', { name: 'Save', exact: true }).click();
  await expect.poll(() => chosen(ADA)).toEqual({ news: true, service: true });

  // Linus' mail program does it by RFC 8058, and the second one reaches Ada alone.
  const raw = (await (await fetch(`${MANAGE}/mail`)).json()) as {
    to: string[];
    subject: string;
    header: Record<string, string[]>;
  }[];
  const { header } = raw.find((m) => m.subject === `${first} (de)` && m.to.includes(LINUS))!;
  expect(header['List-Unsubscribe-Post']).toEqual(['List-Unsubscribe=One-Click']);
  const address = header['List-Unsubscribe']![0]!.replace(/^<|>$/g, '');
  const click = await fetch(address, {
    method: 'POST',
    body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
  });
  expect(click.status).toBe(204);
  expect(await chosen(LINUS)).toEqual({ news: false, service: false });
  const second = unique('More news');
  await send(await operator(), second); // an hour later it takes another second factor
  await advance(1);
  await tick();
  await until('the second one', async () => (await sent(second)).some((m) => m.to.includes(ADA)));
  expect((await sent(`${second} (de)`)).filter((m) => m.to.includes(LINUS))).toEqual([]);
  expect([...(await sent(dropped)), ...(await sent(`${dropped} (de)`))]).toEqual([]);

  await page.goto(`${BASE}/unsubscribe`);
  await page.getByText('Open this page with the link in the newsletter.').waitFor();
});
