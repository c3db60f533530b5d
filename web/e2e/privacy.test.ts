import { readFileSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkAccessible, checkFits, checkLightAndDark, newDevice, tabTo, withBrowser } from './browser';
import { advance, MANAGE, resetClock, tick } from './clock';
import { teacher } from './desk';
import {
  alan,
  alanToken,
  closed,
  comeIntoForce,
  dayIn,
  holds,
  lessonWith,
  ORG,
  publicPage,
  receipts,
  releaseAll,
  sealedReceipt,
  setPolicy,
  tickUntil,
  usualPolicy,
  walkPrivacy,
} from './privacy';
import { BASE, call, type Lesson } from './stack';
import type { AuditBlockList, AuditList, PolicyInForce } from '../src/api/schema';

withBrowser();

// Alan's school, whose clock and policy are moved here, is used by no other test in a way that this would disturb.
beforeAll(async () => {
  await releaseAll();
  await setPolicy();
});
afterAll(async () => {
  await releaseAll();
  await setPolicy();
  await resetClock();
});

let n = 0;
const unique = (title: string) => `${title} ${Date.now()}-${n++}`;

async function secondFactor(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Confirm that it is you' }).waitFor();
  await page.getByRole('button', { name: 'Alan South' }).click();
}

const stateOf = async (lesson: Lesson): Promise<string> => {
  const token = await alanToken();
  const response = await fetch(`${BASE}/v1/sessions/${lesson.session.id}`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  if (response.status === 404) return 'gone';
  return ((await response.json()) as { state: string }).state;
};

test('the records and the beginning of an assessment are saved in both formats, and follow the policy', async () => {
  await setPolicy({ kept: 'P5M' });
  let page = await alan('/teach/privacy/records?lang=fr');
  /** French has spaces that don't break. */
  const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');
  const saved = async (name: RegExp): Promise<Buffer> => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
    return readFileSync(await download.path());
  };
  await page.getByRole('heading', { name: 'Registre du sous-traitant' }).waitFor();
  const parser = await page.context().newPage();
  for (const [document, says] of [
    ['Registre des activités de traitement', 'Délais d’effacement'],
    ['Registre du sous-traitant', 'Autres sous-traitants'],
    ['Analyse d’impact', 'Ce que l’école décide'],
  ] as const) {
    const text = plain((await saved(new RegExp(`Markdown.*${document}`))).toString());
    expect(text).toMatch(new RegExp(`^# ${document}.* – South Academy`));
    for (const fact of ['5 mois', says, 'privacy@south.example', 'à compléter']) expect(text).toContain(fact);

    const parts = unzipSync(await saved(new RegExp(`Word.*${document}`)));
    const xml = Object.fromEntries(Object.entries(parts).map(([name, bytes]) => [name, plain(strFromU8(bytes))]));
    // A browser's own parser takes every part; the app's pages let nothing be parsed.
    const broken = await parser.evaluate(
      (xml) =>
        Object.entries(xml)
          .filter(([, text]) => new DOMParser().parseFromString(text, 'application/xml').querySelector('parsererror'))
          .map(([name]) => name),
      xml,
    );
    expect(broken).toEqual([]);
    for (const fact of ['5 mois', says, 'South Academy']) expect(xml['word/document.xml']).toContain(fact);
  }

  await setPolicy({ kept: 'P7M' });
  page = await alan('/teach/privacy/records?lang=fr'); // its notice has passed, and the sign-in with it
  await page.getByRole('heading', { name: 'Registre du sous-traitant' }).waitFor();
  const text = plain((await saved(/Markdown.*Registre des activités/)).toString());
  expect(text).toContain('7 mois');
  expect(text).not.toContain('5 mois');
});

test('an administrator takes everything of the school along, and nothing of another, and a week later it is gone', async () => {
  const { lesson } = await lessonWith(unique('Taken along'), 'Chloé');
  const gone = await closed(unique('In the trash'));
  await call('DELETE', `/v1/sessions/${gone.session.id}`, await alanToken());
  const page = await alan('/teach/school');
  const make = page.getByRole('button', { name: 'Make an archive' });
  await make.waitFor();
  await checkAccessible(page, 'the school, before an archive');
  await tabTo(page, '#everything ~ p button');
  await page.keyboard.press('Enter');
  await page.getByText(/It is being made/).waitFor();
  const save = page.getByRole('button', { name: 'Save as a zip file' });
  await save.waitFor({ timeout: 60_000 });
  await page.getByText(/Ready, [\d.]+ MB stored/).waitFor();
  await checkFits(page, 'an archive that is ready');
  await checkAccessible(page, 'an archive that is ready');
  const [download] = await Promise.all([page.waitForEvent('download'), save.click()]);
  expect(download.suggestedFilename()).toMatch(/^cleanslate-school-\d{4}-\d\d-\d\d\.zip$/);
  const files = Object.fromEntries(
    Object.entries(unzipSync(readFileSync(await download.path()))).map(([name, bytes]) => [name, strFromU8(bytes)]),
  );
  const names = Object.keys(files);
  const list = <T>(name: string) => JSON.parse(files[name]!) as T[];
  interface Taken {
    session: { id: string };
    questions: unknown[];
    participants: { alias: string; answers: Record<string, { response: unknown }> }[];
  }
  const sessions = names.filter((n) => n.endsWith('/session.json')).map((n) => JSON.parse(files[n]!) as Taken);
  const taken = sessions.find((s) => s.session.id === lesson.session.id)!;
  expect(taken.questions.length).toBeGreaterThan(5);
  expect(taken.participants.map((p) => p.alias)).toEqual(['Chloé']);
  expect(taken.participants[0]!.answers['choice']!.response).toBe('b');
  expect(names.filter((n) => n.endsWith('/results.csv')).some((n) => files[n]!.includes('"Chloé"'))).toBe(true);
  expect(sessions.some((s) => s.session.id === gone.session.id)).toBe(false);

  // As many as the school has, and none is another's.
  const token = await alanToken();
  const had = async (path: string) => {
    const ids: string[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const list: { items: { id: string }[]; nextPageToken: string | null } = (
        await call<{ items: { id: string }[]; nextPageToken: string | null }>(
          'GET',
          `${path}${next && `${path.includes('?') ? '&' : '?'}pageToken=${next}`}`,
          token,
        )
      ).body;
      ids.push(...list.items.map((item) => item.id));
      next = list.nextPageToken;
    }
    return ids.sort();
  };
  expect(sessions.map((s) => s.session.id).sort()).toEqual(await had('/v1/sessions'));
  const sets = names.filter((n) => n.startsWith('question-sets/') && n.endsWith('.json'));
  const setIds = sets.map((n) => (JSON.parse(files[n]!) as { id: string }).id);
  for (const id of await had('/v1/question-sets?owner=school')) expect(setIds).toContain(id);
  expect(sets.map((n) => n.replace('.json', '.gift')).every((n) => files[n] !== undefined)).toBe(true);
  expect(
    list<{ id: string }>('members.json')
      .map((m) => m.id)
      .sort(),
  ).toEqual(await had('/v1/org/members'));
  expect((JSON.parse(files['school.json']!) as { id: string }).id).toBe(ORG);
  for (const name of [
    'changes',
    'policy-history',
    'consent-texts',
    'consent-codes',
    'holds',
    'disclosures',
    'requests',
    'incidents',
    'receipts',
    'audit',
  ])
    expect(Array.isArray(list(`${name}.json`)), name).toBe(true);
  expect(files['README.txt']).toContain('sessions.csv');
  // Each opening of a session is in the audit, with what it was for.
  const opened = (await call<AuditList>('GET', '/v1/audit?purpose=school-export', token)).body;
  expect(JSON.stringify(opened)).toContain(lesson.session.id);

  await advance(8 * 24);
  await tick();
  const later = await alan('/teach/school');
  await later.getByRole('button', { name: 'Make an archive' }).waitFor();
  expect(await later.getByRole('button', { name: 'Save as a zip file' }).count()).toBe(0);
  await resetClock();
});

test('a hold is placed and released by keyboard alone', async () => {
  await releaseAll();
  const page = await alan('/teach/');
  const { keyboard } = page;
  await tabTo(page, 'nav a[href="/teach/privacy"]');
  await keyboard.press('Enter');
  await page.getByRole('heading', { name: 'The policy in force' }).waitFor();
  await tabTo(page, '.tabs a[href="/teach/privacy/holds"]');
  await keyboard.press('Enter');
  await page.getByText('There are no holds').or(page.getByText(/ended/).first()).first().waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
  await tabTo(page, 'main .button.primary');
  await keyboard.press('Enter');
  // The dialog begins at its first field.
  await expect.poll(() => page.evaluate(() => document.activeElement?.matches('dialog input.input'))).toBe(true);
  const name = unique('Keyboard');
  await keyboard.type(name);
  await tabTo(page, 'dialog .primary');
  await keyboard.press('Enter');
  await page.getByText(`Hold placed: ${name}`).waitFor();
  await tabTo(page, `[aria-label="Release ${name}"]`);
  await keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await keyboard.press('Escape');
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
    .toBe(`Release ${name}`);
  await keyboard.press('Enter');
  await tabTo(page, 'dialog .danger');
  await keyboard.press('Enter');
  await page.getByText('Hold released').waitFor();
});

describe('the policy', () => {
  test('is told in words, announced with a second factor, and the public page says exactly the same', async () => {
    await setPolicy();
    const title = unique('Old lesson');
    const lesson = await closed(title);
    await advance(24 * 60);
    const page = await alan('/teach/privacy', { factor: false });
    await page
      .getByText(
        'Sessions are kept for 1 year after they close. Then they are deleted, and can be restored for 6 months.',
      )
      .waitFor();
    await page.getByText('P1Y').waitFor();
    await page.getByRole('button', { name: 'Change the policy' }).click();
    await page.getByLabel('Years').fill('');
    await page.getByLabel('Days').first().fill('45');
    await page.getByLabel('Months').nth(1).fill('1');
    await page.getByLabel('Days').nth(1).fill('10');
    await page.getByLabel('What is it kept for?').fill('teaching\n<b>grading</b>');
    await page.getByLabel('Which clause of your agreement covers this?').fill('Annex B & C, 4.2');
    await page.getByRole('button', { name: 'Continue' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Kept: 1 year → 45 days').waitFor();
    await dialog.getByText('Can be restored: 6 months → 1 month and 10 days').waitFor();
    // What the planner would do at once: at least the session of above.
    const told = (await dialog.getByText(/^If it were in force now, it would delete/).textContent())!;
    expect(Number(/delete (\d+)/.exec(told)![1])).toBeGreaterThanOrEqual(1);
    await dialog.getByText('comes into force on the first day after 14 days').waitFor();
    // Nothing has happened by looking.
    expect(await stateOf(lesson)).toBe('closed');
    await dialog.getByRole('button', { name: 'Publish' }).click();
    await secondFactor(page);
    await page.getByText('What changes is announced and mailed').waitFor();
    const shorter = 'Names and answers are kept for 45 days after a session closes, instead of 1 year.';
    await page.getByRole('region', { name: 'This will change' }).getByText(shorter).waitFor();
    // One change at a time.
    expect(await page.getByRole('button', { name: 'Change the policy' }).count()).toBe(0);

    // Until then everybody reads both, and nothing is deleted by it.
    let visitor = await (await newDevice()).newPage();
    await publicPage(visitor);
    await visitor.getByRole('region', { name: 'This will change' }).getByText(shorter).waitFor();
    await visitor.getByText('1 year after a session closes').first().waitFor();
    const { body } = await call<PolicyInForce>('GET', '/v1/policy', await alanToken());
    await tick();
    expect(await stateOf(lesson)).toBe('closed');
    const mails = (await (await fetch(`${MANAGE}/mail`)).json()) as { to: string[]; subject: string; text: string }[];
    expect(mails.some((m) => m.to.includes('privacy@south.example') && m.text.includes(shorter))).toBe(true);

    await comeIntoForce(body.announced!.from);
    const later = await alan('/teach/privacy'); // two weeks on nobody is signed in still
    await later
      .getByText(
        'Sessions are kept for 45 days after they close. Then they are deleted, and can be restored for 1 month and 10 days.',
      )
      .waitFor();
    await later.getByRole('heading', { name: /^Version \d+, in force since/ }).waitFor();
    visitor = await (await newDevice()).newPage(); // with nothing of a minute ago
    await publicPage(visitor);
    await visitor.getByText('45 days after a session closes').first().waitFor();
    await visitor.getByRole('heading', { name: /^Version \d+, in force since/ }).waitFor();
    const shown = await visitor.getByRole('main').innerText();
    for (const text of [
      '45 days after a session closes',
      'for 1 month and 10 days afterwards',
      'teaching',
      '<b>grading</b>',
      'Annex B & C, 4.2',
      'privacy@south.example',
    ]) {
      expect(shown).toContain(text);
    }
    expect(await visitor.evaluate(() => Object.keys(localStorage).length + document.cookie.length)).toBe(0);

    // It applies to what exists.
    await tickUntil(async () => (await stateOf(lesson)) === 'gone', 'the shorter policy deletes');
    await later.getByRole('link', { name: 'Trash' }).click();
    await later.getByRole('heading', { name: title }).waitFor();
    await setPolicy();
  });

  test('that somebody else changed meanwhile is not overwritten', async () => {
    await setPolicy();
    const page = await alan('/teach/privacy');
    await page.getByRole('button', { name: 'Change the policy' }).click();
    await setPolicy({ clause: 'Another clause' });
    await page.getByLabel('Which clause of your agreement covers this?').fill('Mine');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('Someone else has changed the policy').waitFor();
    expect((await call<{ clause: string }>('GET', '/v1/policy', await alanToken())).body.clause).toBe('Another clause');
    // What was typed is still there.
    await page.keyboard.press('Escape');
    expect(await page.getByLabel('Which clause of your agreement covers this?').inputValue()).toBe('Mine');
    await setPolicy();
  });
});

test('an announced change is withdrawn, and the policy in force goes on', async () => {
  await setPolicy();
  await call('PUT', '/v1/policy', await alanToken(), { ...usualPolicy, kept: 'P2Y' });
  const page = await alan('/teach/privacy');
  await page.getByRole('button', { name: 'Withdraw the change' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw the change' }).click();
  await page.getByText('The change was withdrawn').waitFor();
  await page
    .getByRole('heading', { name: /withdrawn before it came into force/ })
    .first()
    .waitFor();
  await page.getByText('Sessions are kept for 1 year').waitFor();
  expect(await page.getByRole('region', { name: 'This will change' }).count()).toBe(0);
});

test('another owner is announced by the operator, and every page tells it with the choice', async () => {
  const page = await teacher({ person: 'Cleanslate Operations', path: '/teach/schools' });
  await page.getByRole('button', { name: 'Announce a change of ownership' }).click();
  const form = page.getByRole('form', { name: 'Announce a change of ownership' });
  await form.getByLabel('Name of the new owner').fill('New Owner AG');
  await form.getByLabel('Country').fill('ch');
  await form.getByLabel('Day of the change').fill(await dayIn(20));
  for (const [language, text] of [
    ['English', 'A school may leave until then.'],
    ['Deutsch', 'Eine Schule kann bis dahin gehen.'],
    ['Français', 'Une école peut partir jusque-là.'],
    ['Español', 'Un centro puede irse hasta entonces.'],
  ] as const)
    await form.getByLabel(`What people can do who don’t agree (${language})`).fill(text);
  await form.getByRole('button', { name: 'Announce a change of ownership' }).click();
  await form.getByText('At least 30 days from now.').waitFor();
  await form.getByLabel('Day of the change').fill(await dayIn(60));
  await form.getByRole('button', { name: 'Announce a change of ownership' }).click();
  await page.getByText('It stands on every page now').waitFor();
  try {
    await advance(0.1);
    const visitor = await (await newDevice({ locale: 'de' })).newPage();
    await visitor.goto(`${BASE}/?lang=de`);
    const banner = visitor.getByRole('complementary', { name: 'Ankündigung' });
    await banner.getByRole('heading', { name: /einen neuen Eigentümer: New Owner AG/ }).waitFor();
    expect(await banner.getByRole('heading').count()).toBe(1); // one language of four
    await banner.getByText('Was sich ändert, und welche Wahl es gibt').click();
    await banner.getByText('Eine Schule kann bis dahin gehen.').waitFor();
    await publicPage(visitor);
    await visitor.getByRole('main').getByText('Eine Schule kann bis dahin gehen.').waitFor();
    await tick();
    await expect
      .poll(async () => {
        const mails = (await (await fetch(`${MANAGE}/mail`)).json()) as { to: string[]; text: string }[];
        return mails.filter((m) => m.to.includes('privacy@south.example') && m.text.includes('A school may leave'))
          .length;
      })
      .toBe(1);
  } finally {
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await page.getByText('The announcement was withdrawn').waitFor();
    await advance(0.1);
  }
});

test('a departure is tried out: what dies, what stays, when and by which promise, and nothing is done', async () => {
  const title = unique('Leaving');
  const lesson = await closed(title);
  const page = await alan('/teach/privacy/departure');
  const form = page.getByRole('form', { name: 'When someone leaves' });
  await form.getByRole('button', { name: 'Show what follows' }).click();
  await form.getByText('Choose an account.').last().waitFor();
  await form.getByLabel('Member of staff').selectOption({ index: 1 });
  await form.getByLabel('On which day?').fill(await dayIn(3));
  await form.getByRole('button', { name: 'Show what follows' }).click();
  await page.getByRole('heading', { name: /^If it happens on/ }).waitFor();
  const session = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: `Session: ${title}` }) });
  await session.getByText(/Deleted, and can be restored/).waitFor();
  await session.getByText(/Erased for good/).waitFor();
  expect(await session.getByRole('link', { name: 'P24' }).count()).toBe(1);

  await form.getByLabel('The whole school').check();
  await form.getByRole('button', { name: 'Show what follows' }).click();
  await session.getByText(/the end of the school’s contract/).waitFor();
  await page.getByText('The receipt stays, with nothing personal in it.').waitFor();
  await page.getByText('Nothing was changed, and nothing is announced.').waitFor();
  expect(await stateOf(lesson)).toBe('closed');
  await checkAccessible(page, 'departure');
});

test('the preview shows a later day, by rule, and leads to a hold that then stops it', async () => {
  await releaseAll();
  await setPolicy({ kept: 'P30D' });
  const title = unique('Preview');
  const lesson = await closed(title);
  const page = await alan('/teach/privacy/plan');
  const section = (name: string) => page.getByRole('region', { name: new RegExp(`^${name}`) });
  const show = async (day: string) => {
    await page.getByLabel('Until the end of').fill(day);
    await page.getByRole('button', { name: 'Show', exact: true }).click();
  };
  await show(await dayIn(400));
  await section('Deleted, and can be restored').getByRole('heading', { name: title }).waitFor();
  await section('Deleted, and can be restored').getByText('the end of the period in your policy').waitFor();
  await section('Erased for good').getByRole('heading', { name: title }).waitFor();
  await section('Erased for good').getByText('the end of the time to restore it').waitFor();
  // In a month it is deleted and not erased.
  const day = await dayIn(31);
  await show(day);
  await section('Deleted, and can be restored').getByRole('heading', { name: title }).waitFor();
  await expect.poll(() => section('Erased for good').getByRole('heading', { name: title }).count()).toBe(0);
  // The same from the API: it is the planner itself.
  const { body } = await call<{ items: { title: string | null; to: string }[] }>(
    'GET',
    `/v1/retention/plan?at=${day}T23:59:59Z`,
    await alanToken(),
  );
  expect(body.items.filter((i) => i.title === title).map((i) => i.to)).toEqual(['deleted']);

  const name = unique('Case');
  await section('Deleted, and can be restored')
    .getByRole('link', { name: `Place a hold on ${title}` })
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Case reference').fill(name);
  await expect.poll(() => dialog.getByLabel('Session', { exact: true }).inputValue()).toBe(lesson.session.id);
  await dialog.getByLabel('Until the end of').fill(await dayIn(100));
  await dialog.getByRole('button', { name: 'Place the hold' }).click();
  await page.getByText(`Hold placed: ${name}`).waitFor();
  await page.getByRole('listitem').filter({ hasText: name }).getByText(title).waitFor();
  await page.getByRole('link', { name: 'Preview' }).click();
  await page.getByLabel('Until the end of').waitFor();
  await show(day);
  await section('Due, but held').getByText(`held: ${name}`).waitFor();
  await section('Due, but held').getByRole('heading', { name: title }).waitFor();
  await releaseAll();
  await setPolicy();
});

test('a hold stops a formal erasure; released, it goes on and leaves a receipt', async () => {
  await releaseAll();
  const title = unique('Evidence');
  const { lesson } = await lessonWith(title, 'Zoë Ångström');
  const page = await alan('/teach/privacy/holds', { factor: false });
  const name = unique('Case');
  await page.getByRole('button', { name: 'Place a hold' }).click();
  await page.getByLabel('Case reference').fill(name);
  await page.getByLabel('Until the end of').fill(await dayIn(100));
  await page.getByRole('button', { name: 'Place the hold' }).click();
  await secondFactor(page);
  // Coming back, it is placed, and once.
  await page.getByText(`Hold placed: ${name}`).waitFor();
  expect((await holds()).filter((h) => h.name === name)).toHaveLength(1);

  await page.getByRole('link', { name: 'Erasures' }).click();
  await page.getByRole('button', { name: 'Request an erasure' }).click();
  await page.getByLabel('Session', { exact: true }).selectOption(lesson.session.id);
  await page.getByLabel('Student', { exact: true }).selectOption({ index: 1 });
  await page.getByLabel('On what grounds?').selectOption('parent');
  await page.getByRole('button', { name: 'Continue' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/to confirm/).fill('Zoe Angstrom');
  await page.keyboard.press('Enter');
  await dialog.getByText('This doesn’t match').waitFor();
  expect((await lesson.results()).participants).toHaveLength(1);
  await dialog.getByLabel(/to confirm/).fill('zoë ångström');
  await page.keyboard.press('Enter');
  await page.getByText('A legal hold stops the erasure').waitFor();
  await page.getByText(`held by ${name}`).waitFor();
  // Hidden at once.
  expect((await lesson.results()).participants).toEqual([]);
  await tick();
  const mine = async () => (await receipts()).filter((r) => r.receipt.session === lesson.session.id);
  expect(await mine()).toEqual([]);

  await page.getByRole('link', { name: 'Holds' }).click();
  await page.getByRole('button', { name: `Release ${name}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Release' }).click();
  await page.getByText('Hold released').waitFor();
  await tickUntil(async () => (await mine()).length === 1, 'the erasure goes on');
  expect((await mine())[0]!.receipt).toMatchObject({ kind: 'participant', rule: 'formal' });
  await page.getByRole('link', { name: 'Erasures' }).click();
  await page.getByText('No erasure is in progress').waitFor();
});

/** What the page of a receipt says about it. */
async function verdict(page: Page, id: string): Promise<string> {
  await page.goto(`${BASE}/teach/privacy/receipts/${id}`);
  const section = page.getByRole('region', { name: 'Is it genuine?' });
  await section.locator('.notice').waitFor();
  return section.innerText();
}

test('what was handed over under legal process is recorded by the school and by the operator, and stays', async () => {
  await releaseAll();
  const { lesson } = await lessonWith(unique('Warrant'), 'Grace');
  const page = await alan('/teach/school', { factor: false });
  const section = page.getByRole('region', { name: 'Handed over under legal process' });
  await section.getByRole('button', { name: 'Record a disclosure' }).click();
  const form = section.getByRole('form', { name: 'Record a disclosure' });
  await form.getByLabel('Ground').selectOption('warrant');
  await form.getByLabel('Authority').fill('District court');
  const reference = unique('Case');
  await form.getByLabel('Reference of the case').fill(reference);
  await form.getByLabel('Who decided').fill('Head teacher');
  await form.getByLabel('Handed over on').fill(await dayIn(-1));
  await form.getByLabel('Students’ answers').check();
  await form.getByLabel('From one session only').fill(`${BASE}/teach/sessions/${lesson.session.id}`);
  await form.getByLabel('Held until').fill(await dayIn(90));
  await form.getByRole('button', { name: 'Save' }).click();
  await secondFactor(page);
  await page.getByText('The disclosure is on record.').waitFor(); // done on return, once
  const item = section.getByRole('listitem').filter({ hasText: reference });
  await item.getByText('Not told yet').waitFor();
  expect((await holds()).filter((h) => h.name === reference)).toHaveLength(1);

  await item.getByRole('button', { name: `Note who was told of ${reference}` }).click();
  await item.getByLabel('Were the people concerned told?').selectOption('told');
  await item.getByLabel('Told on').fill(await dayIn(0));
  await item.getByRole('button', { name: 'Save' }).click();
  await page.getByText('It is noted who was told.').waitFor();
  await item
    .getByText(/^Told on/)
    .nth(1)
    .waitFor();
  await checkAccessible(page, 'disclosures');
  await checkFits(page, 'disclosures');

  // What the operator had to hand over, and may not tell yet, isn't seen by the school; its hold is, without the reference.
  const ops = await teacher({ person: 'Cleanslate Operations', path: `/teach/schools/${ORG}` });
  const theirs = ops.getByRole('region', { name: 'Handed over under legal process' });
  await theirs.getByRole('button', { name: 'Record a disclosure' }).click();
  const secret = unique('Secret');
  const opsForm = theirs.getByRole('form', { name: 'Record a disclosure' });
  await opsForm.getByLabel('Authority').fill('State police');
  await opsForm.getByLabel('Reference of the case').fill(secret);
  await opsForm.getByLabel('Who decided').fill('Legal department');
  await opsForm.getByLabel('Handed over on').fill(await dayIn(-1));
  await opsForm.getByLabel('Names that students chose').check();
  await opsForm.getByLabel('Was the school told?').selectOption('forbidden');
  await opsForm.getByLabel('Held until').fill(await dayIn(30));
  await opsForm.getByRole('button', { name: 'Save' }).click();
  await opsForm.getByText('Check this entry against the hint.').waitFor(); // until when is missing, and nothing else is lost
  await opsForm.getByLabel('Forbidden until').fill(await dayIn(20));
  await opsForm.getByRole('button', { name: 'Save' }).click();
  await ops.getByText('The disclosure is on record.').waitFor();
  expect(await theirs.getByText(reference).count()).toBe(0); // the school's own
  await page.reload();
  await item.waitFor();
  expect(await section.getByText(secret).count()).toBe(0);
  expect((await holds()).filter((h) => h.kind === 'operator').map((h) => h.name)).toEqual(['Hold of the operator']);
  await page.goto(`${BASE}/teach/privacy/holds`);
  await page.getByText('The operator placed it and releases it.').waitFor();
  expect(await page.getByText(/legal process/i).count()).toBe(0);

  await theirs.getByRole('button', { name: `Note who was told of ${secret}` }).click();
  await theirs.getByLabel('Was the school told?').selectOption('told');
  await theirs.getByLabel('Told on').fill(await dayIn(0));
  await theirs.getByRole('button', { name: 'Save' }).click();
  await ops.getByText('It is noted who was told.').waitFor();
  await page.goto(`${BASE}/teach/school`);
  await section.getByText(secret).waitFor();
  await theirs.getByRole('button', { name: `Hold data of ${secret} again` }).click();
  await theirs.getByLabel('Held until').fill(await dayIn(60));
  await theirs.getByRole('button', { name: 'Save' }).click();
  await ops.getByText('The data is held.').waitFor();
  expect((await holds()).filter((h) => h.kind === 'operator' && h.stands)).toHaveLength(2);
  await theirs.getByRole('button', { name: `Release the hold on ${secret}` }).click();
  await ops.getByText('The hold is released.').waitFor();
  expect((await holds()).filter((h) => h.kind === 'operator' && h.stands)).toEqual([]);
  await releaseAll();
});

test('deleted, restored, deleted again, and after the window there is a receipt that can be checked', async () => {
  await releaseAll();
  await setPolicy();
  const title = unique('To the end');
  const lesson = await closed(title);
  const page = await alan(`/teach/sessions/${lesson.session.id}/settings`);
  const remove = async () => {
    await page.getByRole('button', { name: 'Delete the session' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete the session' }).click();
    await page.getByRole('heading', { level: 1, name: 'Trash' }).waitFor();
  };
  const row = page.getByRole('listitem').filter({ hasText: title });
  await remove();
  const first = (await row.getByText('can be restored until').textContent())!.split('·')[1];
  await advance(24 * 50);
  const later = await alan('/teach/trash');
  const rowLater = later.getByRole('listitem').filter({ hasText: title });
  await rowLater.getByRole('button', { name: 'Restore' }).click();
  await later.getByText('Restored:').waitFor();
  await later.goto(`${BASE}/teach/sessions/${lesson.session.id}/settings`);
  await later.getByRole('button', { name: 'Delete the session' }).click();
  await later.getByRole('dialog').getByRole('button', { name: 'Delete the session' }).click();
  await later.getByRole('heading', { level: 1, name: 'Trash' }).waitFor();
  // The date is that of the first deletion.
  expect((await rowLater.getByText('can be restored until').textContent())!.split('·')[1]).toBe(first);

  // Six months after the first deletion.
  await advance(24 * 140);
  const gone = await alan('/teach/trash');
  await gone
    .getByText(/The trash is empty|can be restored until/)
    .first()
    .waitFor();
  expect(await gone.getByText(title).count()).toBe(0);
  const mine = async () =>
    (await receipts()).find((r) => r.receipt.session === lesson.session.id && r.receipt.kind === 'session');
  await tickUntil(async () => (await mine()) !== undefined, 'the session is erased');
  const { receipt } = (await mine())!;
  expect(receipt.rule).toBe('restore-window');

  // Not sealed for ten minutes.
  await gone.getByRole('link', { name: 'Privacy' }).first().click();
  await gone.getByRole('link', { name: 'Receipts' }).click();
  await gone.locator(`a[href*="${receipt.id}"]`).click();
  await gone.getByText('This receipt isn’t signed yet').waitFor();
  await advance(0.25);
  await tickUntil(async () => (await mine())!.block !== null, 'the receipt is sealed');
  expect(await verdict(gone, receipt.id)).toContain('This receipt is genuine');
  await gone.getByText('Certificate of erasure').waitFor();
  await gone.getByText(lesson.session.id).waitFor();
  // On paper it is a certificate and nothing around it.
  await gone.emulateMedia({ media: 'print' });
  for (const around of ['.page-header', '.page-footer', '.tabs', '.screen-only'])
    expect(await gone.locator(around).first().isVisible()).toBe(false);
  expect(await gone.getByRole('heading', { level: 1, name: 'Certificate of erasure' }).isVisible()).toBe(true);
  expect(await gone.getByText('This receipt is genuine').isVisible()).toBe(true);
  await gone.emulateMedia({ media: 'screen' });

  // The file is checked against the chain, and a changed one is refused.
  const [download] = await Promise.all([
    gone.waitForEvent('download'),
    gone.getByRole('button', { name: 'Save as JSON' }).click(),
  ]);
  const file = readFileSync(await download.path(), 'utf8');
  const kept = JSON.parse(file) as {
    receipt: { id: string; counts: { participants: number } };
    chain: { head: string; key: string };
  };
  expect(kept.receipt.id).toBe(receipt.id);
  expect(kept.chain.head).toMatch(/^[0-9a-f]{64}$/);
  await gone.getByRole('link', { name: 'All receipts' }).click();
  const choose = (name: string, text: string) =>
    gone.getByLabel('Receipt (JSON)').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
  await choose('receipt.json', file);
  await gone.getByText('This receipt is genuine').waitFor();
  await choose(
    'changed.json',
    JSON.stringify({ ...kept, receipt: { ...kept.receipt, counts: { ...kept.receipt.counts, participants: 99 } } }),
  );
  await gone.getByText('This receipt was changed').waitFor();
  await choose('other.json', JSON.stringify({ ...kept, chain: { ...kept.chain, head: 'f'.repeat(64) } }));
  await gone.getByText('Part of the chain has been removed').waitFor();
  await choose('forged.json', JSON.stringify({ ...kept, chain: { ...kept.chain, key: 'f'.repeat(16) } }));
  await gone.getByText('signed with a different key').waitFor();
  await gone.getByLabel('Head of an earlier check').fill(kept.chain.head);
  await gone.getByRole('button', { name: 'Check all receipts' }).click();
  await gone.getByText('The earlier head is still in the chain').waitFor();
  await gone.getByLabel('Head of an earlier check').fill('f'.repeat(64));
  await gone.getByText('The earlier head isn’t in this chain').waitFor();

  // What the server would show otherwise is found as well.
  await gone.route('**/v1/receipts/blocks*', async (route) => {
    const response = await route.fetch();
    const body = (await response.json()) as { items: { receipts: string[] }[] };
    for (const block of body.items) {
      block.receipts = block.receipts.map((r) =>
        Buffer.from(Buffer.from(r, 'base64').toString().replace('"participants":1', '"participants":0')).toString(
          'base64',
        ),
      );
    }
    await route.fulfill({ response, json: body });
  });
  await gone.getByRole('button', { name: 'Check all receipts' }).click();
  await gone.getByText('The chain is broken').waitFor();
  await gone.getByText(new RegExp(`receipt ${receipt.id}: removed or changed`)).waitFor();
  expect(await verdict(gone, receipt.id)).toContain('is broken');
  await gone.unroute('**/v1/receipts/blocks*');
  // A receipt that isn't what was sealed.
  await gone.route(`**/v1/receipts/${receipt.id}`, async (route) => {
    const response = await route.fetch();
    const body = (await response.json()) as { receipt: { counts: { answers: number } } };
    body.receipt.counts.answers = 0;
    await route.fulfill({ response, json: body });
  });
  expect(await verdict(gone, receipt.id)).toContain('This receipt was changed');
});

test('a browser without Ed25519 says what it checked and what not', async () => {
  const { receipt } = await sealedReceipt();
  const page = await alan('/teach/privacy/receipts');
  await page.addInitScript(() => {
    SubtleCrypto.prototype.importKey = () => Promise.reject(new DOMException('Unrecognized name', 'NotSupportedError'));
  });
  expect(await verdict(page, receipt.id)).toContain('this browser can’t check signatures');
  await page.getByRole('link', { name: 'All receipts' }).click();
  await page.getByRole('button', { name: 'Check all receipts' }).click();
  await page.getByText('This browser doesn’t support Ed25519').waitFor();
});

test('who read what is filtered, saved and checked', async () => {
  const title = unique('=Opened');
  const { lesson } = await lessonWith(title);
  const path = `sessions/${lesson.session.id}`;
  await call('GET', `/v1/${path}/results`, await alanToken());

  const page = await alan('/teach/privacy/audit');
  const row = page.getByRole('listitem').filter({ hasText: title });
  await row.getByRole('heading', { name: 'Alan South: read the results' }).waitFor();
  await row.getByText('Teaching · as a teacher of the session').waitFor();
  await checkAccessible(page, 'audit');

  const from = page.getByLabel('From', { exact: true });
  await page.getByLabel('Purpose').selectOption('erasure');
  await expect.poll(() => row.count()).toBe(0);
  await page.getByLabel('Purpose').selectOption('teaching');
  await row.waitFor();
  await from.fill(await dayIn(2));
  await page.getByText('No entries.').waitFor();
  await page.getByLabel('Until', { exact: true }).fill(await dayIn(-2));
  await page.getByText('Choose a first day that isn’t after the last').waitFor();
  await page.getByLabel('Until', { exact: true }).fill('');
  await from.fill(await dayIn(-2));
  await row.waitFor();
  await page.getByLabel('Person').selectOption('Alan South');
  await row.waitFor();

  const saved = async (name: string) => {
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
    return readFileSync(await file.path(), 'utf8');
  };
  // No spreadsheet takes the title for a formula.
  expect(await saved('Save as CSV')).toContain(`"${path}","'${title}",1,2,`);
  const { items } = JSON.parse(await saved('Save as JSON')) as AuditList;
  const mine = items.filter((item) => item.entry.path === path);
  expect(mine).toHaveLength(1);
  expect(mine[0]!.entry).toMatchObject({
    act: 'results',
    purpose: 'teaching',
    counts: { participants: 1, answers: 2 },
  });
  expect(items.every((item) => item.entry.purpose === 'teaching')).toBe(true);

  await advance(0.25);
  const sealed = async () =>
    (await call<AuditList>('GET', '/v1/audit', await alanToken())).body.items.some(
      (item) => item.entry.path === path && item.block !== null,
    );
  await tickUntil(sealed, 'the entry is sealed');
  await page.getByRole('button', { name: 'Check all entries' }).click();
  await page.getByText('The chain is intact').waitFor();
  await page.route('**/v1/audit/blocks*', async (route) => {
    const response = await route.fetch();
    const body = (await response.json()) as AuditBlockList;
    for (const block of body.items) {
      block.entries = block.entries.map((entry) =>
        Buffer.from(Buffer.from(entry, 'base64').toString().replace('"answers":2', '"answers":0')).toString('base64'),
      );
    }
    await route.fulfill({ response, json: body });
  });
  await page.getByRole('button', { name: 'Check all entries' }).click();
  await page.getByText('The chain is broken').waitFor();
});

test('more than may begin by itself waits for a person, who looks and confirms', async () => {
  await releaseAll();
  await setPolicy({ restore: 'P1D' });
  const token = await alanToken();
  const questions = [{ kind: 'trueFalse', prompt: 'T', correct: true }];
  // One more than a tick may begin by itself in a small school.
  const all = Array.from({ length: 501 }, (_, i) => i);
  await Promise.all(
    Array.from({ length: 12 }, async () => {
      for (let i = all.pop(); i !== undefined; i = all.pop()) {
        const { body } = await call<{ id: string }>('POST', '/v1/question-sets', token, {
          title: `Set ${i}`,
          questions,
        });
        await call('DELETE', `/v1/question-sets/${body.id}`, token);
      }
    }),
  );
  await advance(30);
  const plan = async () =>
    (
      await call<{ stopped: { waiting: number } | null; items: unknown[] }>(
        'GET',
        '/v1/retention/plan',
        await alanToken(),
      )
    ).body;
  await tickUntil(async () => (await plan()).stopped !== null, 'it stops');
  const { stopped } = await plan();
  expect(stopped!.waiting).toBeGreaterThan(500);

  const page = await alan('/teach/privacy/plan', { factor: false });
  await page.getByRole('button', { name: 'today' }).click();
  await page.getByRole('heading', { name: 'Retention has stopped and needs your confirmation' }).waitFor();
  // In pages: a long list isn't poured out at once.
  const region = page.getByRole('region', { name: /^Erased for good/ });
  expect(await region.getByRole('listitem').count()).toBe(50);
  await region.getByRole('button', { name: 'Show more' }).click();
  await expect.poll(() => region.getByRole('listitem').count()).toBe(100);
  await checkAccessible(page, 'stopped');
  await page.getByRole('button', { name: /^Confirm \d/ }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Confirm \d/ })
    .click();
  await secondFactor(page);
  await page.getByText('Confirmed. It starts').waitFor();
  await tickUntil(async () => (await plan()).items.length < stopped!.waiting, 'it goes on');
  await setPolicy();
});

/** Changes a document behind everybody's back, as a restored backup does. */
async function patchDocument(database: string, path: string, field: string, value: object | null): Promise<void> {
  const at = `http://${process.env['FIRESTORE_EMULATOR_HOST']}/v1/projects/${process.env['GOOGLE_CLOUD_PROJECT']}/databases/${database}/documents/${path}`;
  const headers = { Authorization: 'Bearer owner', 'Content-Type': 'application/json' };
  const response = value
    ? await fetch(`${at}?updateMask.fieldPaths=${field}`, {
        method: 'PATCH',
        headers,
        body: JSON.stringify({ fields: { [field]: value } }),
      })
    : await fetch(at, { method: 'DELETE', headers });
  expect(response.status).toBe(200);
}

test('after a restore nothing is erased until the operator, and nobody else, confirms', async () => {
  const plan = async () => (await call<{ paused: boolean }>('GET', '/v1/retention/plan', await alanToken())).body;
  // Two ticks, so that the restored database is behind by more than the one that is under way.
  for (let i = 0; i < 2; i++) {
    await tick();
    await new Promise((resolve) => setTimeout(resolve, 1500));
  }
  await patchDocument('(default)', 'retention/state', 'epoch', { integerValue: '0' });
  await tickUntil(async () => (await plan()).paused, 'the restore is noticed');
  const page = await alan('/teach/privacy/plan');
  await page.getByRole('heading', { name: 'Retention is paused' }).waitFor();
  expect(await page.getByRole('button', { name: 'Confirm the restored database' }).count()).toBe(0);
  await checkAccessible(page, 'paused');
  const operator = await teacher({ person: 'Cleanslate Operations', path: '/teach/privacy/plan' });
  await operator.getByRole('button', { name: 'Confirm the restored database' }).click();
  await operator.getByRole('dialog').getByRole('button', { name: 'Confirm the restored database' }).click();
  await operator.getByText('Confirmed. Retention resumes').waitFor();
  expect((await plan()).paused).toBe(false);
});

test('a session and a question set are erased by a formal request; an account can be chosen', async () => {
  await releaseAll();
  const title = unique('Formal');
  const lesson = await closed(title);
  await closed(unique('Kept'));
  const page = await alan('/teach/privacy/erasures');
  const ask = async (word: string) => {
    await page.getByRole('button', { name: 'Continue' }).click();
    await page
      .getByRole('dialog')
      .getByLabel(/to confirm/)
      .fill(word);
    await page.getByRole('dialog').getByRole('button', { name: 'Erase for good' }).click();
    await page.getByText(/^It is (hidden|erased)/).waitFor();
  };
  await page.getByRole('button', { name: 'Request an erasure' }).click();
  await page.getByLabel('What should be erased?').selectOption('session');
  await page.getByLabel('Session', { exact: true }).selectOption('other');
  await page.getByLabel('Address or ID of the session').fill(`${BASE}/teach/sessions/${lesson.session.id}/results`);
  await ask(lesson.session.id);
  await advance(0.1); // what was on its way when it closed may have come until then
  const erased = async (kind: string, id: string) =>
    (await receipts()).some((r) => r.receipt.kind === kind && JSON.stringify(r.receipt).includes(id));
  await tickUntil(() => erased('session', lesson.session.id), 'the session is erased');

  const { body: set } = await call<{ id: string }>('POST', '/v1/question-sets', await alanToken(), {
    title,
    questions: [{ kind: 'trueFalse', prompt: 'T', correct: true }],
  });
  await page.reload();
  await page.getByRole('button', { name: 'Request an erasure' }).click();
  await page.getByLabel('What should be erased?').selectOption('questionSet');
  await page.getByLabel('Question set', { exact: true }).selectOption(set.id);
  await ask(title);
  await tickUntil(() => erased('questionSet', set.id), 'the question set is erased');

  // Nobody erases their own account: in this school there is nobody else.
  await page.getByRole('button', { name: 'Request an erasure' }).click();
  await page.getByLabel('What should be erased?').selectOption('member');
  await page.getByText('Nobody but you belongs to the school').waitFor();
});

test('what is left over is listed for a person and stays', async () => {
  const { lesson } = await lessonWith(unique('Orphan'));
  // As a crash in the wrong moment, or a restore, leaves it: the vault has lost the session's key.
  await patchDocument('vault', `sessions/${lesson.session.id}`, '', null);
  await advance(3 * 24); // all sessions are compared every three days
  const orphans = async () =>
    (await call<{ items: { session: string }[] }>('GET', '/v1/orphans', await alanToken())).body.items;
  await tickUntil(async () => (await orphans()).some((o) => o.session === lesson.session.id), 'the orphan is found');
  const page = await alan('/teach/privacy/orphans');
  await page.getByText(lesson.session.id).waitFor();
  await page.getByText('A session without its key').first().waitFor();
  await checkAccessible(page, 'leftovers');
  await tick();
  expect(await stateOf(lesson)).not.toBe('gone');
  await call('POST', '/v1/erasures', await alanToken(), {
    subject: { kind: 'session', session: lesson.session.id },
    ground: 'school',
  });
});

describe('who may', () => {
  test('a teacher reads the policy and the receipts, and is offered nothing else', async () => {
    const asked: string[] = [];
    const page = await teacher({ path: '/teach/privacy' });
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.getByRole('heading', { name: 'The policy in force' }).waitFor();
    const tabs = page.getByRole('navigation', { name: 'Privacy of your school' });
    expect(await tabs.getByRole('link').allTextContents()).toEqual(['Policy', 'Receipts']);
    expect(await page.getByRole('button', { name: 'Change the policy' }).count()).toBe(0);
    for (const part of ['plan', 'holds', 'erasures', 'orphans']) {
      await page.goto(`${BASE}/teach/privacy/${part}`);
      await page.getByText('You don’t have permission to see this page').waitFor();
      await checkAccessible(page, part);
    }
    expect(asked.filter((path) => /retention|holds|erasures|orphans/.test(path) && path.startsWith('/v1'))).toEqual([]);
  });

  test('somebody without a permission for any of it sees no way to it', async () => {
    const page = await teacher({});
    await page.route('**/oauth/token', async (route) => {
      const response = await route.fetch();
      const body = (await response.json()) as { access_token: string };
      const [head, claims, signature] = body.access_token.split('.') as [string, string, string];
      const payload = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>;
      const without = Buffer.from(JSON.stringify({ ...payload, permissions: ['incidents:manage'] })).toString(
        'base64url',
      );
      await route.fulfill({ response, json: { ...body, access_token: `${head}.${without}.${signature}` } });
    });
    await page.goto(`${BASE}/teach/privacy`);
    await page.getByText('You don’t have permission to see this page').waitFor();
    expect(await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Privacy' }).count()).toBe(0);
    expect(await page.getByRole('navigation', { name: 'Privacy of your school' }).count()).toBe(0);
  });
});

test('a student is led to the school’s page', async () => {
  const { lesson } = await lessonWith(unique('Students'));
  const page = await (await newDevice()).newPage();
  await page.goto(lesson.url);
  await page.getByLabel('Your name').fill('Ada');
  await page.getByRole('button', { name: 'Join' }).click();
  const [opened] = await Promise.all([
    page.context().waitForEvent('page'),
    page.getByRole('link', { name: 'Your school’s policy' }).click(),
  ]);
  await opened.getByRole('heading', { name: 'Privacy at South Academy' }).waitFor();
});

describe('for everybody', () => {
  test('axe finds nothing, light and dark', async () => {
    await walkPrivacy({ reducedMotion: 'reduce' }, checkLightAndDark);
  });

  test('every page fits a window that is 320 pixels wide', async () => {
    await walkPrivacy({ viewport: { width: 320, height: 568 }, reducedMotion: 'reduce' }, checkFits);
  });

  test.each([
    ['de-DE', 'Die geltende Regelung', 'Datenschutz: South Academy'],
    ['fr-FR', 'Les règles en vigueur', 'Vie privée : South Academy'],
    ['es-ES', 'Las reglas vigentes', 'Privacidad: South Academy'],
  ])('%s: every page is spoken, fits and is accessible', async (locale, policy, title) => {
    const { receipt } = await sealedReceipt();
    const page = await alan('/teach/privacy', {
      locale,
      viewport: { width: 320, height: 568 },
      reducedMotion: 'reduce',
    });
    await page.getByRole('heading', { name: policy }).waitFor();
    for (const part of [
      '',
      '/plan',
      '/consent',
      '/holds?session=x',
      '/erasures',
      '/receipts',
      `/receipts/${receipt.id}`,
      '/orphans',
    ]) {
      await page.goto(`${BASE}/teach/privacy${part}`);
      await page.locator('main .tabs').waitFor();
      await page.waitForFunction(() => document.querySelector('main .spinner') === null);
      await checkAccessible(page, part);
      await checkFits(page, part);
    }
    await publicPage(page);
    await page.getByRole('heading', { name: title }).waitFor();
    await checkAccessible(page, 'public');
    await checkFits(page, 'public');
  });
});
