// Who may set up a second factor: whoever has nothing but a teacher's password may not.

import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { manage } from './auth0';
import { withBrowser } from './browser';
import { now } from './clock';
import { deskDevice, lessonOfFive, teacher } from './desk';
import { mails } from './register';
import { BASE, everyKind, Lesson } from './stack';

withBrowser();

const EMMY = 'emmy@north.example';
const NONE = 'your account has none yet';

const user = `users/${encodeURIComponent('auth0|emmy')}`;

async function stepUp(page: Page, button: string, then = true): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).click();
  if (then) await page.getByRole('dialog').getByRole('button', { name: button, exact: true }).click();
  await page.getByRole('heading', { name: 'Confirm that it is you' }).waitFor();
  await page.getByRole('button', { name: 'Emmy North' }).click();
}

test('a stolen password neither exports nor deletes, until an administrator has a second factor opened', async () => {
  await manage('DELETE', `${user}/authentication-methods`, {});
  await manage('PATCH', user, { app_metadata: { enrollUntil: null, factorTold: null } });
  const told = async () => (await mails()).filter((m) => m.to.includes(EMMY)).length;
  const before = await told();
  const lesson = await Lesson.open(everyKind, { user: EMMY });
  await lessonOfFive(lesson.session.code);

  const page = await teacher({ person: 'Emmy North', path: `/teach/sessions/${lesson.session.id}/results` });
  let downloads = 0;
  page.on('download', () => downloads++);
  await page.getByRole('table').waitFor();
  await stepUp(page, 'CSV', false);
  await page.getByText(NONE).waitFor();
  expect(new URL(page.url()).pathname).toBe(`/teach/sessions/${lesson.session.id}/results`);

  const settings = await teacher({ person: 'Emmy North', path: `/teach/sessions/${lesson.session.id}/settings` });
  await stepUp(settings, 'Delete the session');
  await settings.getByText(NONE).waitFor();
  expect((await lesson.results()).participants).toHaveLength(5);
  expect(downloads).toBe(0);
  expect(await told()).toBe(before);

  await manage('PATCH', user, {
    app_metadata: { enrollUntil: new Date((await now()).getTime() + 3_600_000).toISOString() },
  });
  const coming = page.waitForEvent('download');
  await stepUp(page, 'CSV', false);
  expect(readFileSync(await (await coming).path(), 'utf8')).toContain('Béla');
  await expect.poll(told).toBe(before + 1);
});

test('whoever is invited reads what to have ready, and a made-up invitation is refused', async () => {
  const page = await (await deskDevice()).newPage();
  await page.goto(`${BASE}/teach/?invitation=made-up&organization=org_north&organization_name=North%20School`);
  await page.getByText('Your school has invited you').waitFor();
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('Sign-in didn’t finish').waitFor();
});
