import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { withBrowser } from './browser';
import { Pupil, teacher } from './desk';
import { call, everyKind, Lesson, signIn } from './stack';

withBrowser();

const seen = (page: Page, selector: string) => page.locator(selector).filter({ visible: true }).count();

test('a set is printed with lines to write on, and its solutions apart', async () => {
  const title = `On paper ${Date.now()}`;
  await call('POST', '/v1/question-sets', await signIn(), { title, questions: everyKind });
  const page = await teacher({ path: '/teach/sets' });
  await page.getByRole('link', { name: title, exact: true }).click();
  await page.getByRole('link', { name: 'Print' }).click();
  const paper = page.getByRole('article', { name: title, exact: true });
  await paper.waitFor();
  const question = (id: string) =>
    paper.getByRole('listitem').filter({ hasText: everyKind.find((q) => q.id === id)!.prompt });
  expect(await question('choice').locator('.printed-mark.one').count()).toBe(3);
  expect(await question('choices').locator('.printed-mark.several').count()).toBe(3);
  expect(await question('tf').getByText('True').count()).toBe(1);
  expect(await question('number').locator('.printed-lines > div').count()).toBe(1);
  expect(await question('cloud').locator('.printed-lines > div').count()).toBe(3);
  expect(await question('scale').locator('.printed-step').count()).toBe(5);
  // Not as they belong.
  expect(await question('order').locator('.text').allTextContents()).toEqual([
    'Put them in order, the shortest first.',
    'Rhine',
    'Thames',
    'Volga',
  ]);
  expect(await question('match').locator('.printed-sides > ul:last-child').innerText()).toMatch(
    /1\.\s*Danube\s*2\.\s*Seine\s*3\.\s*Thames/,
  );
  // What is right stands on the other page only.
  expect(await paper.innerText()).not.toContain('2,850');
  const solutions = page.getByRole('article', { name: `Solutions: ${title}` });
  expect(await solutions.innerText()).toContain('The Danube has 2,850 km.');
  expect(await solutions.innerText()).toContain('Nothing is right or wrong here.');

  await page.emulateMedia({ media: 'print' });
  expect(await seen(page, '.page-header, .page-title, .screen-only')).toBe(0);
  expect(await solutions.evaluate((e) => getComputedStyle(e).breakBefore)).toBe('page');
  await page.emulateMedia({ media: 'screen' });
  await page.getByLabel('With the solutions').uncheck();
  expect(await solutions.count()).toBe(0);
});

test('a report says how hard each question was, and has a page for each student', async () => {
  const lesson = await Lesson.open([
    { id: 'tf', kind: 'trueFalse', prompt: 'The Danube crosses ten countries.', correct: true },
    {
      id: 'text',
      kind: 'text',
      prompt: 'Which capital lies on the Seine?',
      correct: ['Paris'],
      explanation: 'Always.',
    },
    { id: 'trap', kind: 'trueFalse', prompt: 'A key that is wrong.', correct: false },
    { id: 'scale', kind: 'scale', prompt: 'How easy was this?', scale: { min: 1, max: 5 } },
  ]);
  // Ten of twelve know the first two, and are wrong in the third.
  await Promise.all(
    Array.from({ length: 12 }, async (_, i) => {
      const knows = i < 10;
      const pupil = await Pupil.join(lesson.session.code, `Pupil ${i + 1}`);
      await pupil.answer({ tf: knows, text: knows ? 'Paris' : 'Rome', trap: knows, ...(i > 0 && { scale: 3 }) });
    }),
  );
  const page = await teacher({ path: `/teach/sessions/${lesson.session.id}/results` });
  await page.getByRole('columnheader', { name: 'Q2 Which capital' }).waitFor();
  await page.getByText('Easy: 83 % of the points were earned.').first().waitFor();
  await page.getByRole('link', { name: 'Report to print' }).click();
  const report = page.getByRole('article', { name: 'Rivers of Europe' });
  const question = (prompt: string) => report.getByRole('listitem').filter({ hasText: prompt });
  await question('Danube').getByText('Easy: 83 %').waitFor();
  await question('wrong').getByText('Hard: 17 %').waitFor();
  await question('wrong').getByText('did worse here (-1): look at the solution').waitFor();
  expect(await question('How easy').innerText()).not.toContain('%');
  expect(await question('How easy').innerText()).toContain('11 of 12');

  await page.getByRole('button', { name: 'A page for each student' }).click();
  expect(await page.getByRole('article').count()).toBe(13);
  const one = page.getByRole('article', { name: /^Pupil 12$/ });
  await one.getByText('1 of 3 points').waitFor();
  await one.getByText('wrong · 0 of 1 points').first().waitFor();
  await one.getByText('Paris').waitFor();
  await one.getByText('Always.').waitFor();

  // For the wall of the classroom.
  await page.getByRole('button', { name: 'Hide names' }).click();
  await one.waitFor({ state: 'detached' });
  expect(await page.locator('main').innerText()).not.toContain('Pupil');
  await page.getByRole('article', { name: 'Student 12' }).waitFor();
  await page.emulateMedia({ media: 'print' });
  expect(await seen(page, '.page-header, .page-title, .tabs, .screen-only')).toBe(0);
});
