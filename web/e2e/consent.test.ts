// A school whose agreement wants each parent's consent: the school says what parents consent to and prints slips, students
// join with the code of one and not without, and what was collected under it is erased by one button, with a receipt.

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkAccessible, checkFits, checkLightAndDark, newDevice, withBrowser } from './browser';
import { teacher } from './desk';
import { alan } from './privacy';
import { question, until } from './register';
import { BASE, call, Lesson, signIn } from './stack';

withBrowser();

const ALAN = 'alan@south.example';
const SCHOOL = '/v1/orgs/org_south/agreements';
const day = (after: number) => new Date(Date.now() + after * 86_400_000).toISOString().slice(0, 10);

let agreement = '';

/** How a join without a consent is answered. */
async function join(code: string): Promise<string> {
  const response = await fetch(`${BASE}/v1/join`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() },
    body: JSON.stringify({ code, alias: 'Probe' }),
  });
  return response.ok ? 'joined' : ((await response.json()) as { type: string }).type;
}

beforeAll(async () => {
  const ops = await signIn('ops@cleanslate.example');
  const added = await call<{ id: string }>('POST', SCHOOL, ops, {
    kind: 'amendment',
    number: 'Consent',
    parties: ['South Academy', 'cleanslate'],
    signed: day(-2),
    ends: day(300),
    ageLine: 16,
    consent: 'parents',
  });
  agreement = added.body.id;
});

// The other tests find the school as it was.
afterAll(async () => {
  const ops = await signIn('ops@cleanslate.example');
  await call('PATCH', `${SCHOOL}/${agreement}`, ops, { consent: 'school' });
});

/** A student's page with a name typed. */
async function named(url: string, alias: string, language = 'en'): Promise<Page> {
  const page = await (await newDevice()).newPage();
  await page.goto(url.replace(/(#|$)/, `?lang=${language}$1`));
  await page.locator('input.large').fill(alias);
  return page;
}

const joins = (page: Page) => page.getByRole('button', { name: 'Join' }).click();
const inside = (page: Page) => page.getByRole('button', { name: 'Start' }).waitFor();

test('no code, no way in; with one a student joins, and one button erases what came with it', async () => {
  const lesson = await Lesson.open([question], { user: ALAN });
  // An instance acts on an agreement within ten seconds.
  await until('the agreement counts', async () => (await join(lesson.session.code)) === '/problems/consent-needed');

  // The school.
  const desk = await teacher({ person: 'Alan South', path: '/teach/privacy/consent' });
  await desk.getByRole('heading', { level: 1, name: 'Consent' }).waitFor();
  await desk.getByLabel('Text').fill('Our child may answer questions in class.');
  await desk.getByRole('button', { name: 'Save', exact: true }).click();
  await desk.getByText('Saved.').waitFor();
  await desk.getByRole('button', { name: 'Issue codes' }).click();
  await desk.getByLabel('Children').fill('2');
  await checkAccessible(desk, 'issuing codes');
  await desk.getByRole('button', { name: 'Issue', exact: true }).click();
  await desk.getByRole('heading', { name: '2 slips' }).waitFor();
  const slips = await desk.locator('.slip-code').allTextContents();
  expect(slips).toHaveLength(2);
  for (const slip of slips) expect(slip).toMatch(/^([B-Y]{4} ){3}[B-Y]{4}$/);
  await checkLightAndDark(desk, 'slips');
  const [first, second] = slips as [string, string];
  // Whoever prints gets the slips, and nothing beside them.
  await desk.emulateMedia({ media: 'print' });
  expect(await desk.locator('.slip').first().isVisible()).toBe(true);
  expect(await desk.getByRole('heading', { name: 'What parents consent to' }).isVisible()).toBe(false);
  await desk.emulateMedia({ media: 'screen' });

  // A student.
  const page = await named(lesson.url, 'Ada');
  await joins(page);
  const code = page.getByLabel('Code on the slip');
  await code.waitFor();
  await page.getByText('Your school asks your parents first').waitFor();
  await checkFits(page, 'asked for the consent');
  await checkLightAndDark(page, 'asked for the consent');
  await code.fill('BCDF BCDF BCDF BCDF');
  await joins(page);
  await page.getByText('This code doesn’t work here.').waitFor();
  expect((await lesson.results()).participants).toHaveLength(0);
  await code.fill(first.toLowerCase());
  await joins(page);
  await inside(page);
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain(first.replaceAll(' ', ''));

  // The same slip is for one child in a lesson; another comes by its link, whose code goes from the address.
  const bo = await named(`${lesson.url}#consent=${first.replaceAll(' ', '')}`, 'Bo');
  await joins(bo);
  await bo.getByLabel('Code on the slip').waitFor();
  expect(bo.url()).not.toContain('consent');
  expect(await bo.getByLabel('Code on the slip').inputValue()).toBe(first.replaceAll(' ', ''));
  await joins(bo);
  await bo.getByText('This code doesn’t work here.').waitFor();
  await bo.getByLabel('Code on the slip').fill(second);
  await joins(bo);
  await inside(bo);

  // What was collected under the first is erased, and the other stays.
  const rows = desk.getByRole('listitem').filter({ has: desk.getByRole('heading', { name: 'One child' }) });
  await expect.poll(() => rows.count()).toBeGreaterThanOrEqual(2);
  const ref = (await desk.locator('.slip', { hasText: first }).textContent())!.match(/Slip ([A-Z2-7]{6})/)![1]!;
  await desk.getByRole('button', { name: `What is held under slip ${ref}?` }).click();
  await desk.getByText('Names and answers from 1 visit to a session are held.').waitFor();
  await desk.getByRole('button', { name: `Erase what was collected under slip ${ref}` }).click();
  await desk.getByText('Names, answers and points from 1 visit to a session are erased.').waitFor();
  await checkAccessible(desk, 'erasing under a code');
  await desk.getByRole('button', { name: 'Erase now' }).click();
  await desk.getByText('Erased for good: 1 visit to a session.').waitFor();
  expect((await lesson.results()).participants.map((p) => p.alias)).toEqual(['Bo']);
  const receipts = await call<{ items: { ground?: string; session?: string }[] }>(
    'GET',
    '/v1/receipts',
    await signIn(ALAN),
  );
  expect(JSON.stringify(receipts.body.items)).toContain('no-consent');

  // Its code is over.
  const cy = await named(lesson.url, 'Cy');
  await joins(cy);
  await cy.getByLabel('Code on the slip').fill(first);
  await joins(cy);
  await cy.getByText('This code doesn’t work here.').waitFor();
});

test('a code that the school ends lets nobody in, and students of age say so where the school allows it', async () => {
  const lesson = await Lesson.open([question], { user: ALAN });
  const desk = await teacher({ person: 'Alan South', path: '/teach/privacy/consent' });
  await desk.getByLabel('Text').fill('Our child may answer questions in class, and see the results.');
  await desk.getByLabel('Students aged 16 or more may say so themselves').check();
  await desk.getByRole('button', { name: 'Save', exact: true }).click();
  await desk.getByText('Saved.').waitFor();
  await desk.getByRole('button', { name: 'Issue codes' }).click();
  await desk.getByText('For a class').click();
  await desk.getByLabel('Class', { exact: true }).fill('7b');
  await desk.getByLabel('Students', { exact: true }).fill('30');
  await desk.getByRole('button', { name: 'Issue', exact: true }).click();
  await desk.getByRole('heading', { name: 'One slip' }).waitFor();
  const slip = (await desk.locator('.slip-code').textContent())!;
  const row = desk.getByRole('listitem').filter({ has: desk.getByRole('heading', { name: 'Class 7b, 30 students' }) });
  await row.getByRole('button', { name: /^End/ }).first().click();
  await desk.getByRole('dialog').getByRole('button', { name: 'End', exact: true }).click();
  await desk.getByText('The code has ended.').waitFor();

  for (const language of ['de', 'fr', 'es']) {
    const page = await alan(`/teach/privacy/consent?lang=${language}`, { viewport: { width: 320, height: 800 } });
    await page.locator('textarea').waitFor();
    await page.getByText('7b').first().waitFor();
    await checkFits(page, `the school's page in ${language}`);
    await checkAccessible(page, `the school's page in ${language}`);
  }

  // An instance acts on what the school allows within ten seconds.
  const wants = async () => {
    const response = await fetch(`${BASE}/v1/join`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() },
      body: JSON.stringify({ code: lesson.session.code, alias: 'Probe' }),
    });
    return ((await response.json()) as { ofAge?: number }).ofAge === 16;
  };
  await until('the choice counts', wants);
  for (const language of ['de', 'fr', 'es']) {
    const page = await named(lesson.url, 'Ada', language);
    await page.locator('form button[type=submit]').click();
    await page.getByRole('checkbox').waitFor();
    await checkFits(page, `asked for the consent in ${language}`);
    await checkAccessible(page, `asked for the consent in ${language}`);
  }
  const page = await named(lesson.url, 'Ada');
  await joins(page);
  await page.getByLabel('Code on the slip').fill(slip);
  await joins(page);
  await page.getByText('This code doesn’t work here.').waitFor();
  await page.getByLabel('I am 16 or older.').check();
  await joins(page);
  await inside(page);
});
