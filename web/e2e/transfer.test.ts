// What a school hands over for research, and what the operator learns of its usage: counts, and of no small group.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkAccessible, checkFits, withBrowser } from './browser';
import { advance, now, resetClock, tick } from './clock';
import { Pupil, teacher } from './desk';
import { alan, dayIn, setPolicy } from './privacy';
import { until } from './register';
import { Lesson } from './stack';

withBrowser();

const stamp = Date.now();
const large = `Large ${stamp}`;
const small = `Small ${stamp}`;
let month = '';

/** A lesson of Alan's in which each pupil gives one of the answers. */
async function lesson(title: string, answers: boolean[]): Promise<void> {
  const held = await Lesson.open([{ id: 'tf', kind: 'trueFalse', prompt: 'Is it so?', correct: true }], {
    title,
    user: 'alan@south.example',
  });
  for (const [i, tf] of answers.entries()) await (await Pupil.join(held.session.code, `Ada ${i}`)).answer({ tf });
  await held.change({ state: 'closed' });
}

beforeAll(async () => {
  await setPolicy();
  await lesson(large, [...Array<boolean>(12).fill(true), ...Array<boolean>(11).fill(false)]);
  await lesson(small, Array<boolean>(9).fill(true));
  const held = await now();
  month = held.toISOString().slice(0, 7);
  const next = Date.UTC(held.getUTCFullYear(), held.getUTCMonth() + 1, 1);
  await advance((next - held.getTime()) / 3_600_000 + 49); // over for a day in every time zone
});
afterAll(resetClock);

/** On a small phone, too, nothing has to be scrolled sideways. */
async function narrow(page: Page, where: string): Promise<void> {
  await page.setViewportSize({ width: 360, height: 740 });
  await checkFits(page, where);
  await page.setViewportSize({ width: 1280, height: 800 });
}

async function save(page: Page, button: string): Promise<Buffer> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ]);
  return readFileSync(await download.path());
}

test('an administrator authorizes statistics, has them counted, saves them, and the record stays', async () => {
  const recipient = `Institute ${stamp}`;
  const page = await alan('/teach/school', { factor: false });
  const section = page.getByRole('region', { name: 'Research and statistics' });
  await section.getByRole('button', { name: 'Authorize statistics' }).click();
  const form = section.getByRole('form', { name: 'Authorize statistics' });
  await form.getByLabel('Who gets it').fill(recipient);
  await form.getByLabel('What it is for').fill('How students learn fractions');
  await form.getByLabel('What it was decided on').fill('Agreement of 3 March, decided by the school board');
  await form.getByLabel('First month').fill(month);
  await form.getByLabel('Last month').fill(month);
  await form.getByLabel('Question sets').selectOption('some');
  await form.getByLabel(large).check();
  await form.getByLabel(small).check();
  await form.getByLabel('Can be saved until').fill(await dayIn(7));
  await checkAccessible(page, 'the form of a transfer');
  await narrow(page, 'the form of a transfer');
  // By keyboard alone from here on.
  const send = form.getByRole('button', { name: 'Authorize statistics' });
  await send.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Confirm that it is you' }).waitFor();
  await page.getByRole('button', { name: 'Alan South' }).click();
  await page.getByText('It is authorized and on record.').waitFor(); // done on return, once
  const item = section.getByRole('listitem').filter({ hasText: recipient });
  await item.getByText('0 of 2').waitFor();
  await section.getByRole('button', { name: `Count for ${recipient}` }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('All is counted.').waitFor();
  await item.getByText('2 of 2').waitFor();
  await item.getByText('1 are left out because fewer than 10 people took part', { exact: false }).waitFor();

  const csv = await save(page, `Save CSV for ${recipient}`);
  await item.getByText('Saved, to be handed over').waitFor();
  const json = await save(page, `Save JSON for ${recipient}`);
  for (const file of [csv, json]) {
    await item.getByText(createHash('sha256').update(file).digest('hex')).waitFor();
    for (const secret of [large, small, 'Ada', 'Is it so?']) expect(file.toString()).not.toContain(secret);
  }
  const { tables } = JSON.parse(json.toString()) as {
    tables: { students: number; questions: { groups: { name: string; students: number }[] }[] }[];
  };
  expect(tables.map((t) => t.students).sort((a, b) => a - b)).toEqual([0, 25]); // nine, and 23
  const shown = tables.find((t) => t.students === 25)!.questions[0]!.groups;
  expect(shown.map((g) => `${g.name} ${g.students}`)).toEqual(['right 15', 'wrong 10']);
  expect(csv.toString()).toContain('fewer than 10 people');
  await checkAccessible(page, 'a transfer that was saved');
  await narrow(page, 'a transfer that was saved');

  // What is out can't be counted a second time.
  expect(await item.getByRole('button', { name: 'Withdraw' }).count()).toBe(0);
  await section.getByRole('button', { name: 'Authorize statistics' }).click();
  await form.getByLabel('Who gets it').fill('Another institute');
  await form.getByLabel('What it is for').fill('The same');
  await form.getByLabel('What it was decided on').fill('The same');
  await form.getByLabel('First month').fill(month);
  await form.getByLabel('Last month').fill(month);
  await form.getByLabel('Question sets').selectOption('some');
  await form.getByLabel(large).check();
  await form.getByLabel('Can be saved until').fill(await dayIn(7));
  await send.click();
  await form.getByText('Some of this was handed over before').waitFor();
});

test('the operator sees how much each school used the service, and nothing of fewer than ten people', async () => {
  const page = await teacher({ person: 'Cleanslate Operations', path: '/teach/schools' });
  const section = page.getByRole('region', { name: 'Usage' });
  const row = section.getByRole('row').filter({ hasText: month }).filter({ hasText: 'South Academy' });
  await until('the month is counted', async () => {
    await tick();
    await page.reload();
    await section.getByRole('heading').waitFor();
    return row.waitFor({ timeout: 5000 }).then(
      () => true,
      () => false,
    );
  });
  const numbers = (await row.getByRole('cell').allInnerTexts())
    .slice(2)
    .map((text) => Number(text.replaceAll(',', '')));
  expect(numbers).toHaveLength(3);
  for (const n of numbers) expect(n % 5).toBe(0);
  expect(numbers[0]).toBeGreaterThanOrEqual(30);
  await checkAccessible(page, 'the usage of schools');
  await narrow(page, 'the usage of schools');
  const csv = (await save(page, 'Save as CSV')).toString();
  expect(csv.split('\r\n')[0]).toBe('month,school,students,sessions,answers');
  expect(csv).toContain(`${month},org_south,`);
});
