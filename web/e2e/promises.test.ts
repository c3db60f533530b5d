// What is promised, who works for us, and where a school's data lies, as anyone may read it.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { checkFits, checkLightAndDark, newDevice, withBrowser } from './browser';
import { auth0Origin, choosePerson, deskDevice } from './desk';
import { BASE, everyKind, Lesson } from './stack';

withBrowser();

const list = (name: string) =>
  parse(readFileSync(new URL(`../../shared/promise/${name}.yaml`, import.meta.url), 'utf8'));
const promises = list('promises');
const vendors = list('vendors');
const privacy = list('privacy');

describe('the public page', () => {
  test('every promise with its state, and every company, is on the page in each language', async () => {
    for (const language of ['en', 'de', 'fr', 'es']) {
      const page = await (await newDevice()).newPage();
      await page.goto(`${BASE}/promises?lang=${language}`);
      await page.getByText(promises.page.intro[language]).waitFor();
      const cards = await page.locator('main .card').allInnerTexts();
      expect(cards).toHaveLength(promises.promises.length + vendors.vendors.length);
      for (const p of promises.promises) {
        const card = cards.find((text) => text.includes(` ${p.id} `))!;
        expect(card).toContain(p.text[language]);
        expect(card).toContain(promises.states[p.state][language]);
        if (p.missing) expect(card).toContain(p.missing[language]);
      }
      for (const v of vendors.vendors) {
        const card = cards.find((text) => text.includes(v.what[language]))!;
        for (const field of v.fields) expect(card).toContain(field[language]);
        for (const part of [v.where, v.since, v.transfer]) expect(card).toContain(part[language]);
      }
      expect(await page.locator('time').getAttribute('datetime')).toMatch(/^\d{4}-\d\d-\d\d$/);
      await page.context().close();
    }
  });

  test('says what the published files say, which name no code and no test', async () => {
    const { built, ...published } = await (await fetch(`${BASE}/promises.json`)).json();
    expect(built).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(published.promises.map((p: { id: string; state: string }) => [p.id, p.state])).toEqual(
      promises.promises.map((p: { id: string; state: string }) => [p.id, p.state]),
    );
    expect(JSON.stringify(published)).not.toContain('_test.go');
    const companies = await (await fetch(`${BASE}/vendors.json`)).json();
    expect(companies.vendors.map((v: { id: string }) => v.id)).toEqual(
      vendors.vendors.map((v: { id: string }) => v.id),
    );
    expect(JSON.stringify(companies)).not.toContain('shared/');
  });

  test('is accessible, light and dark, fits 320 pixels, and is led to from every footer', async () => {
    const page = await (await newDevice({ viewport: { width: 320, height: 568 }, reducedMotion: 'reduce' })).newPage();
    await page.goto(BASE);
    await page.getByRole('contentinfo').getByRole('link', { name: 'Promises' }).click();
    await page.getByText(promises.promises[0].text.en).waitFor();
    await checkLightAndDark(page, 'promises');
    await checkFits(page, 'promises');
    await page.goto(`${BASE}/privacy`);
    await page.getByText(privacy.said.google[0].en).waitFor();
    await page.getByRole('link', { name: promises.page.all.en }).waitFor();
    await checkLightAndDark(page, 'privacy');
    await checkFits(page, 'privacy');
  });

  test('that can’t be loaded says so, and is there at the next try', async () => {
    const page = await (await newDevice()).newPage();
    let away = true;
    await page.route('**/promises.json', (route) => (away ? route.fulfill({ status: 404 }) : route.continue()));
    await page.goto(`${BASE}/promises`);
    await page.getByRole('alert').waitFor();
    away = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText(promises.promises[0].text.en).waitFor();
  });
});

test('a school’s page says where its data lies, who is responsible and whom to complain to', async () => {
  const page = await (await newDevice()).newPage();
  await page.goto(`${BASE}/privacy/org_north`);
  await page.getByText(privacy.page.title.en).waitFor();
  await page.getByText(privacy.regions.local.en).first().waitFor();
  const text = await page.getByRole('main').innerText();
  const { country } = await (await fetch(`${BASE}/v1/orgs/org_north/privacy`)).json();
  const law = privacy.countries[country];
  expect(law).toBeDefined();
  for (const said of [
    'North School',
    privacy.bases[law.basis].en,
    law.authority,
    privacy.regions.local.en,
    privacy.page.backups.en,
    ...privacy.storage.map((s: { what: { en: string } }) => s.what.en),
    ...privacy.said.end.map((s: { en: string }) => s.en),
  ]) {
    expect(text).toContain(said);
  }
  for (const p of promises.promises) {
    if (p.state === 'kept' || p.state === 'absent') expect(text).toContain(p.text.en);
    else expect(text).not.toContain(p.text.en);
  }
});

test('the pages call nobody but this service, set no cookie, and do so whatever the browser asks about tracking', async () => {
  const called: Record<string, string[]> = {};
  for (const tracking of ['', '1']) {
    const device = await newDevice(tracking ? { extraHTTPHeaders: { DNT: '1', 'Sec-GPC': '1' } } : {});
    const page = await device.newPage();
    const urls = new Set<string>();
    page.on('request', (request) => urls.add(request.url()));
    const lesson = await Lesson.open(everyKind, {});
    for (const path of ['/', '/privacy', '/privacy/org_north', '/promises', `/j/${lesson.session.code}`]) {
      await page.goto(BASE + path);
      await page.getByRole('contentinfo').getByRole('link', { name: 'Report misuse' }).waitFor();
      await page.waitForLoadState('networkidle');
    }
    await page.getByLabel('Your name').fill('Ada');
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByRole('button', { name: 'Start' }).click();
    await page.locator('.question').waitFor();
    expect([...new Set([...urls].map((url) => new URL(url).origin))]).toEqual([new URL(BASE).origin]);
    expect(await device.cookies()).toEqual([]);
    // Ids and codes differ from one lesson to the next.
    called[tracking] = [
      ...new Set([...urls].map((url) => new URL(url).pathname.replace(/[a-z2-7]{26}|\/j\/\w+/g, 'ID'))),
    ]
      .filter((path) => !path.includes('/changes'))
      .sort();
    await device.close();
  }
  expect(called['1']).toEqual(called['']);
});

test('what leaves for Auth0 is on its list', async () => {
  const listed: string[] = vendors.vendors.find((v: { id: string }) => v.id === 'auth0').parameters;
  const origin = await auth0Origin();
  const page = await (await deskDevice()).newPage();
  const sent = new Set<string>();
  page.on('request', (request) => {
    const url = new URL(request.url());
    // What the stand-in's own pages send to each other is Auth0's affair.
    const ours = request.frame().url() === 'about:blank' || new URL(request.frame().url()).origin !== origin;
    if (
      url.origin !== origin ||
      !(ours || request.isNavigationRequest()) ||
      !/^\/(authorize|oauth|v2)/.test(url.pathname)
    )
      return;
    for (const name of url.searchParams.keys()) sent.add(name);
    for (const name of new URLSearchParams(request.postData() ?? '').keys()) sent.add(name);
  });
  await page.goto(`${BASE}/teach/`);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await choosePerson(page, 'Ada North');
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  await page.reload(); // asks for a token without a word
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  expect([...sent]).toContain('code_challenge');
  expect([...sent]).toContain('grant_type');
  expect([...sent].filter((name) => !listed.includes(name))).toEqual([]);
});
