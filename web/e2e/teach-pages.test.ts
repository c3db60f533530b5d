import { describe, expect, test } from 'vitest';
import { checkFits, checkLightAndDark, newDevice, refuseStorage, tabTo, withBrowser } from './browser';
import { choosePerson, deskDevice, Pupil, teacher } from './desk';
import { BASE, everyKind, Lesson } from './stack';
import { walkEmpty, walkSchools, walkSession, walkSets, walkSignIn } from './walk';

withBrowser();

const walks = [
  ['signing in', walkSignIn],
  ['question sets', walkSets],
  ['a session', walkSession],
  ['nothing yet', walkEmpty],
  ['schools', walkSchools],
] as const;

describe('axe finds nothing, light and dark', () => {
  test.each(walks)('%s', async (_, walk) => {
    await walk({ reducedMotion: 'reduce' }, checkLightAndDark);
  });
});

// 320 pixels are also what is left of 1280 at 400 %, and of 640 at 200 %.
describe('every page fits a window that is 320 pixels wide', () => {
  test.each(walks)('%s', async (_, walk) => {
    await walk({ viewport: { width: 320, height: 568 }, reducedMotion: 'reduce' }, checkFits);
  });
});

test('everything works by keyboard: from signing in to the results', async () => {
  const page = await (await deskDevice()).newPage();
  const { keyboard } = page;
  await page.goto(`${BASE}/teach/`);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).waitFor();
  await tabTo(page, 'main .primary');
  await keyboard.press('Enter');
  await page.getByRole('button', { name: 'Ada North' }).waitFor();
  await tabTo(page, 'button[value="auth0|ada"]');
  await keyboard.press('Enter');
  await page.getByRole('navigation', { name: 'Main' }).waitFor();

  // A question set
  await tabTo(page, 'nav a[href="/teach/sets"]');
  await keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Question sets' }).waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
  await tabTo(page, 'a.primary');
  await keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'New question set' }).waitFor();
  await tabTo(page, 'input.input');
  await keyboard.type('By keyboard');
  await tabTo(page, '[data-field$="/prompt"]');
  await keyboard.type('Which?');
  await tabTo(page, 'textarea[placeholder="Option 1"]');
  await keyboard.type('this');
  await tabTo(page, 'textarea[placeholder="Option 2"]');
  await keyboard.type('that');
  await tabTo(page, '.add');
  await keyboard.press('Enter');
  await expect
    .poll(() => page.evaluate(() => (document.activeElement as HTMLTextAreaElement).placeholder))
    .toBe('Option 3');
  await keyboard.type('first');
  // Twice up: the focus stays with the row.
  await tabTo(page, '[aria-label="Move up: first"]');
  await keyboard.press('Enter');
  await expect.poll(() => page.locator('.row-text textarea').nth(1).inputValue()).toBe('first');
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
    .toBe('Move up: first');
  await keyboard.press('Enter');
  await expect.poll(() => page.locator('.row-text textarea').first().inputValue()).toBe('first');
  for (let i = 0; i < 40; i++) {
    await keyboard.press('Shift+Tab');
    if (await page.evaluate(() => document.activeElement?.matches('.right-mark input'))) break;
  }
  await keyboard.press('Space');
  await tabTo(page, '.save-bar .primary');
  await keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Edit question set' }).waitFor();

  // A session
  await tabTo(page, '.page-title .button:last-child');
  await keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await tabTo(page, 'dialog input[name="mode"]');
  await keyboard.press('ArrowDown');
  await tabTo(page, 'dialog .primary');
  await keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: /By keyboard/ }).waitFor();
  const code = (await page.locator('.join-code [aria-hidden]').textContent())!;
  await tabTo(page, '.live-main .primary');
  await keyboard.press('Enter');
  await page.getByText('Question 1 of 1 · 0 of 0 answered').waitFor();
  const pupil = await Pupil.join(code, 'Ada');
  await pupil.answer({ q1: 'a' });
  await page.getByText('1 of 1 answered').first().waitFor();
  await tabTo(page, '.danger');
  await keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  // Escape leaves a dialog, and the focus is where it was.
  await keyboard.press('Escape');
  await expect.poll(() => page.evaluate(() => document.activeElement?.classList.contains('danger'))).toBe(true);
  await keyboard.press('Enter');
  await tabTo(page, 'dialog .danger');
  await keyboard.press('Enter');
  await page.getByText('Closed:').waitFor();

  // The results
  await tabTo(page, '.tabs a:nth-child(2)');
  await keyboard.press('Enter');
  await page.getByRole('table').waitFor();
  await tabTo(page, '.table-scroll');
  await tabTo(page, 'tbody .name');
  await keyboard.press('Enter');
  await page.getByRole('dialog').getByText('1 of 1 points').waitFor();
  await keyboard.press('Escape');
  await expect.poll(() => page.evaluate(() => document.activeElement?.classList.contains('name'))).toBe(true);
});

describe('screen readers', () => {
  test('are told of a class in pauses, not with every answer', async () => {
    const lesson = await Lesson.open(everyKind);
    const page = await teacher({ path: `/teach/sessions/${lesson.session.id}` });
    await page.getByText('Nobody has joined yet').waitFor();
    await page.evaluate(() => {
      const spoken: string[] = [];
      Object.assign(window, { spoken });
      for (const region of document.querySelectorAll('[aria-live], [role=status], [role=alert]')) {
        new MutationObserver(() => region.textContent && spoken.push(region.textContent)).observe(region, {
          childList: true,
          characterData: true,
          subtree: true,
        });
      }
    });
    for (let i = 0; i < 20; i++) {
      const pupil = await Pupil.join(lesson.session.code, `P${i}`);
      await pupil.answer({ tf: true });
      await page.waitForTimeout(100);
    }
    await page.getByText('20 students joined').waitFor();
    await page.waitForTimeout(17_000);
    const spoken = await page.evaluate(() => (window as unknown as { spoken: string[] }).spoken);
    expect(spoken.length).toBeLessThanOrEqual(4);
    expect(spoken.at(-1)).toBe('20 joined, 20 answered');
  });
});

test.each([
  ['de-DE', 'de', 'Anmelden', 'Fragensammlungen', 'Sitzungen'],
  ['fr-FR', 'fr', 'Se connecter', 'Séries de questions', 'Séances'],
  ['es-ES', 'es', 'Iniciar sesión', 'Series de preguntas', 'Sesiones'],
])('%s: the desk speaks %s', async (locale, lang, signIn, sets, sessions) => {
  const page = await (await deskDevice({ locale })).newPage();
  await page.goto(`${BASE}/teach/`);
  await page.getByRole('main').getByRole('button', { name: signIn }).click();
  await choosePerson(page, 'Ada North');
  await page.getByRole('heading', { level: 1, name: sessions }).waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe(lang);
  await page.getByRole('link', { name: sets }).first().click();
  await page.getByRole('heading', { level: 1, name: sets }).waitFor();
});

test('a browser that stores nothing is named as the reason why nobody can sign in', async () => {
  const page = await (await newDevice()).newPage();
  await refuseStorage(page);
  await page.goto(`${BASE}/teach/`);
  await page.getByText('Your browser stores nothing for this site').waitFor();
});

test('a language chosen by hand outlasts signing in', async () => {
  const page = await (await deskDevice()).newPage();
  await page.goto(`${BASE}/teach/sets?lang=fr`);
  await page.getByRole('main').getByRole('button', { name: 'Se connecter' }).click();
  await choosePerson(page, 'Ada North');
  await page.getByRole('heading', { level: 1, name: 'Séries de questions' }).waitFor();
  await page.getByRole('link', { name: 'Séances' }).first().click();
  await page.getByRole('heading', { level: 1, name: 'Séances' }).waitFor();
  expect(new URL(page.url()).search).toBe('?lang=fr');
});

test('students load nothing of the teacher’s part', async () => {
  const page = await (await newDevice()).newPage();
  const loaded: string[] = [];
  page.on('request', (request) => loaded.push(request.url()));
  await page.goto(BASE);
  await page.getByLabel('Code').waitFor();
  const teachers = await (await deskDevice()).newPage();
  const own: string[] = [];
  teachers.on('request', (request) => own.push(request.url()));
  await teachers.goto(`${BASE}/teach/`);
  await teachers.getByRole('main').getByRole('button', { name: 'Sign in' }).waitFor();
  const shared = own.filter((url) => loaded.includes(url)).map((url) => new URL(url).pathname);
  expect(shared.filter((path) => /teach/.test(path))).toEqual([]);
  expect(loaded.filter((url) => /teach|auth0/.test(url))).toEqual([]);
});
