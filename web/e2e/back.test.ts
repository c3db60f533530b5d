// A student comes back on another device: by the QR code's link, and by code and words, while the lesson lasts and
// afterwards.

import jsqr from 'jsqr';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { checkFits, checkLightAndDark, newDevice, withBrowser } from './browser';
import { BASE, everyKind, Lesson } from './stack';

withBrowser();

const readQR = (jsqr as unknown as { default: typeof jsqr }).default;

async function join(page: Page, lesson: Lesson): Promise<void> {
  await page.goto(lesson.url);
  await page.getByLabel('Your name').fill('Ada');
  await page.getByRole('button', { name: 'Join' }).click();
  await page.getByRole('button', { name: 'Start' }).click();
}

const saved = (page: Page) => page.getByText('Saved', { exact: true }).waitFor();
const stored = (page: Page) => page.evaluate(() => Object.keys(localStorage).concat(Object.keys(sessionStorage)));

/** The link in the QR code, and the twelve words. */
async function ways(page: Page): Promise<{ link: string; words: string[] }> {
  await page.getByRole('button', { name: 'Continue on another device' }).click();
  const dialog = page.getByRole('dialog', { name: 'Continue on another device' });
  const qr = dialog.getByRole('img', { name: 'QR code of your link' });
  await qr.waitFor();
  await dialog.getByRole('listitem').nth(11).waitFor();
  const words = await dialog.getByRole('listitem').allTextContents();
  const pixels = await qr.evaluate(async (svg) => {
    const size = 400;
    const canvas = new OffscreenCanvas(size, size);
    const context = canvas.getContext('2d')!;
    const { width } = (svg as SVGSVGElement).viewBox.baseVal;
    context.scale(size / width, size / width);
    context.fillStyle = 'white';
    context.fillRect(0, 0, width, width);
    context.fillStyle = 'black';
    context.fill(new Path2D(svg.querySelector('path')!.getAttribute('d')!));
    return { size, data: [...context.getImageData(0, 0, size, size).data] };
  });
  const found = readQR(Uint8ClampedArray.from(pixels.data), pixels.size, pixels.size);
  return { link: found!.data, words };
}

test('by the link the lesson goes on, with what was answered', async () => {
  const lesson = await Lesson.open(everyKind);
  const first = await (await newDevice()).newPage();
  await join(first, lesson);
  await first.getByLabel('Danube').check();
  await saved(first);
  await first.getByRole('button', { name: 'Your data' }).click();
  const { link, words } = await ways(first);
  await checkLightAndDark(first, 'going on on another device');
  await checkFits(first, 'going on on another device');
  expect(words).toHaveLength(12);
  expect(link).toMatch(new RegExp(`^${BASE}/#back\\.${lesson.session.id}\\.[\\w-]{22}\\.${lesson.session.code}$`));

  const second = await (await newDevice()).newPage();
  const asked: string[] = [];
  second.on('request', (request) => void asked.push(request.url()));
  await second.goto(link);
  await second.getByRole('heading', { name: 'Hello, Ada!' }).waitFor();
  const secret = link.split('.').at(-2)!;
  expect(await second.evaluate(() => location.href)).toBe(lesson.url);
  expect(asked.filter((url) => url.includes(secret))).toEqual([]);
  await second.getByRole('button', { name: 'Start' }).click();
  await expect.poll(() => second.getByLabel('Danube').isChecked()).toBe(true);
  await second.getByLabel('Thames').check();
  await saved(second);
  expect(await lesson.answersOf('Ada')).toEqual({ choice: 'c' });
  expect((await lesson.results()).participants).toHaveLength(1);
  expect(await stored(second)).toEqual([`cleanslate:${lesson.session.id}`]);
});

test('by code and words, and mistakes in them are found', async () => {
  const lesson = await Lesson.open(everyKind);
  const first = await (await newDevice()).newPage();
  await join(first, lesson);
  await first.getByRole('button', { name: 'Your data' }).click();
  const { words } = await ways(first);

  // In Spanish, and the words stay English.
  const second = await (await newDevice({ locale: 'es-ES' })).newPage();
  await second.goto(BASE);
  await second.getByRole('link', { name: 'Volver con doce palabras' }).click();
  await second.getByRole('heading', { name: 'Volver' }).waitFor();
  await checkLightAndDark(second, 'coming back');
  await checkFits(second, 'coming back');
  const code = second.getByLabel('Código de la sesión');
  const typed = second.getByLabel('Doce palabras');
  const go = second.getByRole('button', { name: 'Volver' });
  await code.fill('kxw');
  await go.click();
  await second.getByText('Un código tiene seis letras').waitFor();
  await code.fill(lesson.session.code.toLowerCase());
  await typed.fill(words.slice(1).join(' '));
  await go.click();
  await second.getByText('Esto son 11 palabras.').waitFor();
  await typed.fill(['xyzzy', ...words.slice(1)].join(' '));
  await go.click();
  await second.getByText('Comprueba xyzzy').waitFor();
  await typed.fill('zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong'); // somebody else's
  await go.click();
  await second.getByText('Nadie en esta sesión tiene estas palabras').waitFor();
  await typed.fill(words.map((word, i) => `${i + 1}. ${word.slice(0, 4).toUpperCase()}`).join('\n'));
  await go.click();
  await second.getByRole('heading', { name: /Ada/ }).waitFor();
  expect((await lesson.results()).participants).toHaveLength(1);
});

test('after the close: the work, the score and what is graded later, the name, and the erasure', async () => {
  const lesson = await Lesson.open(everyKind, { feedback: 'after-close' });
  const first = await (await newDevice()).newPage();
  await join(first, lesson);
  await first.getByLabel('Danube').check();
  await saved(first);
  await lesson.change({ state: 'closed' });
  await first.getByRole('heading', { name: 'The session is closed' }).waitFor();
  const { words } = await ways(first);
  const { id } = (await lesson.results()).participants[0]!;

  const second = await (await newDevice()).newPage();
  await second.goto(`${BASE}/#back`);
  const enter = async () => {
    await second.getByLabel('Code of the session').fill(lesson.session.code);
    await second.getByLabel('Twelve words').fill(words.join(' '));
    await second.getByRole('button', { name: 'Come back' }).click();
    await second.getByRole('heading', { name: 'What you did in “Rivers of Europe”' }).waitFor();
  };
  await enter();
  await second.getByText('Danube').first().waitFor();
  await checkLightAndDark(second, 'what who came back sees');
  await checkFits(second, 'what who came back sees');
  expect(await stored(second)).toEqual([]);
  await second.getByRole('button', { name: 'Leave this page' }).click();

  // The teacher grades it meanwhile.
  await lesson.grade({ participantId: id, questionId: 'choice', revision: 1, points: 0.25 });
  await second.getByRole('link', { name: 'Come back with twelve words' }).click();
  await enter();
  const graded = second.locator('dt', { hasText: 'Points that your teacher gave' }).locator('+ dd');
  expect(await graded.innerText()).toMatch(/^Which river is the longest\?\s+0\.25$/);
  const download = second.waitForEvent('download');
  await second.getByRole('button', { name: 'Save as a file' }).click();
  await download;
  await second.getByRole('button', { name: 'Correct it' }).click();
  await second.getByLabel('Your name').fill('Ada L.');
  await second.getByRole('button', { name: 'Save the name' }).click();
  await second.getByText('Your name is corrected.').waitFor();
  expect((await lesson.results()).participants[0]!.alias).toBe('Ada L.');
  await second.getByRole('button', { name: 'Erase me' }).click();
  await second.getByRole('button', { name: 'Erase everything' }).click();
  await second.getByRole('heading', { name: 'Your data is erased' }).waitFor();
  await second.getByText(/^Receipt [a-z2-7]{26}$/).waitFor();
  expect(await stored(second)).toEqual([]);
});

test('on a device where somebody else is in the lesson, nothing of theirs is lost', async () => {
  const lesson = await Lesson.open(everyKind);
  const ada = await (await newDevice()).newPage();
  await join(ada, lesson);
  await ada.getByRole('button', { name: 'Your data' }).click();
  const { link } = await ways(ada);
  const bo = await (await newDevice()).newPage();
  await join(bo, lesson);
  const before = await bo.evaluate((key) => localStorage.getItem(key), `cleanslate:${lesson.session.id}`);
  await bo.goto('about:blank'); // as a camera opens it: a page that is there might not be listening yet
  await bo.goto(link);
  await bo.getByText('Somebody else is in this session on this device.').waitFor();
  const after = await bo.evaluate((key) => localStorage.getItem(key), `cleanslate:${lesson.session.id}`);
  expect(JSON.parse(after!).key).toBe(JSON.parse(before!).key);
});
