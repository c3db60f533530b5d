// A school works on what somebody asked through its public page: reads it, notes who it is, extends, decides with a
// preview in the requester's language, and records that it is done; the requester follows it. With the clock moved to
// its end, by keyboard, on a phone, in four languages.

import type { Page } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import { checkFits, checkLightAndDark, newDevice, tabTo, withBrowser } from './browser';
import { advance, resetClock, tick } from './clock';
import { Pupil, teacher } from './desk';
import { mails, until } from './register';
import type { MemberList } from '../src/api/schema';
import { BASE, call, everyKind, Lesson, signIn } from './stack';

withBrowser();
afterEach(resetClock);

let addresses = 0;

interface Asked {
  id: string;
  secret: string;
  email: string;
}

/** Somebody asks a school for something, and enters the code that was mailed. */
async function ask(kind: string, locale: string, org = 'org_north'): Promise<Asked> {
  const email = `queue-${Date.now()}-${addresses++}@mail.example`;
  const post = (path: string, body: unknown, headers: Record<string, string>) =>
    fetch(BASE + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const response = await post(
    '/v1/requests',
    { org, kind, from: 'parent', email, text: 'Please, all of what Ada wrote.', about: { alias: 'Ada' }, locale },
    { 'Idempotency-Key': crypto.randomUUID() },
  );
  expect(response.status).toBe(202);
  const { id, secret } = (await response.json()) as { id: string; secret: string };
  let code = '';
  await until(`a code to ${email}`, async () => {
    code =
      (await mails()).flatMap((m) => (m.to.includes(email) ? (/\b\d{4} \d{4}\b/.exec(m.text) ?? []) : []))[0] ?? '';
    return code !== '';
  });
  const verified = await post(`/v1/requests/${id}/verify`, { code }, { Authorization: `Bearer ${secret}` });
  expect(verified.status).toBe(200);
  return { id, secret, email };
}

/** The page of a request, for somebody who may decide it. */
async function opened(asked: Asked, options: Parameters<typeof teacher>[0] = {}): Promise<Page> {
  const page = await teacher({ person: 'Grace North', path: `/teach/requests/${asked.id}`, ...options });
  await page.getByText('Please, all of what Ada wrote.').waitFor();
  return page;
}

/** The page on which the requester follows it. */
async function followed(asked: Asked, lang = 'en'): Promise<Page> {
  const page = await (await newDevice()).newPage();
  await page.goto(`${BASE}/privacy/org_north/request?lang=${lang}#${asked.id}.${asked.secret}`);
  await page.getByText('Please, all of what Ada wrote.').waitFor();
  return page;
}

/** What a student's own page answers with. */
const status = async (pupil: Pupil) =>
  (await fetch(`${BASE}/v1/me`, { headers: { Authorization: `Bearer ${pupil.token}` } })).status;

const mailsTo = async (asked: Asked) => (await mails()).filter((m) => m.to.includes(asked.email));

test('a request is read, identified, previewed in the requester’s language, granted, and done', async () => {
  const asked = await ask('delete', 'fr');
  const page = await teacher({ person: 'Grace North' });
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Requests' }).click();
  await page.getByRole('heading', { level: 1, name: 'Requests' }).waitFor();
  await checkLightAndDark(page, 'queue');
  await page.locator(`a[href*="${asked.id}"]`).click();
  await page.getByRole('heading', { level: 1, name: 'Erasure' }).waitFor();
  await page.getByText(asked.email).waitFor();
  await page.getByText('By GDPR art. 12(3)').waitFor();
  await page.getByText('P21').waitFor();
  await checkLightAndDark(page, 'request');

  // Nothing is granted to somebody whom nobody knows.
  const send = page.getByRole('button', { name: 'Send the decision' });
  expect(await send.getAttribute('aria-disabled')).toBe('true');
  await page.getByRole('radio', { name: /^Known in person/ }).check();
  await page.getByRole('button', { name: 'Note this' }).click();
  await page.getByText('Noted: Known in person').waitFor();

  await page.getByRole('radio', { name: /^Granted in part/ }).check();
  await page.getByRole('button', { name: 'Preview' }).click();
  await page.getByText('Choose the ground.').waitFor();
  await page.getByText('Write what you decided and why.').waitFor();
  await page.getByLabel('Ground', { exact: true }).selectOption('legal-obligation');
  await page.getByLabel('What you tell them').fill('Nous effaçons ce qu’Ada a écrit.');
  await page.getByRole('button', { name: 'Preview' }).click();
  const text = page.locator('.answer-text[lang=fr]');
  await text.getByText('L’école accepte votre demande en partie.').waitFor();
  await text.getByText('GDPR art. 17(3)(b)').waitFor();
  await checkLightAndDark(page, 'preview');
  await send.click();
  await page.getByRole('dialog').getByRole('button', { name: 'Send the decision' }).click();
  await page.getByRole('heading', { name: 'Carry it out' }).waitFor();
  await page.getByText('Nothing more is carried out by itself').waitFor();
  await checkLightAndDark(page, 'to be carried out');

  const own = await followed(asked, 'fr');
  await own.getByRole('heading', { name: 'L’école a décidé' }).waitFor();
  await own.getByText('Nous effaçons ce qu’Ada a écrit.').waitFor();
  await checkLightAndDark(own, 'answer');
  await until('the mail about the decision', async () =>
    (await mailsTo(asked)).some((m) => m.text.includes('a pris une décision')),
  );
  for (const m of await mailsTo(asked)) expect(m.text).not.toMatch(/Ada|effaçons/);

  await page.getByLabel('Numbers of receipts').fill('none');
  await page.getByRole('button', { name: 'It is done' }).click();
  await page.getByText('A receipt’s number has 26 letters').waitFor();
  await page.getByLabel('Numbers of receipts').fill('');
  await page.getByRole('button', { name: 'It is done' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'It is done' }).click();
  await page.getByText('The record is complete').waitFor();
  await page.locator('.badge', { hasText: 'Done' }).waitFor();
  await own.reload();
  await own.getByRole('heading', { name: 'Votre demande est traitée' }).waitFor();
});

test('whom it is about is searched for, a namesake is excluded, and the decision erases who is meant', async () => {
  const name = `Ada${Date.now()}`;
  const rivers = await Lesson.open([everyKind[0]!]);
  const meant = await Pupil.join(rivers.session.code, `${name} L`);
  const namesake = await Pupil.join(rivers.session.code, name);
  await Pupil.join(rivers.session.code, `${name}nother`);
  const asked = await ask('delete', 'en');
  const page = await opened(asked);
  const search = page.locator('section[aria-labelledby=request-find]');
  await search.getByRole('button', { name: 'Search' }).waitFor();
  expect(await search.getByLabel('Name in the sessions').inputValue()).toBe('Ada');
  await search.getByLabel('Name in the sessions').fill('');
  await search.getByRole('button', { name: 'Search' }).click();
  await search.getByText('Enter a name.').waitFor();
  await search.getByLabel('Name in the sessions').fill(`nobody ${name}`);
  await search.getByRole('button', { name: 'Search' }).click();
  await search.getByText('Nobody of that name').waitFor({ timeout: 60_000 });
  await search.getByLabel('Name in the sessions').fill(name.toUpperCase());
  await search.getByRole('button', { name: 'Search again' }).click();
  await search.getByText('2 students in').waitFor({ timeout: 60_000 });
  // Of another teacher's sessions nobody is found.
  await search.getByRole('button', { name: 'Only one teacher’s sessions' }).click();
  const teachers = search.getByLabel('Sessions of');
  const members = await call<MemberList>('GET', '/v1/org/members', await signIn('grace@north.example'));
  await teachers.selectOption(members.body.items.find((member) => member.you)!.id);
  await search.getByRole('button', { name: 'Search again' }).click();
  await search.getByText('Nobody of that name').waitFor({ timeout: 60_000 });
  await teachers.selectOption('');
  await search.getByRole('button', { name: 'Search again' }).click();
  await search.getByText('2 students in').waitFor({ timeout: 60_000 });
  await checkLightAndDark(page, 'found');

  await page.getByRole('radio', { name: /^Known in person/ }).check();
  await page.getByRole('button', { name: 'Note this' }).click();
  await page.getByText('Noted: Known in person').waitFor();
  const decide = async () => {
    await page.getByRole('button', { name: 'Send the decision' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Send the decision' }).click();
  };
  await page.getByLabel('What you tell them').fill('We erase it.');
  await decide();
  await page.getByRole('dialog').getByText('Mark everybody who was found').waitFor();
  await page.keyboard.press('Escape');
  const mark = (alias: string, as: string) =>
    search.getByRole('group', { name: alias, exact: true }).getByRole('radio', { name: as }).check();
  await mark(`${name} L`, 'Is meant');
  await mark(name, 'Somebody else');
  await search.getByRole('button', { name: 'Save the marks' }).click();
  await page.getByText('the student whom you marked is erased').waitFor();
  await decide();
  await page.getByRole('heading', { name: 'Carry it out' }).waitFor();
  await until('the erasure', async () => {
    if ((await page.locator('.badge', { hasText: /^erased$/ }).count()) > 0) return true;
    await page.getByRole('button', { name: 'Look again' }).click();
    return false;
  });
  await checkLightAndDark(page, 'erased');
  expect(await status(meant)).toBe(410);
  expect(await status(namesake)).toBe(200);
  await page.getByRole('button', { name: 'It is done' }).click();
  await page.getByRole('dialog').getByText('gets one receipt').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'It is done' }).click();
  await page.locator('.badge', { hasText: 'Done' }).waitFor();
  const receipt = await page.locator('section[aria-labelledby=request-receipts] a').innerText();
  const own = await followed(asked);
  await own.getByRole('heading', { name: 'Your request is done' }).waitFor();
  await own.getByText(receipt).waitFor();
  await checkLightAndDark(own, 'receipt');
});

test('what is granted of who is meant is saved with a code, for a week', async () => {
  const name = `Ada${Date.now()}`;
  const rivers = await Lesson.open([everyKind[0]!]);
  await Pupil.join(rivers.session.code, name);
  const asked = await ask('know', 'en');
  const page = await opened(asked);
  const search = page.locator('section[aria-labelledby=request-find]');
  await search.getByLabel('Name in the sessions').fill(name);
  await search.getByRole('button', { name: 'Search' }).click();
  await search.getByRole('radio', { name: 'Is meant' }).check({ timeout: 60_000 });
  await search.getByRole('button', { name: 'Save the marks' }).click();
  await page.getByText('a copy of what is held about the student').waitFor();
  await page.getByRole('radio', { name: /^Known in person/ }).check();
  await page.getByRole('button', { name: 'Note this' }).click();
  await page.getByText('Noted: Known in person').waitFor();
  await page.getByLabel('What you tell them').fill('You get a copy.');
  await page.getByRole('button', { name: 'Send the decision' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Send the decision' }).click();
  await page.getByRole('heading', { name: 'Carry it out' }).waitFor();
  await until('the copy', async () => {
    if ((await page.getByText('The copy is ready').count()) > 0) return true;
    await page.getByRole('button', { name: 'Look again' }).click();
    return false;
  });
  await checkLightAndDark(page, 'copy is ready');
  await page.getByRole('button', { name: 'It is done' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'It is done' }).click();
  await page.locator('.badge', { hasText: 'Done' }).waitFor();

  const own = await followed(asked);
  await own.getByRole('heading', { name: 'Your copy' }).waitFor();
  await own.getByRole('button', { name: 'Mail me a code' }).click();
  await own.getByText('A code is on its way').waitFor();
  let code = '';
  await until('the code', async () => {
    const texts = (await mailsTo(asked)).filter((m) => m.text.includes('wants to save the copy')).map((m) => m.text);
    code = texts.flatMap((text) => /\b\d{4} \d{4}\b/.exec(text) ?? [])[0] ?? '';
    return code !== '';
  });
  await own.getByLabel('Code').fill('1234');
  await own.getByRole('button', { name: 'Save the copy' }).click();
  await own.getByText('The code has eight digits.').waitFor();
  await own.getByLabel('Code').fill(code.startsWith('0') ? '1111 1111' : '0000 0000');
  await own.getByRole('button', { name: 'Save the copy' }).click();
  await own.getByText('That isn’t the code').waitFor();
  await checkLightAndDark(own, 'your copy');
  await own.getByLabel('Code').fill(code);
  const [file] = await Promise.all([
    own.waitForEvent('download'),
    own.getByRole('button', { name: 'Save the copy' }).click(),
  ]);
  expect(file.suggestedFilename()).toBe('cleanslate.zip');
  await own.getByText('Keep the file where nobody else reads it').waitFor();
  await own.setViewportSize({ width: 320, height: 640 });
  await checkFits(own, 'your copy');

  await advance(24 * 8);
  await tick('retention-tick');
  await own.reload();
  await own.getByRole('heading', { name: 'Your request is done' }).waitFor();
  await expect.poll(() => own.getByRole('heading', { name: 'Your copy' }).count()).toBe(0);

  // The school begins the week again.
  const later = await opened(asked);
  await checkLightAndDark(later, 'copy is over');
  await later.getByRole('button', { name: 'Begin the seven days again' }).click();
  await later.getByRole('dialog').getByRole('button', { name: 'Begin the seven days again' }).click();
  await later.getByText('Copy made available again').waitFor();
  await own.reload();
  await own.getByRole('heading', { name: 'Your copy' }).waitFor();
});

/** A request about a student, granted: the lesson, the student, the request, and its page once it is decided. */
async function granted(kind: string, correction?: string) {
  const name = `Ada${Date.now()}`;
  const lesson = await Lesson.open([everyKind[0]!]);
  const pupil = await Pupil.join(lesson.session.code, name);
  await pupil.answer({ choice: 'b' });
  await Pupil.join(lesson.session.code, 'Bo');
  const asked = await ask(kind, 'en');
  const page = await opened(asked);
  const search = page.locator('section[aria-labelledby=request-find]');
  await search.getByLabel('Name in the sessions').fill(name);
  await search.getByRole('button', { name: 'Search' }).click();
  await search.getByRole('radio', { name: 'Is meant' }).check({ timeout: 60_000 });
  await search.getByRole('button', { name: 'Save the marks' }).click();
  await page.getByRole('radio', { name: /^Known in person/ }).check();
  await page.getByRole('button', { name: 'Note this' }).click();
  await page.getByText('Noted: Known in person').waitFor();
  await page.getByLabel('What you tell them').fill('We do as you ask.');
  if (correction !== undefined) {
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByText('Write what is to be read instead.').waitFor();
    await page.getByLabel('To be read instead').fill(correction);
  }
  await checkLightAndDark(page, `${kind}, to be decided`);
  await page.getByRole('button', { name: 'Send the decision' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Send the decision' }).click();
  await page.getByRole('heading', { name: 'Carry it out' }).waitFor();
  return { name, lesson, pupil, asked, page };
}

async function done(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'It is done' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'It is done' }).click();
  await page.locator('.badge', { hasText: 'Done' }).waitFor();
}

const heldOf = async (pupil: Pupil) =>
  (await (await fetch(`${BASE}/v1/me`, { headers: { Authorization: `Bearer ${pupil.token}` } })).json()) as {
    restricted: boolean;
    correction: { text: string } | null;
  };

const results = (lesson: Lesson) => teacher({ path: `/teach/sessions/${lesson.session.id}/results` });

test('what is granted to be read instead shows beside the work, to the teacher and the student', async () => {
  const { lesson, pupil, page, name } = await granted('correct', 'It was the Seine');
  await until('the correction', async () => {
    if ((await page.getByText('The correction shows beside the work').count()) > 0) return true;
    await page.getByRole('button', { name: 'Look again' }).click();
    return false;
  });
  await done(page);
  await checkLightAndDark(page, 'corrected');
  const desk = await results(lesson);
  await desk.getByText('Corrected: It was the Seine').waitFor();
  await checkLightAndDark(desk, 'results with a correction');
  await desk.getByRole('button', { name, exact: true }).click();
  await desk.getByRole('dialog').getByText('Corrected: It was the Seine').waitFor();
  expect((await heldOf(pupil)).correction?.text).toBe('It was the Seine');
});

test('what is restricted is kept and not used, until the school lifts that', async () => {
  const { lesson, pupil, asked, page, name } = await granted('restrict');
  await page.getByText('is kept and not used').first().waitFor();
  await done(page);
  const desk = await results(lesson);
  await desk.locator('.badge', { hasText: 'Restricted' }).waitFor();
  expect(await desk.getByText(name).count()).toBe(0);
  await checkLightAndDark(desk, 'results with a restriction');
  await desk.getByRole('button', { name: 'Student 1' }).click();
  await desk.getByRole('dialog').getByText('is kept and not used').waitFor();
  await desk.keyboard.press('Escape');
  expect((await heldOf(pupil)).restricted).toBe(true);
  const own = await followed(asked);
  await own.getByRole('heading', { name: 'Kept and not used' }).waitFor();
  await checkLightAndDark(own, 'restricted');

  await page.getByRole('button', { name: 'Tell them that it will be lifted' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Tell them that it will be lifted' }).click();
  await page.getByText('The requester was told by mail.').waitFor();
  await until('the mail about the lifting', async () =>
    (await mailsTo(asked)).some((m) => m.text.includes('is going to lift the restriction')),
  );
  await own.reload();
  await own.getByText('The school is going to lift the restriction').waitFor();
  await advance(24 * 3 + 1);
  const later = await opened(asked);
  await later.getByRole('button', { name: 'Lift the restriction' }).click();
  await later.getByRole('dialog').getByRole('button', { name: 'Lift the restriction' }).click();
  await later.locator('section[aria-labelledby=request-restriction]').getByText('Lifted').waitFor();
  await checkLightAndDark(later, 'lifted');
  const again = await results(lesson);
  await again.getByText(name).first().waitFor();
  expect((await heldOf(pupil)).restricted).toBe(false);
});

test('an objection that is granted takes the work out of results', async () => {
  const { lesson, page, name, asked } = await granted('object');
  await done(page);
  const desk = await results(lesson);
  await desk.locator('.badge', { hasText: 'Restricted' }).waitFor();
  expect(await desk.getByText(name).count()).toBe(0);
  const own = await followed(asked);
  await own.getByRole('heading', { name: 'Kept and not used' }).waitFor();
});

test('more time is told to the requester, and a deadline that passes stays visible', async () => {
  const asked = await ask('know', 'en');
  const page = await opened(asked);
  await page.getByRole('button', { name: 'Extend the time' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Extend the time' }).click();
  await page.getByText('Extended.', { exact: false }).first().waitFor();
  await until('the mail about more time', async () =>
    (await mailsTo(asked)).some((m) => m.text.includes('needs more time')),
  );
  const own = await followed(asked);
  await own.getByText('Later than at first').waitFor();

  await advance(24 * 100);
  await tick('breach-tick');
  const late = await opened(asked);
  await until('what is missed to be noted', async () => {
    await late.reload();
    await late.getByText('Please, all of what Ada wrote.').waitFor();
    return (await late.getByText('Deadline missed').count()) > 0;
  });
  await late.locator('.badge', { hasText: 'overdue' }).first().waitFor();
  await late.getByLabel('What you tell them').fill('Nothing is stored about Ada.');
  await late.getByRole('radio', { name: /^Refused/ }).check();
  await late.getByLabel('Ground', { exact: true }).selectOption('nothing-held');
  await late.getByRole('button', { name: 'Send the decision' }).click();
  await late.getByRole('dialog').getByRole('button', { name: 'Send the decision' }).click();
  await late.locator('.badge', { hasText: 'answered late' }).waitFor();
});

test('by keyboard alone, without a second factor at first', async () => {
  const asked = await ask('object', 'en');
  const page = await teacher({ person: 'Grace North', factor: false, path: `/teach/requests/${asked.id}` });
  await page.getByText('Requests are personal').waitFor();
  await tabTo(page, 'main .button.primary');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Grace North' }).waitFor();
  await page.getByRole('button', { name: 'Grace North' }).click();
  await page.getByText('Please, all of what Ada wrote.').waitFor();
  await tabTo(page, 'input[name=identity]');
  await page.keyboard.press('ArrowDown');
  await tabTo(page, 'form button[type=submit]');
  await page.keyboard.press('Enter');
  await page.getByText('Noted: Signed in at the school').waitFor();
  await tabTo(page, 'input[name=decision]');
  await tabTo(page, 'textarea');
  await page.keyboard.type('We stop using it.');
  await tabTo(page, 'section[aria-labelledby=request-decide] .button.primary');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await tabTo(page, 'dialog .button.primary');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Carry it out' }).waitFor();
});

describe('on a phone', () => {
  test.each([
    ['en', 'Requests', 'Decision'],
    ['de', 'Anträge', 'Entscheidung'],
    ['fr', 'Demandes', 'Décision'],
    ['es', 'Solicitudes', 'Decisión'],
  ])('%s fits and is accessible', async (lang, list, decision) => {
    const asked = await ask('port', lang);
    const page = await opened(asked, { viewport: { width: 320, height: 640 } });
    await page.getByRole('contentinfo').getByRole('combobox').selectOption(lang);
    await page.getByRole('heading', { name: decision, exact: true }).waitFor();
    await checkFits(page, `request, ${lang}`);
    await checkLightAndDark(page, `request, ${lang}`);
    await page.goto(`${BASE}/teach/requests?lang=${lang}`);
    await page.getByRole('heading', { level: 1, name: list }).waitFor();
    await page.locator(`a[href*="${asked.id}"]`).waitFor();
    await checkFits(page, `queue, ${lang}`);
  });
});

test('a request that isn’t the school’s goes to the operator, who sends it on to a school', async () => {
  const asked = await ask('know', 'en');
  const page = await opened(asked);
  await page.getByRole('button', { name: 'Forward to the operator' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Forward to the operator' }).click();
  await page.getByRole('heading', { level: 1, name: 'Requests' }).waitFor();
  await expect.poll(() => page.locator(`a[href*="${asked.id}"]`).count()).toBe(0);
  const ops = await opened(asked, { person: 'Cleanslate Operations' });
  await ops.getByLabel('ID of the school').fill('org_nobody');
  await ops.getByRole('button', { name: 'Forward to the school' }).click();
  await ops.getByRole('dialog').getByRole('button', { name: 'Forward to the school' }).click();
  await ops.getByRole('dialog').getByText('Something entered can’t be right').waitFor();
  await ops.keyboard.press('Escape');
  await ops.getByLabel('ID of the school').fill('org_south');
  await ops.getByRole('button', { name: 'Forward to the school' }).click();
  await ops.getByRole('dialog').getByRole('button', { name: 'Forward to the school' }).click();
  await ops.getByRole('heading', { level: 1, name: 'Requests' }).waitFor();
  const alan = await opened(asked, { person: 'Alan South' });
  await alan.getByText('34 CFR § 99.10(b)').waitFor();
  const own = await followed(asked);
  await own.getByText('South Academy').waitFor();
});
