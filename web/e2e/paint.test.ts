// What a student's page takes on a slow network: what Chromium calls slow 3G.

import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { checkAccessible, checkFits, newDevice, withBrowser } from './browser';
import { BASE, everyKind, Lesson } from './stack';

withBrowser();

/** Milliseconds until a reply begins, and bytes a second from then on. */
const LATENCY = 2000;
const RATE = 50_000;

const LIMIT = 5000;

async function slow(page: Page): Promise<void> {
  const chromium = await page.context().newCDPSession(page);
  await chromium.send('Network.enable');
  await chromium.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: LATENCY,
    downloadThroughput: RATE,
    uploadThroughput: RATE,
  });
}

/** A page that marks when the code can be typed, first into the page as it came, and then into what its script made. */
async function open(locale: string): Promise<Page> {
  const page = await (await newDevice({ locale })).newPage();
  await page.addInitScript(() => {
    addEventListener('focusin', (event) => {
      const { id, classList } = event.target as Element;
      if (id === 'early') performance.mark('early');
      else if (classList.contains('code')) performance.mark('there');
    });
  });
  return page;
}

test.each(['en-GB', 'es-ES'])('the code can be typed within five seconds on slow 3G (%s)', async (locale) => {
  const page = await open(locale);
  await slow(page);
  await page.goto(BASE, { waitUntil: 'commit' });
  const { early, there, html, files } = await page.evaluate(async () => {
    const mark = () => performance.getEntriesByName('there')[0];
    while (!mark()) await new Promise((resolve) => setTimeout(resolve, 50));
    const [html] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    const sent = ({ name, startTime, responseEnd, encodedBodySize }: PerformanceResourceTiming) => ({
      name: new URL(name).pathname,
      startTime,
      responseEnd,
      bytes: encodedBodySize,
    });
    const there = mark()!.startTime;
    return {
      early: performance.getEntriesByName('early')[0]!.startTime,
      there,
      html: sent(html!),
      files: (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
        .filter((e) => e.responseEnd > 0 && e.responseEnd <= there)
        .map(sent),
    };
  });
  const bytes = [html, ...files].reduce((sum, file) => sum + file.bytes, 0);
  // Style, script and language are asked for at once: none waits for another to come.
  expect(files.map((file) => file.name.replace(/-[\w-]+\./, '.'))).toEqual(
    expect.arrayContaining(['/assets/style.css', '/assets/student.js', `/assets/${locale.slice(0, 2)}.js`]),
  );
  const replied = Math.min(...files.map((file) => file.responseEnd));
  expect(files.filter((file) => file.startTime >= replied)).toEqual([]);
  // What the network takes until the whole page is there; the time itself is only as good as the machine.
  const network = 2 * LATENCY + (1000 * bytes) / RATE;
  console.log(
    `${locale}: the code after ${Math.round(early)} ms, the whole page after ${Math.round(there)}, ` +
      `of which the network takes ${Math.round(network)}: ${bytes} bytes in ${files.length + 1} files`,
  );
  expect(network).toBeLessThan(LIMIT - 250);
  expect(early).toBeLessThan(LIMIT);
});

/** Holds back a page's script until the function it returns is called. */
async function hold(page: Page, then: 'continue' | 'abort'): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/assets/student-*.js', async (route) => {
    await released;
    await route[then]();
  });
  return release;
}

test('what was typed before the script was there is taken over, and the rest goes where it went', async () => {
  const code = (await Lesson.open(everyKind)).session.code!;
  const page = await open('en-GB');
  const release = await hold(page, 'continue');
  await page.goto(BASE, { waitUntil: 'commit' });
  await page.getByLabel('Code').waitFor();
  await page.keyboard.type(`${code.slice(0, 2)}-${code.slice(2, 3)}`.toLowerCase());
  release();
  await page.locator('.input.code').waitFor();
  await page.keyboard.type(code.slice(3).toLowerCase());
  expect(await page.locator('.input.code').inputValue()).toBe(code);
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/j/${code}`);
});

test('what is there before the script is accessible, says so when the script does not come, and goes', async () => {
  const page = await open('de-DE');
  const refuse = await hold(page, 'abort');
  await page.goto(BASE, { waitUntil: 'commit' });
  await page.getByLabel('Code').waitFor();
  await page.getByRole('heading', { name: 'Mitmachen' }).waitFor();
  await checkFits(page, 'the frame');
  await checkAccessible(page, 'the frame');
  refuse();
  await page.getByText('Check your connection').waitFor();
  await page.unroute('**/assets/student-*.js');
  await page.getByRole('link', { name: 'reload it' }).click();
  await page.getByRole('button', { name: 'Weiter' }).waitFor();
  expect(await page.locator('#frame').count()).toBe(0);

  // Only where a code is asked for.
  await page.route('**/assets/student-*.js', () => {});
  await page.goto(`${BASE}/privacy`, { waitUntil: 'commit' });
  await page.getByText('cleanslate').waitFor();
  expect(await page.locator('#early').isVisible()).toBe(false);
});
