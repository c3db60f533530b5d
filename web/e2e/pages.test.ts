import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { checkFits, checkLightAndDark, findings, newDevice, withBrowser } from './browser';
import { BASE, everyKind, Lesson } from './stack';

withBrowser();

/** Walks through every page and state that a student can see, and looks at each. */
async function walk(options: BrowserContextOptions, look: (page: Page, where: string) => Promise<void>): Promise<void> {
  const device = await newDevice(options);
  const page = await device.newPage();
  const lesson = await Lesson.open(everyKind, { feedback: 'after-close' });

  await page.goto(`${BASE}/privacy`);
  await page.getByRole('heading', { name: 'Contact' }).waitFor();
  await look(page, 'privacy');
  await page.goto(BASE);
  await page.getByLabel('Code').waitFor();
  await look(page, 'code');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByText('A code has six letters').waitFor();
  await look(page, 'wrong code');
  await lesson.change({ state: 'paused' });
  await page.goto(lesson.url);
  await page.getByRole('button', { name: 'Join' }).click();
  await page.getByText('Choose a name.').waitFor();
  await look(page, 'no name');
  await page.getByLabel('Your name').fill('Ada');
  await page.getByRole('button', { name: 'Join' }).click();
  await page.getByText('You can join when').waitFor();
  await look(page, 'let in later');
  await lesson.change({ state: 'open' });
  await page.getByRole('button', { name: 'Start' }).waitFor();
  await look(page, 'welcome');
  await page.getByRole('button', { name: 'Start' }).click();
  for (const { id } of everyKind) {
    await page.locator('.question').waitFor();
    await look(page, id!);
    if (id === 'choice') await page.getByLabel('Danube').check();
    if (id === 'choices') await page.getByLabel('Elbe').check();
    if (id === 'text') await page.getByLabel('Your answer').fill('x'.repeat(2001));
    if (id === 'number') await page.getByLabel('Your answer, a number').fill('many');
    if (id === 'number') await page.getByLabel('Your answer, a number').blur();
    if (id === 'order') await page.getByRole('button', { name: 'This order is right' }).click();
    if (id === 'scale') await page.getByLabel('2').check();
    await page.waitForTimeout(300);
    await look(page, `${id}, answered`);
    await page.getByRole('button', { name: id === 'cloud' ? 'Finish' : 'Next' }).click();
  }
  await page.getByRole('heading', { name: 'Not all answered yet' }).waitFor();
  await look(page, 'end');
  await page.getByRole('button', { name: 'Show me what you hold' }).click();
  await page.getByRole('dialog').getByText('Kept until').waitFor();
  await look(page, 'what is held');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Erase me' }).click();
  await page.getByRole('dialog').waitFor();
  await look(page, 'erase?');
  await page.keyboard.press('Escape');
  await page.getByRole('main').getByRole('button', { name: 'Not me' }).click();
  await page.getByRole('dialog').waitFor();
  await look(page, 'forget?');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Your data' }).click();
  await page.getByRole('dialog').waitFor();
  await look(page, 'your data');
  await page.keyboard.press('Escape');

  const second = await device.newPage();
  await second.goto(BASE);
  await second.getByRole('button', { name: 'Continue as Ada' }).waitFor();
  await look(second, 'code, with somebody to continue as');
  await second.goto(lesson.url);
  await second.getByRole('heading', { name: 'Continue as Ada?' }).waitFor();
  await look(second, 'continue?');
  await second.getByRole('button', { name: 'Continue as Ada' }).click();
  await second.getByRole('heading', { name: 'Open in another tab' }).waitFor();
  await look(second, 'elsewhere');
  await second.close();

  await page.getByRole('button', { name: /^1 Which river/ }).click();
  await device.setOffline(true);
  await page.getByLabel('Rhine').check();
  await page.getByText('is kept on this device').waitFor();
  await look(page, 'offline');
  await device.setOffline(false);
  await page.getByText('Saved', { exact: true }).waitFor();
  await lesson.change({ state: 'paused' });
  await page.getByText('The session is paused.').waitFor();
  await look(page, 'paused');
  await lesson.change({ state: 'closed' });
  await page.getByRole('heading', { name: 'Solutions' }).waitFor();
  await look(page, 'closed');
  await page.getByRole('button', { name: 'Erase me' }).click();
  await page.getByRole('button', { name: 'Erase everything' }).click();
  await page.getByRole('heading', { name: 'Your data is erased' }).waitFor();
  await look(page, 'erased');

  const live = await Lesson.open(everyKind, { mode: 'teacher-paced', feedback: 'immediate' });
  await page.goto(live.url);
  await page.getByLabel('Your name').fill('Ada');
  await page.getByRole('button', { name: 'Join' }).click();
  await page.getByRole('button', { name: 'Start' }).click();
  await page.getByRole('heading', { name: 'Wait for the next question' }).waitFor();
  await look(page, 'waiting');
  for (const [id, label] of [
    ['choice', 'Rhine'],
    ['choices', 'Elbe'],
    ['tf', 'True'],
  ] as const) {
    await live.change({ currentQuestion: id });
    await page.getByLabel(label).check();
    await look(page, `${id}, to be sent`);
    await page.getByRole('button', { name: 'Send answer' }).click();
    await page.locator('.feedback-title').waitFor();
    await look(page, `${id}, with feedback`);
  }
}

describe('axe finds nothing', () => {
  test('on any page, light and dark', () => walk({ reducedMotion: 'reduce' }, checkLightAndDark));

  test('because there is nothing, not because it does not look', async () => {
    const page = await (await newDevice()).newPage();
    await page.goto(BASE);
    await page.getByLabel('Code').waitFor();
    await page.evaluate(() => {
      document.querySelector('h1')!.style.color = '#ccc';
      document.querySelector('label')!.remove();
    });
    expect((await findings(page)).map((finding) => finding.split(':')[0])).toEqual(
      expect.arrayContaining(['color-contrast', 'label']),
    );
  });
});

describe('every page fits', () => {
  // 320 pixels are also what is left of 1280 at 400 %, and of 640 at 200 %.
  test('a window that is 320 pixels wide', async () => {
    await walk({ viewport: { width: 320, height: 568 } }, checkFits);
  });

  test('text at twice its size', async () => {
    const device = await newDevice({ viewport: { width: 640, height: 800 } });
    await device.addInitScript(() => {
      addEventListener('DOMContentLoaded', () => document.documentElement.style.setProperty('font-size', '200%'));
    });
    const page = await device.newPage();
    const lesson = await Lesson.open(everyKind);
    await page.goto(lesson.url);
    await page.getByLabel('Your name').fill('Ada');
    await checkFits(page, 'name');
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByRole('button', { name: 'Start' }).click();
    for (const { id } of everyKind) {
      await page.locator('.question').waitFor();
      await checkFits(page, id!);
      await page.getByRole('button', { name: id === 'cloud' ? 'Finish' : 'Next' }).click();
    }
    await page.getByRole('heading', { name: 'Not all answered yet' }).waitFor();
    await checkFits(page, 'end');
  });
});

describe('languages', () => {
  test.each([
    ['de-AT', 'de', 'Mitmachen', 'Wie heißt du?', 'Los geht’s', '180 Tage'],
    ['fr-CA', 'fr', 'Rejoindre une séance', 'Comment t’appelles-tu', 'Commencer', '180 jours'],
    ['es-MX', 'es', 'Unirse a una sesión', '¿Cómo te llamas?', 'Empezar', '180 días'],
    ['pt-BR', 'en', 'Join a session', 'What is your name?', 'Start', '180 days'],
  ])('%s reads %s', async (locale, lang, title, name, start, days) => {
    const page = await (await newDevice({ locale })).newPage();
    const lesson = await Lesson.open(everyKind);
    await page.goto(BASE);
    await page.getByRole('heading', { name: title }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe(lang);
    await page.goto(lesson.url);
    await page.getByRole('heading', { name }).waitFor();
    await page.locator('input').fill('Ada');
    await page.keyboard.press('Enter');
    await page.getByText(days).waitFor();
    await page.getByRole('button', { name: start }).click();
    await page.locator('.question').waitFor();
  });

  test('can be changed at any time, and stay so, without anything being stored', async () => {
    const page = await (await newDevice()).newPage();
    await page.goto(BASE);
    await page.getByLabel('Language').selectOption('de');
    await page.getByRole('heading', { name: 'Mitmachen' }).waitFor();
    await page.locator('html[lang="de"]').waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Mitmachen' }).waitFor();
    await page.getByRole('link', { name: 'Datenschutz', exact: true }).click();
    await page.getByRole('heading', { name: 'Datenschutz', exact: true }).waitFor();
    await page.getByRole('link', { name: 'Zum Anfang' }).click();
    await page.getByLabel('Code').fill((await Lesson.open(everyKind)).session.code!);
    await page.getByRole('button', { name: 'Weiter' }).click();
    await page.getByRole('heading', { name: 'Wie heißt du?' }).waitFor();
    expect(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie])).toEqual([
      0,
      0,
      '',
    ]);
  });

  test('content that runs from right to left does so', async () => {
    const lesson = await Lesson.open(
      [
        {
          kind: 'choice',
          prompt: 'ما هو أطول نهر؟ (km)',
          options: [{ text: 'النيل' }, { text: 'Rhine' }],
          correct: 'a',
        },
      ],
      { title: 'الأنهار' },
    );
    const page = await (await newDevice()).newPage();
    await page.goto(lesson.url);
    await page.getByLabel('Your name').fill('ليلى');
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByRole('button', { name: 'Start' }).click();
    const direction = (text: string) =>
      page
        .getByText(text)
        .first()
        .evaluate((e) => getComputedStyle(e).direction);
    expect(await direction('ما هو أطول نهر؟')).toBe('rtl');
    expect(await direction('النيل')).toBe('rtl');
    expect(await direction('Rhine')).toBe('ltr');
  });
});

test('every page says whom to write to', async () => {
  const page = await (await newDevice()).newPage();
  const lesson = await Lesson.open(everyKind);
  const footer = page.getByRole('contentinfo');
  for (const path of ['/', '/privacy', `/j/${lesson.session.code}`]) {
    await page.goto(BASE + path);
    for (const name of ['Privacy', 'Privacy contact', 'Report misuse']) {
      await footer.getByRole('link', { name, exact: true }).waitFor();
    }
  }
  await page.getByLabel('Your name').fill('Ada');
  await page.getByRole('button', { name: 'Join' }).click();
  await page.getByRole('button', { name: 'Start' }).waitFor();
  expect(await footer.getByRole('link', { name: 'Privacy contact' }).getAttribute('href')).toBe(
    'mailto:privacy@north.example',
  );
});

test('motion is left out where it isn’t wanted', async () => {
  const lesson = await Lesson.open(everyKind, { mode: 'teacher-paced' });
  const page = await (await newDevice({ reducedMotion: 'reduce' })).newPage();
  await page.goto(lesson.url);
  await page.getByLabel('Your name').fill('Ada');
  await page.getByRole('button', { name: 'Join' }).click();
  await page.getByRole('button', { name: 'Start' }).click();
  expect(await page.locator('.pulse').evaluate((e) => getComputedStyle(e).animationName)).toBe('none');
});
