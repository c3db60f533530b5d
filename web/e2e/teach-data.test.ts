import { readFileSync } from 'node:fs';
import { unzipSync, strFromU8 } from 'fflate';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { newDevice, withBrowser } from './browser';
import { choosePerson, goTo, lessonOfFive, Pupil, teacher } from './desk';
import { BASE, call, everyKind, Lesson } from './stack';
import type { QuestionRequest } from '../src/api/schema';

withBrowser();

const at = (lesson: Lesson, tab = '') => `/teach/sessions/${lesson.session.id}${tab}`;

/** Confirms on the stand-in's page, which asks for nothing but the name. */
async function secondFactor(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Confirm that it is you' }).waitFor();
  await page.getByRole('button', { name: 'Ada North' }).click();
}

describe('grading by hand', () => {
  const questions: QuestionRequest[] = [
    { id: 'why', kind: 'text', prompt: 'Why do rivers meander?', correct: 'erosion', points: 4 },
    { id: 'tf', kind: 'trueFalse', prompt: 'T', correct: true },
    { id: 'seine', kind: 'text', prompt: 'The city on the Seine?', correct: 'Paris', points: 1 },
  ];

  test('the same answer is graded once for all who gave it', async () => {
    const lesson = await Lesson.open(questions);
    const pupils = [];
    for (const [alias, why] of [
      ['Ada', 'Slow water'],
      ['Béla', ' slow  WATER'],
      ['Chloé', 'erosion'],
      ['Deniz', '<b>Sand</b>'],
      ['Emil', ' '],
    ] as const) {
      const pupil = await Pupil.join(lesson.session.code, alias);
      await pupil.answer({ why });
      pupils.push(pupil);
    }
    const page = await teacher({ path: at(lesson, '/grading') });
    await page.getByText('3 of 3 different answers are not graded by hand.').waitFor();
    const group = (text: string) => page.getByRole('listitem').filter({ hasText: text });
    await group('Slow water').getByText('2 students · 0 of 4 points · scored automatically').waitFor();
    await group('erosion').getByText('1 student · 4 of 4 points').waitFor();

    await group('Slow water').getByLabel('Points', { exact: true }).fill('5');
    await group('Slow water').getByRole('button', { name: 'Give', exact: true }).click();
    await page.getByText('Give 0 to 4 points.').waitFor();
    await group('Slow water').getByLabel('Points', { exact: true }).fill('2.5');
    await page.keyboard.press('Enter');
    await group('Slow water').getByText('2 students · 2.5 of 4 points · graded by hand').waitFor();
    await group('<b>Sand</b>').getByRole('button', { name: '2', exact: true }).click();
    await group('<b>Sand</b>').getByText('2 of 4 points · graded by hand').waitFor();
    await page.getByText('1 of 3 different answers are not graded by hand.').waitFor();
    const scores = async () => Object.fromEntries((await lesson.results()).participants.map((p) => [p.alias, p.score]));
    expect(await scores()).toEqual({ Ada: 2.5, Béla: 2.5, Chloé: 4, Deniz: 2, Emil: 0 });

    // A later answer is scored again; a grade can be removed.
    await pupils[1]!.answer({ why: 'Erosion' });
    await group('erosion').getByText('2 students · 4 of 4 points · scored automatically').waitFor();
    await group('<b>Sand</b>').getByRole('button', { name: 'Remove grade' }).click();
    await group('<b>Sand</b>').getByText('0 of 4 points · scored automatically').waitFor();
    expect(await scores()).toEqual({ Ada: 2.5, Béla: 4, Chloé: 4, Deniz: 0, Emil: 0 });

    await page.getByLabel('Question', { exact: true }).selectOption('seine');
    await page.getByText('Nobody has answered this question yet.').waitFor();
  });

  test('an essay has no points until its teacher gives some', async () => {
    const lesson = await Lesson.open(
      [{ id: 'essay', kind: 'text', prompt: 'What is a river?', points: 5 }, questions[1]!],
      { feedback: 'immediate' },
    );
    const student = await (await newDevice()).newPage();
    await student.goto(lesson.url);
    await student.getByLabel('Your name').fill('Ada');
    await student.getByRole('button', { name: 'Join' }).click();
    await student.getByRole('button', { name: 'Start' }).click();
    await student.getByLabel('Your answer').fill('Water that runs.');
    await student.getByRole('button', { name: 'Send answer' }).click();
    await student.getByText('Your teacher will grade this.').waitFor();
    await student.getByRole('button', { name: 'Next' }).click();
    await student.getByLabel('True').check();
    await student.getByRole('button', { name: 'Send answer' }).click();
    await student.getByText('Right!').waitFor();
    await student.getByRole('button', { name: 'Finish' }).click();
    await student.getByText('You have 1 of 1 points.').waitFor();
    const twin = await Pupil.join(lesson.session.code, 'Béla');
    await twin.answer({ essay: 'water  that runs.' });

    const page = await teacher({ path: at(lesson, '/grading') });
    await page.getByText('1 of 1 different answers are not graded by hand.').waitFor();
    const group = page.getByRole('listitem').filter({ hasText: 'Water that runs.' });
    await group.getByText('2 students · not graded yet').waitFor();
    await group.getByLabel('Points', { exact: true }).fill('4');
    await page.keyboard.press('Enter');
    await group.getByText('2 students · 4 of 5 points · graded by hand').waitFor();
    const scores = async () => Object.fromEntries((await lesson.results()).participants.map((p) => [p.alias, p.score]));
    expect(await scores()).toEqual({ Ada: 5, Béla: 4 });
    await group.getByRole('button', { name: 'Remove grade' }).click();
    await group.getByText('2 students · not graded yet').waitFor();
    expect(await scores()).toEqual({ Ada: 1, Béla: 0 });
  });

  test('a session without free text says that there is nothing to grade', async () => {
    const lesson = await Lesson.open([questions[1]!]);
    const page = await teacher({ path: at(lesson, '/grading') });
    await page.getByText('There is nothing to grade by hand').waitFor();
  });
});

describe('exports', () => {
  async function download(page: Page, name: string) {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name, exact: true }).click(),
    ]);
    return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
  }

  test('as CSV, Excel and JSON', async () => {
    const lesson = await Lesson.open([...everyKind, { id: 'formula', kind: 'text', prompt: '=1+1', correct: 'x' }]);
    const [ada] = await lessonOfFive(lesson.session.code);
    await ada!.answer({ formula: '=cmd|x' });
    const page = await teacher({ path: at(lesson, '/results') });
    await page.getByRole('table').waitFor();

    const csv = await download(page, 'CSV');
    expect(csv.name).toMatch(/^results-\d{4}-\d\d-\d\dT\d{6}Z\.csv$/);
    const text = csv.bytes.toString('utf8');
    expect(text).toContain('Élodie Marie-Claire');
    expect(text).toContain("'=cmd|x");
    await page.getByText(`Saved as ${csv.name}`).waitFor();

    const json = JSON.parse((await download(page, 'JSON')).bytes.toString('utf8')) as {
      participants: { alias: string }[];
    };
    expect(json.participants.map((p) => p.alias)).toEqual(['Ada', 'Béla', 'Chloé', 'Deniz', 'Élodie Marie-Claire']);

    const xlsx = await download(page, 'Excel');
    const parts = unzipSync(new Uint8Array(xlsx.bytes));
    expect(Object.values(parts).some((part) => strFromU8(part).includes('Élodie Marie-Claire'))).toBe(true);
  });

  test('a fresh second factor is asked for, and then the export goes on by itself', async () => {
    const lesson = await Lesson.open(everyKind);
    await lessonOfFive(lesson.session.code);
    const page = await teacher({ path: at(lesson, '/results'), factor: false });
    await page.getByRole('table').waitFor();
    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: 'CSV' }).click();
    await secondFactor(page);
    const file = await coming;
    expect(readFileSync(await file.path(), 'utf8')).toContain('Béla');
    // Back where one was; and it isn't asked for again within its time.
    expect(new URL(page.url()).pathname).toBe(at(lesson, '/results'));
    await download(page, 'JSON');
    // Reloading the page repeats nothing.
    let again = false;
    page.on('download', () => (again = true));
    await page.reload();
    await page.getByRole('table').waitFor();
    await page.waitForTimeout(500);
    expect(again).toBe(false);
  });

  test('whoever turns back from the second factor finds the page as it was', async () => {
    const lesson = await Lesson.open(everyKind);
    const page = await teacher({ path: at(lesson, '/settings'), factor: false });
    await page.getByRole('button', { name: 'Delete the session' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete the session' }).click();
    await page.getByRole('heading', { name: 'Confirm that it is you' }).waitFor();
    await page.goBack();
    await page.getByRole('button', { name: 'Delete the session' }).waitFor();
    expect((await call<{ state: string }>('GET', `/v1/sessions/${lesson.session.id}`, lesson.token)).body.state).toBe(
      'open',
    );
  });
});

test('one student is erased, and is gone for the others at once', async () => {
  const lesson = await Lesson.open(everyKind);
  const pupils = await lessonOfFive(lesson.session.code);
  const page = await teacher({ path: at(lesson, '/results'), factor: false });
  const other = await teacher({ path: at(lesson) });
  await other.getByText('5 students joined').waitFor();
  await page.getByRole('button', { name: 'Deniz' }).click();
  // It is read from its title on, not from the button at its end.
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Deniz');
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H2');
  await page.getByRole('button', { name: 'Erase this student' }).click();
  await page.getByText('This can’t be undone').waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Deniz' }).click();
  await page.getByRole('button', { name: 'Erase this student' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Erase this student' }).click();
  await secondFactor(page);
  await page.getByRole('table').waitFor();
  await page.getByRole('button', { name: 'Deniz' }).waitFor({ state: 'detached' });
  await other.getByText('4 students joined').waitFor();
  expect(await other.getByText('Deniz').count()).toBe(0);
  expect((await lesson.results()).participants.map((p) => p.alias)).toEqual([
    'Ada',
    'Béla',
    'Chloé',
    'Élodie Marie-Claire',
  ]);
  await expect(pupils[3]!.answer({ tf: true })).rejects.toThrow(/4\d\d/);
});

test('a session goes to the trash and comes back', async () => {
  const lesson = await Lesson.open(everyKind, { title: `Trash ${Date.now()}` });
  const { title } = lesson.session;
  await lessonOfFive(lesson.session.code);
  const page = await teacher({ path: at(lesson, '/settings'), factor: false });
  await page.getByRole('button', { name: 'Delete the session' }).click();
  await page.getByRole('dialog').getByText('The session is still open').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete the session' }).click();
  await secondFactor(page);
  await page.getByRole('heading', { level: 1, name: 'Trash' }).waitFor();
  const row = page.getByRole('listitem').filter({ hasText: title });
  const until = new Date();
  until.setUTCMonth(until.getUTCMonth() + 6);
  const shown = (await row.getByText('can be restored until').textContent())!;
  expect(shown).toContain(String(until.getUTCFullYear()));
  await goTo(page, 'Sessions');
  await page
    .getByText(/Rivers|Show|No session/)
    .first()
    .waitFor();
  expect(await page.getByRole('link', { name: title }).count()).toBe(0);
  await page.goto(BASE + at(lesson));
  await page.getByText('This session no longer exists').waitFor();

  await goTo(page, 'Trash');
  await page.getByRole('button', { name: `Restore ${title}` }).click();
  await page.getByText('Restored:').waitFor();
  await page.getByRole('link', { name: title }).click();
  // It comes back closed, with everything.
  await page.getByText('Closed', { exact: true }).waitFor();
  expect(await page.locator('tbody th').allTextContents()).toEqual([
    'Ada',
    'Béla',
    'Chloé',
    'Deniz',
    'Élodie Marie-Claire',
  ]);
});

test('signing out ends it, here and at the sign-in service', async () => {
  const page = await teacher();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).waitFor();
  await page.goto(`${BASE}/teach/sets`);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await choosePerson(page, 'Grace North');
  // Back to where one wanted to go.
  await page.getByRole('heading', { level: 1, name: 'Question sets' }).waitFor();
  await page.getByText('Grace North').waitFor();
  // Reloading asks nothing.
  await page.reload();
  await page.getByText('Grace North').waitFor();
});

test('a token that ended is replaced without a word', async () => {
  const lesson = await Lesson.open(everyKind);
  const page = await teacher({ path: at(lesson) });
  await page.getByText('Nobody has joined yet').waitFor();
  // The first answer to the next request is that the token has ended.
  let refused = 0;
  await page.route(`**/v1/sessions/${lesson.session.id}`, async (route) => {
    if (route.request().method() !== 'PATCH' || refused++ > 0) return route.fallback();
    await route.fulfill({
      status: 401,
      contentType: 'application/problem+json',
      headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' },
      body: '{"type":"/problems/invalid-token","title":"x","status":401,"detail":"x"}',
    });
  });
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await page.getByRole('button', { name: 'Resume' }).waitFor();
  expect(refused).toBe(2);
});
