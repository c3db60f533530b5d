// Writes pictures of the pages into web/screenshots/, as phone and desktop show
// them, light and dark: <page>-<device>-<scheme>.png. Whole pages, but for those
// that README shows as far as a window does.

import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, test } from 'vitest';
import { newDevice, withBrowser } from './browser';
import { BASE, everyKind, Lesson } from './stack';
import { resetClock } from './clock';
import { walkPrivacy } from './privacy';
import { walkEmpty, walkIncidents, walkSession, walkSets, walkSignIn } from './walk';

withBrowser();

const out = new URL('../screenshots/', import.meta.url);
mkdirSync(out, { recursive: true });

const windows = ['teacher-live'];

const devices = {
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  desktop: { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 },
};

describe.each(['phone', 'desktop'] as const)('%s', (device) => {
  describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
    const open = async () => (await newDevice({ ...devices[device], colorScheme, reducedMotion: 'reduce' })).newPage();
    const shoot = async (page: Page, name: string) => {
      await page.waitForTimeout(150);
      await page.screenshot({
        path: new URL(`${name}-${device}-${colorScheme}.png`, out).pathname,
        fullPage: !windows.includes(name),
      });
    };
    const join = async (page: Page, lesson: Lesson) => {
      await page.goto(lesson.url);
      await page.getByLabel('Your name').fill('Ada');
      await page.getByRole('button', { name: 'Join' }).click();
      await page.getByRole('button', { name: 'Start' }).waitFor();
    };

    test('students: joining and answering', async () => {
      const lesson = await Lesson.open(everyKind, { feedback: 'after-close' });
      const page = await open();
      await page.goto(BASE);
      await page.getByLabel('Code').fill('kxw');
      await shoot(page, 'student-code');
      await page.getByRole('button', { name: 'Continue' }).click();
      await shoot(page, 'student-code-wrong');
      await join(page, lesson);
      await shoot(page, 'student-welcome');
      await page.getByRole('button', { name: 'Start' }).click();
      for (const { id } of everyKind) {
        await page.locator('.question').waitFor();
        if (id === 'choice') {
          await page.getByLabel('Danube').check();
          await page.getByText('Saved', { exact: true }).waitFor();
        }
        if (id === 'text') await page.getByLabel('Your answer').fill('Paris');
        if (id === 'number') await page.getByLabel('Your answer, a number').fill('3 hundred');
        if (id === 'number') await page.getByLabel('Your answer, a number').blur();
        if (id === 'scale') await page.getByLabel('4').check();
        await shoot(page, `student-${id}`);
        await page.getByRole('button', { name: id === 'cloud' ? 'Finish' : 'Next' }).click();
      }
      await page.getByRole('heading', { name: 'Not all answered yet' }).waitFor();
      await shoot(page, 'student-end');
      await page.getByRole('button', { name: 'Show me what you hold' }).click();
      await page.getByRole('dialog').getByText('Kept until').waitFor();
      await shoot(page, 'student-held');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Erase me' }).click();
      await shoot(page, 'student-erase');
      await page.keyboard.press('Escape');

      const second = await page.context().newPage();
      await second.goto(lesson.url);
      await second.getByRole('heading', { name: 'Continue as Ada?' }).waitFor();
      await shoot(second, 'student-resume');
      await second.getByRole('button', { name: 'Continue as Ada' }).click();
      await second.getByRole('heading', { name: 'Open in another tab' }).waitFor();
      await shoot(second, 'student-elsewhere');
      await second.close();

      await page.getByRole('button', { name: /^1 Which river/ }).click();
      await page.context().setOffline(true);
      await page.getByLabel('Rhine').check();
      await page.getByText('No connection.').waitFor();
      await shoot(page, 'student-offline');
      await page.context().setOffline(false);
      await page.getByText('Saved', { exact: true }).waitFor();
      await lesson.change({ state: 'paused' });
      await page.getByText('The session is paused.').waitFor();
      await shoot(page, 'student-paused');
      await lesson.change({ state: 'open' });
      await lesson.change({ state: 'closed' });
      await page.getByRole('heading', { name: 'Solutions' }).waitFor();
      await shoot(page, 'student-closed');
      await page.getByRole('button', { name: 'Erase me' }).click();
      await page.getByRole('button', { name: 'Erase everything' }).click();
      await page.getByRole('heading', { name: 'Your data is erased' }).waitFor();
      await shoot(page, 'student-erased');
    });

    test('students: feedback at once', async () => {
      const lesson = await Lesson.open(everyKind, { feedback: 'immediate' });
      const page = await open();
      await join(page, lesson);
      await page.getByRole('button', { name: 'Start' }).click();
      await page.getByLabel('Rhine').check();
      await shoot(page, 'student-send');
      await page.getByRole('button', { name: 'Send answer' }).click();
      await page.getByText('Not right').waitFor();
      await shoot(page, 'student-wrong');
      await page.getByRole('button', { name: 'Next' }).click();
      await page.getByLabel('Rhine').check();
      await page.getByRole('button', { name: 'Send answer' }).click();
      await page.getByText('Partly right').waitFor();
      await shoot(page, 'student-partly');
      await page.getByRole('button', { name: 'Next' }).click();
      await page.getByLabel('True').check();
      await page.getByRole('button', { name: 'Send answer' }).click();
      await page.getByText('Right!').waitFor();
      await shoot(page, 'student-right');
    });

    test('students: following the teacher', async () => {
      const lesson = await Lesson.open(everyKind, { mode: 'teacher-paced' });
      const page = await open();
      await join(page, lesson);
      await page.getByRole('button', { name: 'Start' }).click();
      await page.getByRole('heading', { name: 'Wait for the next question' }).waitFor();
      await shoot(page, 'student-waiting');
    });

    test.each([
      ['signing in', walkSignIn],
      ['question sets', walkSets],
      ['a session', walkSession],
      ['nothing yet', walkEmpty],
      ['incidents', walkIncidents],
    ] as const)('teachers: %s', async (_, walk) => {
      await walk({ ...devices[device], colorScheme, reducedMotion: 'reduce' }, (page, name) =>
        shoot(page, `teacher-${name}`),
      );
    });

    test('the school’s privacy', async () => {
      await walkPrivacy({ ...devices[device], colorScheme, reducedMotion: 'reduce' }, (page, name) =>
        shoot(page, `privacy-${name}`),
      );
      await resetClock();
    });

    test('students: the pages around', async () => {
      const page = await open();
      await page.goto(`${BASE}/privacy`);
      await page.getByRole('heading', { name: 'Contact' }).waitFor();
      await shoot(page, 'privacy');
      await page.goto(`${BASE}/j/KXWQPT`);
      await page.getByLabel('Your name').fill('Ada');
      await shoot(page, 'student-name');
      await page.getByRole('button', { name: 'Join' }).click();
      await page.getByText('No open session has this code').waitFor();
      await shoot(page, 'student-code-unknown');
    });
  });
});
