// A teacher prints codes for parents; a parent comes with one, on a device of their own, sees, copies, corrects and erases;
// the child and the teacher see what was done.

import { readFileSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { checkFits, checkLightAndDark, newDevice, withBrowser } from './browser';
import { Pupil, teacher } from './desk';
import { BASE, everyKind, Lesson } from './stack';

withBrowser();

const stored = (page: Page) => page.evaluate(() => Object.keys(localStorage).concat(Object.keys(sessionStorage)));

interface Slip {
  text: string;
  words: string[];
}

/** What stands on the slips that the page shows. */
async function slipsOn(page: Page): Promise<Slip[]> {
  await page.getByRole('button', { name: 'Print', exact: true }).waitFor();
  await page.locator('.slip-words li').nth(11).waitFor();
  const slips = await page.locator('.slip').all();
  return Promise.all(
    slips.map(async (slip) => ({
      text: await slip.innerText(),
      words: await slip.locator('.slip-words li').allTextContents(),
    })),
  );
}

/** Comes with the words, as a slip says. */
async function come(page: Page, lesson: Lesson, words: string[]): Promise<void> {
  await page.goto(BASE);
  await page.getByRole('link', { name: 'Come back with twelve words' }).click();
  await page.getByLabel('Code of the session').fill(lesson.session.code);
  await page.getByLabel('Twelve words').fill(words.join(' '));
  await page.getByRole('button', { name: 'Come back' }).click();
}

test('a slip for each student, and with it a parent sees, copies, corrects and erases', async () => {
  const lesson = await Lesson.open(everyKind, { feedback: 'after-close' });
  const zoe = await Pupil.join(lesson.session.code, 'Zoe');
  const max = await Pupil.join(lesson.session.code, 'Max');
  await zoe.answer({ choice: 'b', text: 'Lutetia' });
  await max.answer({ text: 'mine alone' });

  // The second factor is asked for, and then it goes on by itself.
  const desk = await teacher({
    path: `/teach/sessions/${lesson.session.id}/results`,
    factor: false,
    reducedMotion: 'reduce',
  });
  await desk.getByRole('button', { name: 'Codes for the parents of all 2 students' }).click();
  const dialog = desk.getByRole('dialog');
  await dialog.getByText('Give it to the parent, not to the student.').waitFor();
  await checkLightAndDark(desk, 'asking about codes for parents');
  await dialog.getByRole('button', { name: 'Make the code' }).click();
  await desk.getByRole('button', { name: 'Ada North' }).click();
  await desk.getByRole('heading', { name: '2 slips to hand out' }).waitFor();
  const slips = await slipsOn(desk);
  await checkLightAndDark(desk, 'slips for parents');
  await desk.setViewportSize({ width: 360, height: 740 });
  await checkFits(desk, 'slips for parents');
  await desk.setViewportSize({ width: 1280, height: 800 });
  expect(slips.map((slip) => slip.words.length)).toEqual([12, 12]);
  // In the school's language, whatever the teacher's.
  expect(slips[0]!.text).toContain('Für die Eltern von Zoe');
  expect(slips[1]!.text).toContain('Für die Eltern von Max');
  await desk.emulateMedia({ media: 'print' });
  expect(await desk.getByText('The codes are shown this once').isVisible()).toBe(false);
  expect(await desk.locator('.slip').first().isVisible()).toBe(true);
  await desk.emulateMedia({ media: 'screen' });
  await desk.getByRole('button', { name: 'Done' }).click();
  await desk.getByRole('heading', { name: '2 students' }).waitFor();

  // On the parent's device.
  const parent = await (await newDevice()).newPage();
  await come(parent, lesson, slips[0]!.words);
  await parent.getByRole('heading', { level: 1, name: 'Your child’s data in this session' }).waitFor();
  await parent.getByText('Lutetia').waitFor();
  expect(await parent.getByText('mine alone').count()).toBe(0);
  await checkLightAndDark(parent, 'what a parent sees');
  await checkFits(parent, 'what a parent sees');
  const coming = parent.waitForEvent('download');
  await parent.getByRole('button', { name: 'Save as a file' }).click();
  const files = unzipSync(readFileSync(await (await coming).path()));
  expect(strFromU8(files['your-childs-data.html']!)).toContain('Lutetia');
  await parent.getByRole('button', { name: 'Correct the name' }).click();
  await parent.getByLabel('Your child’s name').fill('Zoë');
  await parent.getByRole('button', { name: 'Save the name' }).click();
  await parent.getByText('The name is corrected.').waitFor();
  await desk.getByText('Name corrected by a parent').waitFor();
  expect(await stored(parent)).toEqual([]);

  // The child sees it, too.
  const held = (await (await fetch(`${BASE}/v1/me`, { headers: { Authorization: `Bearer ${zoe.token}` } })).json()) as {
    as: string;
    parentCodeAt: string | null;
    parent: { correctedAt?: string };
  };
  expect(held.as).toBe('student');
  expect(held.parentCodeAt).not.toBeNull();
  expect(held.parent.correctedAt).toBeTruthy();

  // A new code, of one student, ends the one before.
  await desk.getByRole('button', { name: 'Zoë', exact: true }).click();
  await desk.getByRole('dialog').getByRole('button', { name: 'Code for a parent' }).click();
  await desk.getByRole('dialog').getByRole('button', { name: 'Make the code' }).click();
  const [fresh] = await slipsOn(desk);
  await desk.getByRole('button', { name: 'Done' }).click();
  await come(parent, lesson, slips[0]!.words);
  await parent.getByText('Nobody in this session has these words, or there is a newer slip.').waitFor();

  await come(parent, lesson, fresh!.words);
  await parent.getByRole('button', { name: 'Erase my child’s data' }).click();
  await parent.getByRole('button', { name: 'Erase everything' }).click();
  await parent.getByRole('heading', { name: 'Your child’s data is erased' }).waitFor();
  await parent.getByText(/^Receipt [a-z2-7]{26}$/).waitFor();
  await desk.getByRole('link', { name: 'Live' }).click();
  await desk.getByText('Once a parent asked for it.').waitFor();
  expect(await lesson.answersOf('Max')).toEqual({ text: 'mine alone' });

  // With the slip they can look again.
  await come(parent, lesson, fresh!.words);
  await parent.getByRole('heading', { name: 'It is erased' }).waitFor();
  await parent.getByText(/^Receipt [a-z2-7]{26}\. From /).waitFor();
  await checkLightAndDark(parent, 'what is gone');
  expect(await stored(parent)).toEqual([]);
});

test('a parent refuses further collection: answers, this device, and both until it is lifted', async () => {
  const lesson = await Lesson.open(everyKind);
  const next = await Lesson.open(everyKind);
  const device = await newDevice(); // the child's
  const child = await device.newPage();
  await child.goto(lesson.url);
  await child.getByLabel('Your name').fill('Zoe');
  await child.getByRole('button', { name: 'Join' }).click();
  await child.getByRole('button', { name: 'Start' }).click();
  await child.getByLabel('Danube').check();
  await child.getByText('Saved', { exact: true }).waitFor();
  const desk = await teacher({ path: `/teach/sessions/${lesson.session.id}/results`, reducedMotion: 'reduce' });
  await desk.getByRole('button', { name: 'Codes for the parents of all 1 students' }).click();
  await desk.getByRole('dialog').getByRole('button', { name: 'Make the code' }).click();
  const [slip] = await slipsOn(desk);
  await desk.getByRole('button', { name: 'Done' }).click();

  const parent = await device.newPage(); // the child's device, too
  await come(parent, lesson, slip!.words);
  await parent.getByRole('button', { name: 'Refuse further collection' }).click();
  await parent.getByText('This device refuses the school’s sessions.').waitFor();
  await parent.getByRole('button', { name: 'Refuse disclosure' }).click();
  await parent.getByRole('button', { name: 'Lift it' }).nth(1).waitFor();
  await checkLightAndDark(parent, 'what a parent refused');
  await checkFits(parent, 'what a parent refused');
  expect(await stored(parent)).toEqual(['cleanslate-refused']);
  await desk.getByRole('button', { name: 'Zoe', exact: true }).click();
  await desk.getByRole('dialog').getByText('A parent refused further collection').waitFor();
  await desk.getByRole('dialog').getByText('A parent refused disclosure beyond the service').waitFor();
  await desk.getByRole('dialog').getByRole('button', { name: 'Close' }).click();

  // The child can't join another session of the school here, and nothing of theirs is sent.
  const asked: string[] = [];
  const again = await device.newPage();
  again.on('request', (request) => void asked.push(new URL(request.url()).pathname));
  await again.goto(next.url);
  await again.getByRole('heading', { name: 'Not on this device' }).waitFor();
  await checkLightAndDark(again, 'what is refused');
  await checkFits(again, 'what is refused');
  expect(asked.filter((path) => path.startsWith('/v1/'))).toEqual([
    `/v1/codes/${next.session.code}`,
    ...asked.filter((path) => path.startsWith('/v1/notices')),
  ]);
  expect((await next.results()).participants).toEqual([]);
  // On another device they can: nobody knows which is whose.
  const other = await (await newDevice()).newPage();
  await other.goto(next.url);
  await other.getByLabel('Your name').waitFor();

  await parent.getByRole('button', { name: 'Lift it' }).first().click();
  await parent.getByRole('button', { name: 'Refuse further collection' }).waitFor();
  expect(await stored(parent)).toEqual([]);
  await again.goto(next.url);
  await again.getByLabel('Your name').fill('Zoe');
  await again.getByRole('button', { name: 'Join' }).click();
  await again.getByRole('heading', { name: 'Hello, Zoe!' }).waitFor();
});
