// Somebody without an account asks a school for something, confirms their address by the code that is mailed, and
// follows the request by its link: by keyboard, in four languages, on a phone, and when things go wrong.

import type { Page } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import { checkAccessible, checkFits, checkLightAndDark, newDevice, tabTo, withBrowser } from './browser';
import { advance, resetClock, tick } from './clock';
import { mails, until } from './register';
import { BASE } from './stack';

withBrowser();
afterEach(resetClock);

let addresses = 0;
/** One that nobody has been mailed at. */
const newAddress = () => `parent-${Date.now()}-${addresses++}@mail.example`;

const headings = {
  en: [
    'A request to North School',
    'Enter the code',
    'The school has your request',
    'Send the code',
    'Confirm',
    'Code',
  ],
  de: [
    'Anfrage an North School',
    'Code eingeben',
    'Die Schule hat Ihre Anfrage',
    'Code schicken',
    'Bestätigen',
    'Code',
  ],
  fr: [
    'Demande à North School',
    'Saisissez le code',
    'L’école a reçu votre demande',
    'Envoyer le code',
    'Confirmer',
    'Code',
  ],
  es: [
    'Solicitud a North School',
    'Introduzca el código',
    'El centro tiene su solicitud',
    'Enviar el código',
    'Confirmar',
    'Código',
  ],
} as const;
type Language = keyof typeof headings;

/** The codes that were mailed to an address, the first one first, once there are so many. */
async function codesTo(address: string, n = 1): Promise<string[]> {
  let codes: string[] = [];
  await until(`${n} codes to ${address}`, async () => {
    codes = (await mails()).filter((m) => m.to.includes(address)).map((m) => /\b(\d{4} \d{4})\b/.exec(m.text)![1]!);
    return codes.length >= n;
  });
  return codes;
}

const other = (code: string) => code.replace(/\d$/, (last) => String((Number(last) + 1) % 10));

async function toForm(page: Page, language: Language = 'en', org = 'org_north'): Promise<void> {
  await page.goto(`${BASE}/privacy/${org}/request?lang=${language}`);
  await page.getByRole('heading', { name: headings[language][0] }).waitFor();
}

async function fill(page: Page, address: string): Promise<void> {
  const [kind, from] = await page.getByRole('combobox').all();
  await kind!.selectOption('delete');
  await from!.selectOption('parent');
  await page.getByRole('main').locator('textarea').fill('Please erase all of it.');
  await page.locator('input[type=email]').fill(address);
}

/** Makes a request and waits until the code can be entered. */
async function made(page: Page, address: string, language: Language = 'en'): Promise<void> {
  await toForm(page, language);
  await fill(page, address);
  await page.getByRole('button', { name: headings[language][3] }).click();
  await page.getByRole('heading', { name: headings[language][1] }).waitFor();
}

const enter = async (page: Page, code: string) => {
  await page.getByLabel('Code', { exact: true }).fill(code);
  await page.getByRole('button', { name: 'Confirm' }).click();
};

test('by keyboard alone, from the school’s page to the request that the school has', async () => {
  const page = await (await newDevice()).newPage();
  const address = newAddress();
  await page.goto(`${BASE}/privacy/org_north`);
  await tabTo(page, 'a[href$="/request"]');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'A request to North School' }).waitFor();
  for (const [selector, text] of [
    ['form > .field:nth-of-type(1) select', 'Know'],
    ['form > .field:nth-of-type(2) select', 'A parent'],
    ['form textarea', 'What do you hold of my child?'],
    ['fieldset .field:nth-of-type(1) input', 'Ada'],
    ['fieldset .field:nth-of-type(2) input', 'bcd fgh'],
    ['fieldset .field:nth-of-type(3) input', '02112026'],
    ['input[type=email]', address],
  ] as const) {
    await tabTo(page, selector);
    await page.keyboard.type(text);
  }
  await page.keyboard.press('Enter');
  const heading = page.getByRole('heading', { name: 'Enter the code' });
  await heading.waitFor();
  await expect.poll(() => heading.evaluate((h) => h === document.activeElement)).toBe(true);
  const [code] = await codesTo(address);
  await tabTo(page, 'form input');
  await page.keyboard.type(code!);
  await page.keyboard.press('Enter');
  const done = page.getByRole('heading', { name: 'The school has your request' });
  await done.waitFor();
  await expect.poll(() => done.evaluate((h) => h === document.activeElement)).toBe(true);
  expect(await page.getByRole('main').innerText()).toContain('What do you hold of my child?');
  expect(await page.title()).toContain('The school has your request');
});

test('the link leads back to it, from another device too, and to nothing once it is cut off', async () => {
  const device = await newDevice({ permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await device.newPage();
  const address = newAddress();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await made(page, address);
  await page.getByRole('button', { name: 'Copy the link' }).click();
  await page.getByText('Copied.').waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toBe(page.url());
  expect(link).toMatch(/\/privacy\/org_north\/request\?lang=en#[a-z2-7]{26}\.[a-z2-7]{26}$/);
  const secret = link.split('.').pop()!;
  expect(asked.filter((url) => url.includes(secret) || url.includes(address))).toEqual([]);
  expect(await page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)])).toEqual([]);

  const elsewhere = await (await newDevice()).newPage();
  await elsewhere.goto(link);
  await elsewhere.getByRole('heading', { name: 'Enter the code' }).waitFor();
  const text = await elsewhere.getByRole('main').innerText();
  expect(text).toContain('Please erase all of it.');
  expect(text).not.toContain(address);
  await enter(elsewhere, (await codesTo(address))[0]!);
  await elsewhere.getByRole('heading', { name: 'The school has your request' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'The school has your request' }).waitFor();

  for (const cut of [link.slice(0, -1), link.slice(0, -26), `${link.split('#')[0]}#nothing`]) {
    const lost = await (await newDevice()).newPage();
    await lost.goto(cut);
    await lost.getByRole('heading', { name: 'No request here' }).waitFor();
    expect(await lost.getByRole('main').innerText()).not.toContain('Please erase');
  }
});

describe('what can’t be', () => {
  test('is said beside it, the first is focused, and it is gone once it is right', async () => {
    const page = await (await newDevice()).newPage();
    const address = newAddress();
    await toForm(page);
    await page.getByLabel('Code of the session').fill('ABC');
    await page.getByLabel('To', { exact: true }).fill('2026-11-01');
    await page.getByLabel('From', { exact: true }).fill('2026-11-02');
    await page.getByRole('button', { name: 'Send the code' }).click();
    for (const problem of [
      'Say what you want',
      'A code has six letters',
      'isn’t before the first',
      'Enter an address',
    ]) {
      await page.getByText(problem).waitFor();
    }
    expect(await page.getByText('Choose one.').count()).toBe(2);
    await expect
      .poll(() => page.getByLabel('What do you want?').evaluate((s) => s === document.activeElement))
      .toBe(true);
    await checkLightAndDark(page, 'a request with mistakes');
    await page.getByLabel('Code of the session').fill('BCDFGH');
    await page.getByLabel('To', { exact: true }).fill('2026-11-02');
    expect(await page.getByText('A code has six letters').count()).toBe(0);
    await fill(page, address);
    await page.getByRole('button', { name: 'Send the code' }).click();
    await page.getByRole('heading', { name: 'Enter the code' }).waitFor();
  });

  test('sent twice because the answer was lost, it is one request with one mail', async () => {
    const page = await (await newDevice()).newPage();
    const address = newAddress();
    let lost = 0;
    const keys = new Set<string>();
    await page.route('**/v1/requests', async (route) => {
      keys.add(route.request().headers()['idempotency-key']!);
      await route.fetch();
      if (lost++ === 0) await route.abort();
      else await route.continue();
    });
    await made(page, address);
    expect(keys.size).toBe(1);
    await codesTo(address);
    expect(await codesTo(address)).toHaveLength(1);
  });

  test('a code: a wrong one, too many of them, and another one after ten minutes', async () => {
    const page = await (await newDevice()).newPage();
    const address = newAddress();
    await made(page, address);
    const [first] = await codesTo(address);
    await enter(page, '1234');
    await page.getByText('The code has eight digits.').waitFor();
    for (let n = 0; n < 5; n++) {
      await enter(page, other(first!));
      await page.getByText('That isn’t the code.').waitFor();
    }
    await enter(page, first!);
    await page.getByText('The code no longer works.').waitFor();
    await page.getByRole('button', { name: 'Mail another code' }).click();
    await page.getByText('If the last code is ten minutes old').waitFor();
    await enter(page, first!);
    await page.getByText('The code no longer works.').waitFor();
    await advance(0.2);
    await page.getByRole('button', { name: 'Mail another code' }).click();
    await page.getByText('If the last code is ten minutes old').waitFor();
    const [, second] = await codesTo(address, 2);
    await enter(page, second!);
    await page.getByRole('heading', { name: 'The school has your request' }).waitFor();
  });

  test('a school that isn’t there, or takes no more today, and a service that can’t be reached', async () => {
    const page = await (await newDevice()).newPage();
    await page.goto(`${BASE}/privacy/org_nowhere/request`);
    await page.getByText('This no longer exists.').waitFor();
    await toForm(page);
    await fill(page, newAddress());
    await page.route('**/v1/requests', (route) =>
      route.fulfill({
        status: 409,
        contentType: 'application/problem+json',
        body: JSON.stringify({ type: '/problems/requests-full', title: 'Full', status: 409, detail: 'Full.' }),
      }),
    );
    await page.getByRole('button', { name: 'Send the code' }).click();
    await page.getByRole('alert').getByText('can’t take more requests here today').waitFor();
    const contact = (await (await fetch(`${BASE}/v1/orgs/org_north/privacy`)).json()).contact;
    expect(await page.getByRole('alert').getByRole('link').getAttribute('href')).toBe(`mailto:${contact}`);
    await page.unroute('**/v1/requests');
    await page.getByRole('button', { name: 'Send the code' }).click();
    await page.getByRole('heading', { name: 'Enter the code' }).waitFor();
  });
});

test('what nobody confirms is gone after three days, and its link says so', async () => {
  const page = await (await newDevice()).newPage();
  await made(page, newAddress());
  await advance(72);
  await tick();
  await page.reload();
  await page.getByRole('heading', { name: 'No request here' }).waitFor();
});

test.each(Object.keys(headings) as Language[])('in %s, with a mail in that language', async (language) => {
  const [, , has, , confirm, code] = headings[language];
  const page = await (await newDevice()).newPage();
  const address = newAddress();
  await made(page, address, language);
  expect(await page.evaluate(() => document.documentElement.lang)).toBe(language);
  const [sent] = await codesTo(address);
  const mail = (await mails()).find((m) => m.to.includes(address))!;
  const words = { en: 'Your code', de: 'Ihr Code', fr: 'Votre code', es: 'Su código' };
  expect(mail.subject).toContain(words[language]);
  expect(mail.text).not.toContain('http');
  await page.getByLabel(code, { exact: true }).fill(sent!);
  await page.getByRole('button', { name: confirm }).click();
  await page.getByRole('heading', { name: has }).waitFor();
});

test('every page is accessible, light and dark, and fits 320 pixels', async () => {
  const page = await (await newDevice({ viewport: { width: 320, height: 568 }, reducedMotion: 'reduce' })).newPage();
  const address = newAddress();
  for (const look of [checkLightAndDark, checkFits]) {
    await toForm(page, 'de');
    await look(page, 'a request');
  }
  await made(page, address);
  await checkLightAndDark(page, 'the code');
  await checkFits(page, 'the code');
  await enter(page, '1');
  await page.getByText('The code has eight digits.').waitFor();
  await checkAccessible(page, 'a wrong code');
  await enter(page, (await codesTo(address))[0]!);
  await page.getByRole('heading', { name: 'The school has your request' }).waitFor();
  await checkLightAndDark(page, 'a request that the school has');
  await checkFits(page, 'a request that the school has');
  await page.goto('about:blank');
  await page.goto(`${BASE}/privacy/org_north/request#gone`);
  await page.getByRole('heading', { name: 'No request here' }).waitFor();
  await checkLightAndDark(page, 'no request');
  await checkFits(page, 'no request');
});
