import jsqr from 'jsqr';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { newDevice, withBrowser } from './browser';
import { deskDevice, choosePerson, goTo, Pupil, teacher } from './desk';
import { BASE, call, everyKind, Lesson, signIn } from './stack';

withBrowser();

// A CommonJS module, which has its default within the default.
const readQR = (jsqr as unknown as { default: typeof jsqr }).default;

/** A student who joins in a browser of their own and answers as told. */
async function student(url: string, alias: string): Promise<Page> {
  const page = await (await newDevice()).newPage();
  await page.goto(url);
  await page.getByLabel('Your name').fill(alias);
  await page.getByRole('button', { name: 'Join' }).click();
  await page.getByRole('button', { name: 'Start' }).click();
  return page;
}

const bar = (page: Page, question: string, option: string) =>
  page.getByRole('article').filter({ hasText: question }).getByRole('listitem').filter({ hasText: option });

test('a whole lesson: a teacher and five students, each in a browser of their own', async () => {
  const desk = await teacher();

  // The teacher writes a set…
  await goTo(desk, 'Question sets');
  await desk.getByRole('link', { name: 'New question set' }).first().click();
  await desk.getByLabel('Title of the set').fill('Rivers');
  await desk.getByLabel('Question', { exact: true }).fill('Which river is the longest?');
  await desk.getByRole('textbox', { name: 'Option 1' }).fill('Rhine');
  await desk.getByRole('textbox', { name: 'Option 2' }).fill('Volga');
  await desk.getByRole('radio', { name: 'Is right: Volga' }).check();
  await desk.getByRole('button', { name: 'Add a question' }).click();
  await desk.getByLabel('Question type').selectOption('text');
  await desk.getByLabel('Question', { exact: true }).fill('Which capital lies on the Seine?');
  await desk.getByRole('textbox', { name: 'Accepted answer 1' }).fill('Paris');
  await desk.getByRole('button', { name: 'Save', exact: true }).click();
  await desk.getByRole('heading', { level: 1, name: 'Edit question set' }).waitFor();

  // …opens a session with it…
  await desk.getByRole('button', { name: 'Start', exact: true }).click();
  await desk.getByRole('button', { name: 'Open the session' }).click();
  await desk.getByRole('heading', { level: 1, name: /Rivers/ }).waitFor();
  const code = (await desk.locator('.join-code [aria-hidden]').textContent())!;
  expect(code).toMatch(/^[A-Z]{6}$/);

  // …and five students join by its code, and answer.
  const students: Page[] = [];
  for (const alias of ['Ada', 'Béla', 'Chloé', 'Deniz', 'Emil'])
    students.push(await student(`${BASE}/j/${code}`, alias));
  await desk.getByText('5 students joined').waitFor();
  for (const [i, page] of students.entries()) {
    await page.getByLabel(i < 3 ? 'Volga' : 'Rhine').check();
    await page.getByText('Saved', { exact: true }).waitFor();
    // The bars grow while the others still think.
    await bar(desk, 'Which river', i < 3 ? 'Volga' : 'Rhine')
      .getByText(String(i < 3 ? i + 1 : i - 2))
      .waitFor();
  }
  for (const [i, page] of students.entries()) {
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByLabel('Your answer').fill(['Paris', 'paris', 'Lyon', 'LYON', 'Marseille'][i]!);
    await page.getByText('Saved', { exact: true }).waitFor();
  }
  await bar(desk, 'Which capital', 'Paris').getByText('2 (40 %)').waitFor();
  await desk.getByText('2 of 2').nth(4).waitFor();

  // Somebody changes their mind.
  await students[4]!.getByLabel('Your answer').fill('Paris');
  await bar(desk, 'Which capital', 'Paris').getByText('3 (60 %)').waitFor();

  // The students aren't named on the projector.
  await desk.getByRole('link', { name: 'Show on the projector' }).click();
  await desk.getByRole('img', { name: /QR code/ }).waitFor();
  await desk.getByRole('button', { name: 'First question' }).click();
  await desk.getByRole('heading', { name: 'Which river is the longest?' }).waitFor();
  expect(await desk.getByText('Chloé').count()).toBe(0);
  expect(await desk.getByText('60 %').count()).toBe(0);
  await desk.getByRole('button', { name: 'Show results' }).click();
  await desk.getByText('3 (60 %)').waitFor();
  expect(await desk.getByText('right', { exact: true }).count()).toBe(0);
  await desk.getByRole('button', { name: 'Show the solution' }).click();
  await desk.getByText('right', { exact: true }).waitFor();
  // The next question hides both again.
  await desk.keyboard.press('PageDown');
  await desk.getByRole('heading', { name: 'Which capital' }).waitFor();
  await desk.getByRole('button', { name: 'Show results' }).waitFor();
  await desk.getByRole('button', { name: 'Back to overview' }).click();

  // Pause, lock, close.
  await desk.getByRole('button', { name: 'Pause', exact: true }).click();
  await students[0]!.getByText('The session is paused.').waitFor();
  await desk.getByRole('button', { name: 'Resume' }).click();
  await desk.getByRole('button', { name: 'Stop new joins' }).click();
  await desk.getByText('No new joins').waitFor();
  // Instances cache the session for a second. A join that succeeds meanwhile would be one more student.
  await desk.waitForTimeout(2000);
  await expect(Pupil.join(code, 'Late')).rejects.toThrow('joining: 404');
  await desk.getByRole('button', { name: 'Close the session' }).click();
  await desk.getByRole('dialog').getByRole('button', { name: 'Close the session' }).click();
  await desk.getByText('Closed:').waitFor();
  await students[0]!.getByRole('heading', { name: 'Solutions' }).waitFor();

  // The results.
  await desk.getByRole('link', { name: 'See results' }).click();
  const row = (name: string) => desk.getByRole('row').filter({ has: desk.getByRole('button', { name }) });
  await row('Ada').getByRole('cell').first().getByText('2', { exact: true }).waitFor();
  expect(await row('Deniz').getByRole('cell').allTextContents()).toEqual(['0', 'wrong 0', 'wrong 0']);
  await desk.getByLabel('Sort by').selectOption('score');
  await expect
    .poll(() => desk.locator('tbody th').allTextContents())
    .toEqual(['Ada', 'Béla', 'Chloé', 'Emil', 'Deniz']);
  await desk.getByRole('button', { name: 'Hide names' }).click();
  expect(await desk.getByText('Emil').count()).toBe(0);
  await desk.getByRole('button', { name: 'Show names' }).click();
  await desk.getByRole('button', { name: 'Chloé' }).click();
  await desk.getByRole('dialog').getByText('Lyon').waitFor();
});

test.each(['light', 'dark'] as const)('the QR code on the projector leads to the session (%s)', async (colorScheme) => {
  const lesson = await Lesson.open(everyKind);
  const page = await teacher({ path: `/teach/sessions/${lesson.session.id}/projector`, colorScheme });
  const picture = await page.getByRole('img', { name: /QR code/ }).screenshot();
  const side = 200; // as a camera at the back of the room sees it
  const pixels = await page.evaluate(
    async ([png, side]) => {
      const bytes = Uint8Array.from(atob(png), (c) => c.charCodeAt(0));
      const canvas = new OffscreenCanvas(side, side).getContext('2d')!;
      canvas.drawImage(await createImageBitmap(new Blob([bytes], { type: 'image/png' })), 0, 0, side, side);
      return [...canvas.getImageData(0, 0, side, side).data];
    },
    [picture.toString('base64'), side] as const,
  );
  expect(readQR(Uint8ClampedArray.from(pixels), side, side, { inversionAttempts: 'dontInvert' })?.data).toBe(
    lesson.session.joinUrl,
  );
});

test('a teacher sets the pace', async () => {
  const lesson = await Lesson.open(everyKind, { mode: 'teacher-paced' });
  const desk = await teacher();
  await desk.goto(`${BASE}/teach/sessions/${lesson.session.id}`);
  const page = await student(lesson.url, 'Ada');
  await page.getByRole('heading', { name: 'Wait for the next question' }).waitFor();
  await desk.getByText('1 student joined').waitFor();
  await desk.getByRole('button', { name: 'First question' }).click();
  await page.getByLabel('Danube').check();
  await desk.getByText('Question 1 of 9 · 1 of 1 answered').waitFor();
  await desk.getByRole('button', { name: 'Next', exact: true }).click();
  await page.getByRole('heading', { name: /flow into the North Sea/ }).waitFor();
  await desk.getByText('Question 2 of 9 · 0 of 1 answered').waitFor();
  await desk.getByRole('button', { name: 'Previous' }).click();
  await page.getByRole('heading', { name: /the longest/ }).waitFor();
  await desk.getByLabel('Question', { exact: true }).selectOption('scale');
  await page.getByRole('heading', { name: 'How easy was this?' }).waitFor();
  await desk.getByLabel('Question', { exact: true }).selectOption('');
  await page.getByRole('heading', { name: 'Wait for the next question' }).waitFor();

  // From the projector as well, with what a remote control sends.
  await desk.getByRole('link', { name: 'Show on the projector' }).click();
  await desk.getByRole('button', { name: 'First question' }).click();
  await page.getByRole('heading', { name: /the longest/ }).waitFor();
  await desk.keyboard.press('PageDown');
  await page.getByRole('heading', { name: /flow into the North Sea/ }).waitFor();
  await desk.getByRole('heading', { name: /flow into the North Sea/ }).waitFor();
});

test('the projector follows the desk, and one question alone can be shown', async () => {
  const lesson = await Lesson.open(everyKind.slice(0, 2), { mode: 'teacher-paced' });
  const wall = await teacher({ path: `/teach/sessions/${lesson.session.id}/projector` });
  await wall.getByRole('img', { name: /QR code/ }).waitFor();
  await lesson.change({ currentQuestion: 'choice' }); // as the desk does
  await wall.getByRole('heading', { name: /the longest/ }).waitFor();
  await wall.getByRole('button', { name: 'Show the code' }).click();
  await wall.getByRole('img', { name: /QR code/ }).waitFor();
  await lesson.change({ currentQuestion: 'choices' });
  await wall.getByRole('heading', { name: /flow into the North Sea/ }).waitFor();

  const single = await Lesson.open([
    { ...everyKind[0]!, prompt: `Which river is the longest? ${'It may be long. '.repeat(200)}` },
  ]);
  await wall.goto(`${BASE}/teach/sessions/${single.session.id}/projector`);
  await wall.getByRole('button', { name: 'First question' }).click();
  await wall.getByRole('heading', { name: /the longest/ }).waitFor();
  // However long the question is, what goes on is on the screen.
  await wall.evaluate(() => scrollTo(0, 0));
  expect(
    await wall
      .getByRole('button', { name: 'Show results' })
      .evaluate((b) => b.getBoundingClientRect().bottom <= innerHeight),
  ).toBe(true);
  expect(await wall.evaluate(() => document.documentElement.scrollHeight > innerHeight)).toBe(true);
});

test('the live view comes back by itself after the network was gone', async () => {
  const lesson = await Lesson.open(everyKind, { mode: 'teacher-paced' });
  const desk = await teacher();
  await desk.goto(`${BASE}/teach/sessions/${lesson.session.id}`);
  await desk.getByText('Nobody has joined yet').waitFor();
  await lesson.change({ currentQuestion: 'tf' });
  const now = desk.getByRole('region', { name: 'Questions' });
  await now.getByRole('heading', { name: /The Danube crosses/ }).waitFor();
  await desk.context().setOffline(true);
  await desk.getByText('The connection was lost').waitFor();
  // What fails is said beside what was pressed, until the session is heard of again.
  const failed = desk.getByText('Check your connection');
  await now.getByRole('button', { name: 'Next', exact: true }).click();
  await now.getByText('Check your connection').waitFor();
  expect(await failed.count()).toBe(1);
  const ada = await Pupil.join(lesson.session.code, 'Ada');
  await ada.answer({ tf: true });
  await desk.context().setOffline(false);
  await desk.getByText('1 student joined').waitFor();
  await bar(desk, 'The Danube crosses', 'True').getByText('1 (100 %)').waitFor();
  expect(await desk.getByText('The connection was lost').count()).toBe(0);
  expect(await failed.count()).toBe(0);
});

test('a projector is sent counts only, and results only while it shows them', async () => {
  const lesson = await Lesson.open(everyKind);
  const ada = await Pupil.join(lesson.session.code, 'Ada');
  await ada.answer({ choice: 'b', cloud: ['Sea'] });
  const page = await teacher();
  const asked: string[] = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.pathname.endsWith('/results/stream')) asked.push(url.search);
  });
  const asks = (search: string) => expect.poll(() => asked.at(-1)).toBe(search);
  await page.goto(`${BASE}/teach/sessions/${lesson.session.id}/projector`);
  await page.getByText('1 student joined').waitFor();
  await page.getByRole('button', { name: 'First question' }).click();
  await page.getByText('1 of 1 answered').waitFor();
  const bela = await Pupil.join(lesson.session.code, 'Béla');
  await page.getByText('1 of 2 answered').waitFor();
  await bela.answer({ choice: 'b', cloud: ['sea', 'Rain'] });
  await page.getByText('2 of 2 answered').waitFor();
  expect(asked).toEqual(['?view=counts']);

  // Shown, as they come in; over a broken connection, too.
  await page.getByRole('button', { name: 'Show results' }).click();
  await page.getByText('2 (100 %)').waitFor();
  await asks('?view=counts&question=choice');
  await page.context().setOffline(true);
  await page.getByText('The connection was lost').waitFor();
  const cy = await Pupil.join(lesson.session.code, 'Cy');
  await cy.answer({ choice: 'a' });
  await page.context().setOffline(false);
  await page.getByText('2 (67 %)').waitFor();
  await page.getByText('3 of 3 answered').waitFor();
  await asks('?view=counts&question=choice');

  // Hidden, shown again, and hidden by the next question.
  await page.getByRole('button', { name: 'Hide results' }).click();
  await asks('?view=counts');
  expect(await page.getByText('67 %').count()).toBe(0);
  await page.getByRole('button', { name: 'Show results' }).click();
  await page.getByText('2 (67 %)').waitFor();
  await page.keyboard.press('PageDown');
  await page.getByText('Question 2 of 9 · 0 of 3 answered').waitFor();
  await page.getByRole('button', { name: 'Show results' }).waitFor();
  await asks('?view=counts');

  // Names need everything.
  await page.getByRole('button', { name: 'Show the code' }).click();
  await page.getByRole('button', { name: 'Show names' }).click();
  await page.getByRole('listitem').filter({ hasText: 'Béla' }).waitFor();
  await asks('');
  await page.getByRole('button', { name: 'Hide names' }).click();
  await asks('?view=counts');
  expect(await page.getByText('Béla').count()).toBe(0);
  // Words, as students wrote them. After the code, the first question comes again.
  for (let at = 1; at <= everyKind.findIndex((q) => q.kind === 'cloud') + 1; at++) {
    await page.keyboard.press('PageDown');
    await page.getByText(`Question ${at} of 9`).waitFor();
  }
  await page.getByRole('button', { name: 'Show results' }).click();
  await page
    .getByRole('listitem')
    .filter({ hasText: /^Sea 2$/ })
    .waitFor();
  await page
    .getByRole('listitem')
    .filter({ hasText: /^Rain 1$/ })
    .waitFor();
});

test('two teachers: one invites, the other accepts and runs the session too', async () => {
  const lesson = await Lesson.open(everyKind, { title: 'Together' });
  const ada = await teacher();
  await ada.goto(`${BASE}/teach/sessions/${lesson.session.id}/settings`);
  await ada.getByRole('button', { name: 'Create an invitation link' }).click();
  const link = await ada.getByLabel('Invitation link').inputValue();
  expect(link).toMatch(/\/teach\/co-teach#[a-z2-7]+$/);

  // The link outlasts signing in.
  const linus = await (await deskDevice()).newPage();
  await linus.goto(link);
  await linus.getByText('A colleague has invited you').waitFor();
  await linus.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await choosePerson(linus, 'Linus North');
  await linus.getByRole('button', { name: 'Accept the invitation' }).click();
  await linus.getByRole('heading', { level: 1, name: /Together/ }).waitFor();
  await linus.getByRole('button', { name: 'Pause', exact: true }).click();
  await ada.getByText('Paused', { exact: true }).waitFor();
  await ada.getByRole('button', { name: /^Remove/ }).click();
  await ada.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await ada.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await ada.getByRole('button', { name: /^Remove/ }).count()).toBe(0);
  // It is over for the other, without a reload.
  await linus.getByText('This session no longer exists').waitFor();
});

test('a school sees nothing of another', async () => {
  const lesson = await Lesson.open(everyKind);
  const alan = await teacher({ person: 'Alan South' });
  await alan.goto(`${BASE}/teach/sessions/${lesson.session.id}`);
  await alan.getByText('This session no longer exists, or you no longer have access').waitFor();
});

test('a session can be given an end, and told it has none', async () => {
  const lesson = await Lesson.open(everyKind);
  const desk = await teacher();
  await desk.goto(`${BASE}/teach/sessions/${lesson.session.id}/settings`);
  await desk.getByLabel('Closes automatically').fill('2020-01-01T10:00');
  await desk.getByRole('button', { name: 'Save the closing time' }).click();
  await desk.getByText('This is in the past').waitFor();
  const end = new Date(Date.now() + 48 * 3600_000);
  const typed = new Date(end.getTime() - end.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  await desk.getByLabel('Closes automatically').fill(typed);
  await desk.getByRole('button', { name: 'Save the closing time' }).click();
  await desk.getByRole('button', { name: 'No closing time' }).waitFor();
  const token = await signIn();
  const { body } = await call<{ closesAt: string }>('GET', `/v1/sessions/${lesson.session.id}`, token);
  expect(body.closesAt.slice(0, 16)).toBe(end.toISOString().slice(0, 16));
  await desk.getByRole('button', { name: 'No closing time' }).click();
  await desk.getByRole('button', { name: 'No closing time' }).waitFor({ state: 'detached' });
});
