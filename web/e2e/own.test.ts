// What is a member's own: taking it along, and leaving the school without asking anybody.

import { readFileSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { checkFits, checkLightAndDark, withBrowser } from './browser';
import { choosePerson, deskDevice, Pupil, teacher } from './desk';
import { invitationTo } from './register';
import { BASE, call, everyKind, Lesson, signIn } from './stack';

withBrowser();

/** Somebody whom Grace invited and who came, on their profile's page, with the token that the page has. */
async function newcomer(): Promise<{ page: Page; address: string; name: string; token: string }> {
  const address = `maria.${crypto.randomUUID().slice(0, 8)}@north.example`;
  const name = `Maria ${address.slice(6, 14)}`;
  const grace = await signIn('grace@north.example');
  await call('POST', '/v1/org/members', grace, { email: address, role: 'teacher' });
  const page = await (await deskDevice({ reducedMotion: 'reduce' })).newPage();
  await page.goto(await invitationTo(address));
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await choosePerson(page, address);
  await page.getByLabel('Name', { exact: true }).fill(name);
  const stored = page.waitForRequest((r) => r.method() === 'PUT' && r.url().endsWith('/v1/profile'));
  await page.getByRole('button', { name: 'Save and continue' }).click();
  const token = (await (await stored).headerValue('Authorization'))!.replace('Bearer ', '');
  await page.getByRole('link', { name }).click();
  await page.getByRole('heading', { level: 1, name: 'Your profile' }).waitFor();
  return { page, address, name, token };
}

/** Waits until the sign-in service has no account of theirs. */
async function forgotten(page: Page, address: string): Promise<void> {
  const known = async () => {
    await page.goto(`${BASE}/teach/`);
    await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Ada North' }).waitFor();
    return page.getByRole('button', { name: address }).count();
  };
  await expect.poll(known, { timeout: 45_000 }).toBe(0);
}

test('a teacher takes along what is theirs, sees what leaving does, and leaves', async () => {
  const { page, address, name, token } = await newcomer();
  const lesson = await Lesson.open(everyKind, { token });
  const pupil = await Pupil.join(lesson.session.code, 'Zoë-in-the-lesson');
  await lesson.results();

  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save my data as a zip file' }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toMatch(/^my-data-\d{4}-\d\d-\d\d\.zip$/);
  const files = Object.fromEntries(
    Object.entries(unzipSync(readFileSync(await download.path()))).map(([file, bytes]) => [file, strFromU8(bytes)]),
  );
  expect(JSON.parse(files['profile.json']!)).toMatchObject({ name });
  const session = JSON.parse(files[`sessions/${lesson.session.id}.json`]!) as { questions: unknown[] };
  expect(session.questions.length).toBeGreaterThan(5);
  const sets = Object.keys(files).filter((file) => /^question-sets\/.*\.gift$/.test(file));
  expect(sets).toHaveLength(1);
  expect(files[sets[0]!]).toContain('::1::');
  expect(JSON.parse(files[sets[0]!.replace('.gift', '.json')]!)).toMatchObject({ owner: { name } });
  expect(files['question-sets.csv']).toContain(sets[0]!.replace('.gift', '.json'));
  expect(files['sessions.csv']!.split('\r\n')).toHaveLength(3);
  expect(files['audit.csv']).toContain(`sessions/${lesson.session.id}`);
  // What students entered is theirs and the school's.
  for (const [file, text] of Object.entries(files)) expect(text, file).not.toContain(pupil.alias);

  await page.getByRole('button', { name: 'Show what would happen' }).click();
  await page.getByText('Deleted, and restorable by an administrator for a while (2)').click();
  await page.getByText('can be restored by an administrator until').first().waitFor();
  await checkLightAndDark(page, 'leaving');
  await checkFits(page, 'leaving');
  await page.setViewportSize({ width: 360, height: 640 });
  await checkFits(page, 'leaving on a phone');
  await page.getByRole('button', { name: 'Leave for good' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('can’t be brought back').waitFor();
  await checkLightAndDark(page, 'asking who leaves');
  await dialog.getByRole('button', { name: 'Leave', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'You have left the school' }).waitFor();
  const receipt = (await page.locator('code').textContent())!;
  await checkLightAndDark(page, 'left');
  await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).waitFor();

  // The account is gone at the sign-in service, and the school has the receipt.
  await forgotten(page, address);
  const grace = await signIn('grace@north.example');
  const kept = () =>
    call<{ receipt: { kind: string; ground: string } }>('GET', `/v1/receipts/${receipt}`, grace).then(
      ({ body }) => body.receipt,
      () => null,
    );
  await expect.poll(kept, { timeout: 30_000 }).toMatchObject({ kind: 'member', ground: 'data-subject' });
  await call('POST', `/v1/sessions/${lesson.session.id}/restore`, grace);
  const school = await teacher({ person: 'Grace North', path: '/teach/school' });
  await school
    .getByRole('region', { name: 'History' })
    .getByRole('heading', { name: 'Somebody left by themselves' })
    .first()
    .waitFor();
  expect(await school.getByText(name).count()).toBe(0);
});

test('without a fresh second factor nothing is taken and nobody leaves, and afterwards it is done', async () => {
  const { page, address } = await newcomer();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await choosePerson(page, address, false);
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  await page.goto(`${BASE}/teach/profile`);
  const confirmed = async () => {
    await page.getByRole('heading', { name: 'Confirm that it is you' }).waitFor();
    await page.getByRole('button', { name: address }).click();
  };
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save my data as a zip file' }).click();
  await confirmed();
  expect((await coming).suggestedFilename()).toContain('my-data');
  await page.getByRole('button', { name: 'Show what would happen' }).click();
  await page.getByText('You have no sessions and no question sets here.').waitFor();
  await page.getByRole('button', { name: 'Leave for good' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Leave', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'You have left the school' }).waitFor();
  await forgotten(page, address);
});

test('the last administrator is told that somebody has to follow', async () => {
  const page = await teacher({ person: 'Alan South', path: '/teach/profile' });
  await page.getByRole('button', { name: 'Show what would happen' }).click();
  await page.getByText('You are the last active administrator').waitFor();
  expect(await page.getByRole('button', { name: 'Leave for good' }).count()).toBe(0);
  await checkLightAndDark(page, 'the last administrator');
  expect((await fetch(`${BASE}/v1/profile/departure`)).status).toBe(401);
});
