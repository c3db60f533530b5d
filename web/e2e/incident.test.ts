import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { checkAccessible, checkFits, checkLightAndDark, newDevice, tabTo, withBrowser } from './browser';
import { resetClock } from './clock';
import { teacher } from './desk';
import { checkNothingRan, hostile } from './hostile';
import {
  affectedLesson,
  close,
  later,
  mails,
  noticesOf,
  patch,
  reported,
  restOfTexts,
  stepUp,
  until,
} from './register';
import { BASE } from './stack';
import { walkIncidents } from './walk';

withBrowser();
afterAll(resetClock);

const grace = 'grace@north.example';
const person = 'Grace North';

const tab = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Parts of the incident' }).getByRole('link', { name, exact: true }).click();
const idOf = (page: Page) => /incidents\/([a-z2-7]{26})/.exec(page.url())![1]!;

/** What datetime-local fields have, in UTC, so many hours from now. */
const local = (now: Date, hours: number) => new Date(now.getTime() + hours * 3_600_000).toISOString().slice(0, 16);

test('a drill, from the report to the closed register', async () => {
  await affectedLesson('ada@north.example', ['Ada', 'Bo']);
  const page = await teacher({ person, path: '/teach/incidents', timezoneId: 'America/New_York' });
  await page.getByRole('link', { name: 'Start a drill' }).click();
  await page.getByRole('heading', { level: 1, name: 'Start a drill' }).waitFor();

  // Nothing is sent while something is missing, and the page says what.
  await page.getByRole('button', { name: 'Start the drill' }).click();
  await page.getByText('5 entries need attention').waitFor();
  await page.getByLabel('Title', { exact: true }).fill('Export bucket was public');
  await page
    .getByLabel('What happened, in your own words')
    .fill('A storage bucket with exports could be read by anybody.');
  // The logs are in UTC and the device is not: what is meant is read back.
  await page.getByLabel('Time zone of these times').selectOption('UTC');
  await page.getByLabel('Exposed from').fill(local(new Date(), -6));
  await page.getByText(/^That is .*(EST|EDT|GMT-[45])/).waitFor();
  await page.getByLabel('Discovered').fill(local(new Date(), -1));
  await page.getByLabel('Names that students chose').check();
  await page.getByLabel('Students’ answers').check();
  await page.getByRole('radio', { name: /^Yes/ }).check();
  await page.getByRole('radio', { name: /^A high risk/ }).check();
  await page.getByRole('group', { name: 'You' }).getByLabel('E-mail').fill(grace);
  await page.getByRole('group', { name: 'Contact point' }).getByLabel('Name').fill('Privacy office');
  await page.getByRole('group', { name: 'Contact point' }).getByLabel('E-mail').fill('privacy@north.example');
  await page.getByRole('button', { name: 'Start the drill' }).click();
  await page.getByText('DRILL. Nothing has happened.').waitFor();
  const id = idOf(page);

  // The scope and the counts come by themselves.
  await page.getByText('Finding who is affected').first().waitFor();
  await page.getByText('23 hours').first().waitFor();
  await checkAccessible(page, 'after the report');
  await tab(page, 'Affected');
  await page.getByRole('table').waitFor();
  const people = Number(await page.locator('.figures dd').first().textContent());
  expect(people).toBeGreaterThanOrEqual(2);
  await page.getByText('Yes: the risk is high').waitFor();
  await page.getByText('Encrypted, keys may have been in reach').first().waitFor();

  // A notice without a required part is refused by name.
  await tab(page, 'Notices');
  await page.getByRole('button', { name: /^Preview: GDPR art. 33\(1\)/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('This notice can’t be sent').waitFor();
  expect(await dialog.getByRole('listitem').allTextContents()).toEqual([
    'Likely consequences',
    'What is being done about it',
  ]);
  await dialog.getByRole('button', { name: 'Close' }).click();

  // What is complete goes out, as it was shown; the rest waits.
  await page.getByRole('button', { name: /^Preview: GDPR art. 33\(2\)/ }).click();
  await dialog.getByText('exactly what would be sent now').waitFor();
  const shown = {
    subject: (await dialog.locator('.preview-subject').textContent())!,
    text: (await dialog.locator('.preview-text').textContent())!,
  };
  await dialog.getByText('HTML version').click();
  const html = (await dialog.locator('.preview-html').textContent())!;
  await dialog.getByRole('button', { name: 'Close' }).click();
  await tab(page, 'Now');
  await page.getByRole('button', { name: 'Start notifying' }).click();
  await dialog.getByText('This notice goes out at once').waitFor();
  await dialog.getByRole('button', { name: 'Send the notices' }).click();
  await page.getByText('Notices are being sent').first().waitFor();
  await page.locator('.clock-row.met').first().waitFor();
  const [mail] = (await mails()).filter((m) => m.text.includes(id));
  expect({ ...mail, to: mail!.to }).toMatchObject({ to: [grace], subject: shown.subject, text: shown.text, html });
  expect(mail!.subject).toMatch(/^DRILL/);

  // A delay stops the clauses that allow its ground.
  await page.getByRole('button', { name: 'Record a delay' }).click();
  await dialog.getByRole('radio', { name: /^The scope/ }).check();
  await dialog.getByLabel('Authority').fill('State police, cybercrime unit');
  await dialog.getByLabel('Time zone of these times').selectOption('UTC');
  await dialog.getByLabel('Until').fill(local(new Date(), 100));
  await dialog.getByRole('button', { name: 'Record the delay' }).click();
  await dialog.getByText('No clause that applies here allows a delay').waitFor();
  await dialog.getByRole('radio', { name: /^Law enforcement/ }).check();
  await dialog.getByRole('button', { name: 'Record the delay' }).click();
  await page.getByText('Delay recorded').first().waitFor();
  await page.getByText('stopped by a delay').first().waitFor();
  await page.getByText('State police, cybercrime unit, from').waitFor();

  // A day goes by: half of the time is over, and the reporter was told.
  await later(73);
  await stepUp(page, person);
  await page
    .getByText(/overdue$/)
    .first()
    .waitFor();
  await page.getByText('Why it is late', { exact: false }).first().waitFor();
  await checkAccessible(page, 'overdue');
  await page.getByRole('link', { name: 'Write the texts' }).click();
  await page.getByRole('textbox', { name: /^Likely consequences/ }).fill(restOfTexts.en.consequences);
  await page.getByRole('textbox', { name: /^What is being done about it/ }).fill(restOfTexts.en.measures);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('status').getByText('Saved', { exact: true }).waitFor();
  await tab(page, 'Notices');
  await page.getByText('Missing: Why it is late').first().waitFor();
  await tab(page, 'Texts');
  await page.getByRole('textbox', { name: /^Why it is late/ }).fill('The logs came late.');
  // What isn't saved is not left behind by mistake.
  await tab(page, 'Notices');
  await dialog.getByText('Leave without sending?').waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('status').getByText('Saved', { exact: true }).waitFor();
  await tab(page, 'Now');
  await page.getByText('done, but late').first().waitFor();
  await until('every notice', async () =>
    (await noticesOf(grace, id)).every((n) => n.state === 'sent' || n.state === 'not-required'),
  );

  // Later findings go to everybody who was told.
  await page.getByRole('button', { name: 'Report new findings' }).click();
  await dialog.getByLabel('What is being investigated').fill('Nobody read the bucket.');
  await dialog.getByRole('button', { name: 'Send the update' }).click();
  await page.getByText('Update 1 is being sent').first().waitFor();
  // All of them: an incident isn't closed while one is being sent.
  await until('the updates', async () => {
    const updates = (await noticesOf(grace, id)).filter((n) => n.kind === 'update');
    return updates.length >= 4 && updates.every((n) => n.state === 'sent');
  });

  // It is closed, and the register says how it went.
  await page.getByRole('button', { name: 'Close the incident' }).last().click();
  await dialog.getByRole('button', { name: 'Close', exact: true }).click();
  await dialog.getByText('Write 10 to 4,000 characters').waitFor();
  await dialog.getByLabel('What was found and done').fill('The drill is over. Two notices were late.');
  await dialog.getByRole('button', { name: 'Close', exact: true }).click();
  await page.getByText('The incident is closed').first().waitFor();
  await checkAccessible(page, 'closed');
  await tab(page, 'Timeline');
  await page.getByText('The hash chain is intact').waitFor();
  await page.getByText('Deadline missed').first().waitFor();
  await page.getByText('Two notices were late.').waitFor();
  await tab(page, 'Register');
  await page.getByRole('button', { name: 'Show the entry' }).click();
  await page.getByRole('heading', { name: 'Effects' }).waitFor();
  await page.getByText('missed', { exact: true }).first().waitFor();
  await checkAccessible(page, 'the register');
  const files: Record<string, string> = {};
  for (const name of ['Save as data (JSON)', 'Save for printing (HTML)']) {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
    files[download.suggestedFilename()] = readFileSync((await download.path())!, 'utf8');
  }
  const register = JSON.parse(files[`register-${id}.json`]!) as {
    verified: boolean;
    incident: { state: string; outcome: string };
    notices: { missed: boolean; met: boolean }[];
  };
  expect(register).toMatchObject({ verified: true, incident: { state: 'closed', outcome: 'notified' } });
  expect(register.notices.filter((n) => n.missed).length).toBeGreaterThanOrEqual(2);
  expect(register.notices.filter((n) => n.met).length).toBeGreaterThanOrEqual(1);
  expect(files[`register-${id}.html`]).toContain('DRILL. None of this is real.');
  expect(
    (await mails())
      .filter((m) => m.text.includes(id))
      .every((m) => m.to.join() === grace && m.subject.startsWith('DRILL')),
  ).toBe(true);
  await resetClock();
});

test('a public notice stands above every page while it is current, also where mail bounced', async () => {
  const lesson = await affectedLesson('ada@north.example', ['Ada']);
  await later(1); // what is published from here on is not current any more when the clock is put back
  const { id } = await reported(grace);
  const page = await teacher({ person, path: `/teach/incidents/${id}` });
  await page.getByRole('link', { name: 'Write the texts' }).waitFor();
  await patch(grace, id, { texts: restOfTexts });
  await page.reload();
  await page.getByRole('button', { name: 'Start notifying' }).click();
  await page.getByRole('button', { name: 'Send the notices' }).click();
  await until('the notices', async () =>
    (await noticesOf(grace, id)).every((n) => ['sent', 'published', 'not-required'].includes(n.state)),
  );
  await tab(page, 'Notices');
  await page.getByText('Published', { exact: true }).first().waitFor();

  // An address turns out to be none: the public notice takes its place.
  await page.getByRole('button', { name: /^It bounced: GDPR art. 33\(2\)/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Record this' }).click();
  await page.getByText('Not delivered').waitFor();
  await page.getByText('result: it bounced').waitFor();
  await until('the public notice in its place', async () =>
    (await noticesOf(grace, id)).some(
      (n) => n.clause.id === 'gdpr-33-2' && n.channel === 'public' && n.state === 'published',
    ),
  );

  await later(2 / 60); // the cache of public notices
  const device = await newDevice({ viewport: { width: 320, height: 568 } });
  const student = await device.newPage();
  for (const path of ['/', '/privacy', `/j/${lesson.session.code}`]) {
    await student.goto(BASE + path);
    const notice = student.getByRole('complementary', { name: 'Public notice of an incident with data' });
    await notice
      .getByRole('heading', { name: 'Ihre Daten: was geschehen ist und was Sie tun können' })
      .first()
      .waitFor();
    expect(await notice.getByRole('heading', { level: 2 }).first().getAttribute('lang')).toBe('de');
    await checkFits(student, path);
    await checkAccessible(student, path);
  }
  // It takes no focus from what the page is there for, and opens by keyboard.
  await student.goto(BASE);
  await student.getByText('What happened, and what you can do').first().waitFor();
  expect(await student.evaluate(() => document.activeElement?.tagName)).toBe('INPUT');
  await tabTo(student, 'aside summary');
  await student.keyboard.press('Enter');
  await student.getByText('A storage bucket with exports could be read').first().waitFor();
  await checkFits(student, 'the notice');
  await checkAccessible(student, 'the notice');
  await student.getByLabel('Language').selectOption('fr');
  await student.getByRole('complementary', { name: 'Avis public sur un incident de données' }).waitFor();

  const desk = await teacher();
  await desk.getByRole('complementary', { name: 'Public notice of an incident with data' }).waitFor();
  await desk.getByRole('link', { name: 'Trash' }).click();
  await desk.getByRole('complementary', { name: 'Public notice of an incident with data' }).waitFor();
  await checkAccessible(desk, 'the desk with a notice');

  await close(grace, id, 'notified');
  await resetClock();
  const after = await (await newDevice()).newPage();
  const asked = after.waitForResponse((response) => response.url().endsWith('/v1/notices/public'));
  await after.goto(BASE);
  expect(((await (await asked).json()) as { items: unknown[] }).items).toEqual([]);
  expect(await after.getByRole('complementary').count()).toBe(0);
});

test('a member without the permission sees none of it', async () => {
  const page = await teacher();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Trash' }).waitFor();
  expect(await page.getByRole('link', { name: 'Incidents' }).count()).toBe(0);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(`${BASE}/teach/incidents`);
  await page.getByText('have permission to manage incidents').waitFor();
  await page.goto(`${BASE}/teach/incidents/new`);
  await page.getByText('have permission to manage incidents').waitFor();
  expect(await page.getByLabel('Title', { exact: true }).count()).toBe(0);
  expect(asked.filter((url) => url.includes('/v1/incidents'))).toEqual([]);
});

test('an incident of another school looks like none', async () => {
  const { id } = await reported(grace, { drill: true });
  const page = await teacher({ person: 'Alan South', path: `/teach/incidents/${id}` });
  await page.getByText('There’s no such incident, or').waitFor();
  await close(grace, id);
});

test('a school reads its part of what the operator filed, and changes none of it', async () => {
  const ops = 'ops@cleanslate.example';
  await affectedLesson('ada@north.example', ['Ada', 'Bo']);
  const { id } = await reported(ops, { title: 'Their own words', scope: { orgs: ['org_north'] } });
  const page = await teacher({ person, path: '/teach/incidents' });
  const item = page.getByRole('listitem').filter({ has: page.locator(`a[href$="${id}"]`) });
  await item.getByText('filed by cleanslate').waitFor();
  await item.getByRole('link', { name: /^Incident reported by the operator on/ }).click();
  await page.getByText('The operator filed this incident.').waitFor();
  expect(idOf(page)).toBe(id);

  // What it must do itself comes first: what only the school can do, then what it has to know.
  const steps = page.locator('.todo > li');
  await steps.first().getByText('Notify your supervisory authority by').waitFor();
  await steps.first().getByText('The notice hasn’t been sent yet.').waitFor();
  await steps.last().getByText('Read the notice to your school').waitFor();
  await page.getByText('· North School').first().waitFor();
  await checkAccessible(page, 'its part');
  for (const name of [
    'Report new findings',
    'Confirm that it is a breach',
    'Close the incident',
    'Record a delay',
    'Correct or add',
  ])
    expect(await page.getByRole('button', { name }).count(), name).toBe(0);
  expect(await page.getByRole('link', { name: 'Texts', exact: true }).count()).toBe(0);

  await tab(page, 'Notices');
  await page.getByText('Waiting').first().waitFor();
  expect(await page.getByRole('button', { name: /^Preview/ }).count()).toBe(0);
  await patch(ops, id, { state: 'notifying' });
  await until('the notice to the school', async () =>
    (await noticesOf(grace, id)).some((n) => n.clause.id === 'gdpr-33-2' && n.state === 'sent'),
  );
  await page.reload();
  await page.getByRole('button', { name: /^Preview: GDPR art. 33\(2\).*North School/ }).click();
  await page.getByText('exactly what was sent').waitFor();
  await page.locator('.preview-text').getByText('A storage bucket with exports').waitFor();
  await page.keyboard.press('Escape');
  expect(await page.getByRole('button', { name: /It bounced|What happened to it/ }).count()).toBe(0);
  await checkAccessible(page, 'its notices');
  await tab(page, 'Affected');
  await page.getByRole('table').waitFor();
  expect(await page.getByRole('button', { name: 'Count again' }).count()).toBe(0);
  await tab(page, 'Timeline');
  await page.getByText('The hash chain is intact.').waitFor();
  await page.getByText('by the operator').first().waitFor();
  await page.getByText('school: North School').or(page.getByText('organization: North School')).first().waitFor();
  await tab(page, 'Register');
  await page.getByRole('button', { name: 'Show the entry' }).click();
  await page.getByText('The hash chain is intact.').waitFor();
  const text = await page.getByRole('main').innerText();
  for (const word of ['Their own words', 'org_north']) expect(text).not.toContain(word);
  await page.setViewportSize({ width: 320, height: 568 });
  for (const name of ['Register', 'Notices', 'Affected', 'Timeline', 'Now']) {
    await tab(page, name);
    await page.getByRole('list', { name: 'Progress of the incident' }).waitFor();
    await checkFits(page, name);
  }

  // The operator reads names too, and drills are nobody else's.
  const desk = await teacher({ person: 'Cleanslate Operations', path: `/teach/incidents/${id}` });
  await desk.getByText('North School').first().waitFor();
  expect(await desk.getByRole('main').innerText()).not.toMatch(/org_(north|south)/);
  await close(ops, id);
});

test('what was entered survives a second factor that is asked for in between', async () => {
  const { id } = await reported(grace, { drill: true });
  const page = await teacher({ person, path: `/teach/incidents/${id}/texts` });
  await page.getByRole('textbox', { name: /^Likely consequences/ }).fill('Somebody may read names.');
  await later(0.5);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Confirm second factor' }).click();
  await page.getByRole('button', { name: person }).click();
  await page.getByText('You’re back, with everything you entered').waitFor();
  expect(await page.getByRole('textbox', { name: /^Likely consequences/ }).inputValue()).toBe(
    'Somebody may read names.',
  );
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('status').getByText('Saved', { exact: true }).waitFor();

  // In a dialog, too: it is open again.
  await tab(page, 'Now');
  await page.getByRole('button', { name: 'Close the incident' }).last().click();
  await page.getByLabel('What was found and done').fill('A false alarm, as it turned out.');
  await page.getByRole('radio', { name: /^No breach/ }).check();
  await later(0.5);
  await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Confirm second factor' }).click();
  await page.getByRole('button', { name: person }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('You’re back').waitFor();
  expect(await dialog.getByLabel('What was found and done').inputValue()).toBe('A false alarm, as it turned out.');
  await dialog.getByRole('button', { name: 'Close', exact: true }).click();
  await page.getByText('The incident is closed').first().waitFor();
  await resetClock();
});

test('of two who write at once, neither overwrites the other unseen', async () => {
  const { id } = await reported(grace, { drill: true });
  const page = await teacher({ person, path: `/teach/incidents/${id}/texts` });
  await page.getByRole('textbox', { name: /^Likely consequences/ }).fill('Mine.');
  await patch(grace, id, { texts: { en: { measures: 'Theirs.' } } });
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Someone else has changed the incident').waitFor();
  await page.getByRole('button', { name: 'Load the latest version' }).click();
  await expect
    .poll(() => page.getByRole('textbox', { name: /^What is being done about it/ }).inputValue())
    .toBe('Theirs.');
  expect(await page.getByRole('textbox', { name: /^Likely consequences/ }).inputValue()).toBe('Mine.');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('status').getByText('Saved', { exact: true }).waitFor();
  await close(grace, id);
});

test('a notice of unknown fate waits for a person', async () => {
  const { id } = await reported(grace, { drill: true, texts: { en: { nature: 'x', ...restOfTexts.en } } });
  await patch(grace, id, { state: 'notifying' });
  await until('the notices', async () =>
    (await noticesOf(grace, id)).every((n) => ['sent', 'not-required'].includes(n.state)),
  );
  const page = await teacher({ person, path: `/teach/incidents/${id}` });
  await page.getByRole('heading', { name: 'What to do now' }).waitFor();
  // A connection that breaks at the wrong moment can't be had from the stack: the list says that it did.
  await page.route('**/notices?*', async (route) => {
    const response = await route.fetch();
    const list = (await response.json()) as {
      items: { state: string; doneAt: string | null; met: boolean; clause: { id: string } }[];
    };
    for (const n of list.items)
      if (n.clause.id === 'gdpr-33-2') Object.assign(n, { state: 'unknown', doneAt: null, met: false });
    await route.fulfill({ response, json: list });
  });
  await page.reload();
  await page.getByText('Record what happened to one notice').waitFor();
  await page.getByRole('link', { name: 'See the notices' }).first().click();
  await page.getByRole('button', { name: /^What happened to it: GDPR art. 33\(2\)/ }).click();
  await page.getByRole('radio', { name: /^It wasn’t sent/ }).check();
  await checkAccessible(page, 'unknown');
  await page.getByRole('dialog').getByRole('button', { name: 'Record this' }).click();
  // The server knows that it was sent, and refuses.
  await page.getByText('isn’t possible in the current state').waitFor();
  await page.unroute('**/notices?*');
  await close(grace, id, 'notified');
});

test('hostile texts are only text on every page of an incident, and in the public notice', async () => {
  const texts = hostile.filter((text) => !/[\0]/.test(text));
  await later(1);
  const all = texts.join('\n\n').slice(0, 3500);
  const { id } = await reported(grace, {
    title: texts[1]!,
    contact: { name: texts[2]!, email: 'privacy@north.example', phone: texts[1]!.slice(0, 40) },
    reporter: { name: texts[3]!, email: grace },
    texts: {
      en: {
        nature: all,
        consequences: all,
        measures: all,
        recommendations: texts[0]!,
        investigation: all,
        reasons: texts[4]!,
      },
    },
  });
  const page = await teacher({ person, path: `/teach/incidents/${id}` });
  page.on('dialog', (dialog) => {
    throw new Error(`a dialog opened: ${dialog.message()}`);
  });
  await patch(grace, id, { state: 'notifying' });
  await until('the notices', async () =>
    (await noticesOf(grace, id)).every((n) => ['sent', 'published', 'not-required'].includes(n.state)),
  );
  for (const [path, there] of [
    ['', 'What to do now'],
    ['/texts', 'Contact point'],
    ['/notices', 'Everyone affected'],
    ['/affected', 'By group'],
    ['/timeline', 'The hash chain is intact'],
    ['/register', 'Show the entry'],
  ] as const) {
    await page.goto(`${BASE}/teach/incidents/${id}${path}`);
    await page.getByText(there).first().waitFor();
    if (path === '/register') {
      await page.getByRole('button', { name: 'Show the entry' }).click();
      await page.getByRole('heading', { name: 'Effects' }).waitFor();
    }
    await checkNothingRan(page, path);
    if (path === '/notices') {
      await page.getByRole('button', { name: /^Preview: GDPR art. 33\(1\)/ }).click();
      await page.getByText('HTML version').click();
      // The notice above the page may have it, too.
      await page.getByRole('dialog').getByText(texts[0]!).first().waitFor();
      await checkNothingRan(page, 'preview');
      await page.keyboard.press('Escape');
    }
  }
  expect(await page.title()).toBe(`${texts[1]} · cleanslate`);
  await page.goto(`${BASE}/teach/incidents`);
  // The public notice above the list has it, too, and is folded.
  await page.getByRole('main').getByText(texts[1]!).first().waitFor();
  await checkNothingRan(page, 'list');
  await later(2 / 60);
  const student = await (await newDevice()).newPage();
  await student.goto(BASE);
  await student.getByText('What happened, and what you can do').first().click();
  await student.getByText(texts[0]!).first().waitFor();
  await checkNothingRan(student, 'the public notice');
  await close(grace, id, 'notified');
  await resetClock();
});

test('the picture of the clocks says what its table says', async () => {
  const { id } = await reported(grace, { drill: true });
  const page = await teacher({ person, path: `/teach/incidents/${id}` });
  await page.getByRole('img', { name: /clauses with their deadlines/ }).waitFor();
  const picture = await page.locator('.clock-row .clock-word').allTextContents();
  await page.getByText('As a table').click();
  const rows = page.getByRole('table').getByRole('row');
  expect(await rows.count()).toBe(picture.length + 1);
  await page.getByRole('cell', { name: /GDPR art. 33\(2\): 24 hours/ }).waitFor();
  // 50, 75 and 90 % of each, and how far it is, stand in both.
  expect(await page.locator('.clock-track').first().locator('line.share').count()).toBe(3);
  expect(await page.locator('.clock-track').first().locator('line.deadline, line.now').count()).toBe(2);
  await close(grace, id);
});

describe.each([
  [
    'de',
    'Vorfälle',
    'Was jetzt zu tun ist',
    'Jetzt nötig',
    'Aufsichtsbehörde',
    'Nach Gruppen',
    'Die Hash-Kette ist unversehrt',
    'Auswirkungen',
  ],
  [
    'fr',
    'Incidents',
    'Que faire maintenant',
    'Requis maintenant',
    'Autorité de contrôle',
    'Par groupe',
    'La chaîne des empreintes est intacte',
    'Effets',
  ],
  [
    'es',
    'Incidentes',
    'Qué hacer ahora',
    'Obligatorio ahora',
    'Autoridad de control',
    'Por grupo',
    'La cadena de huellas está íntegra',
    'Efectos',
  ],
])('%s', (lang, title, now, texts, notices, affected, timeline, effects) => {
  test('a drill’s pages speak it', async () => {
    const { id } = await reported(grace, { drill: true });
    const page = await teacher({ person, path: `/teach/incidents/${id}` });
    await page.getByRole('heading', { name: 'What to do now' }).waitFor();
    for (const [path, there] of [
      ['', now],
      ['/texts', texts],
      ['/notices', notices],
      ['/affected', affected],
      ['/timeline', timeline],
      ['/register', ''],
    ] as const) {
      await page.goto(`${BASE}/teach/incidents/${id}${path}?lang=${lang}`);
      if (path === '/register') {
        await page.locator('.page-main .button.primary').click();
        await page.getByRole('heading', { name: effects }).waitFor();
      } else {
        await page.getByText(there).first().waitFor();
      }
      expect(await page.locator('html').getAttribute('lang')).toBe(lang);
      await checkFits(page, path);
      await checkAccessible(page, `${lang} ${path}`);
      // Of the page's own words none is English.
      expect(await page.locator('.page-main').textContent()).not.toMatch(
        /deadline|missing|What is|Who is|hours? left|Encrypted|waiting/i,
      );
    }
    await page.getByRole('navigation').getByRole('link', { name: title }).waitFor();
    await close(grace, id);
  });
});

test('a drill is reported, told and closed by keyboard alone', async () => {
  const page = await teacher({ person });
  const { keyboard } = page;
  await tabTo(page, 'nav a[href="/teach/incidents"]');
  await keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Incidents' }).waitFor();
  await tabTo(page, '.page-title a[href$="#drill"]');
  await keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Start a drill' }).waitFor();
  await tabTo(page, 'input[type="text"]');
  await keyboard.type('By keyboard');
  await tabTo(page, 'textarea');
  await keyboard.type('Nothing, really.');
  await tabTo(page, 'input[type="datetime-local"]');
  // The first of January in every order of day and month, at one in the morning on every clock.
  await keyboard.type('01012026');
  await keyboard.press('Tab');
  await keyboard.type('0100A');
  await expect.poll(() => page.getByLabel('Exposed from').inputValue()).toBe('2026-01-01T01:00');
  await tabTo(page, 'input[type="checkbox"]');
  await keyboard.press('Space');
  await tabTo(page, 'input[type="email"]');
  await keyboard.type(grace);
  await keyboard.press('Tab');
  await keyboard.type('Privacy office');
  await tabTo(page, 'input[type="email"]');
  await keyboard.type('privacy@north.example');
  await tabTo(page, 'form .button.primary');
  await keyboard.press('Enter');
  await page.getByText('DRILL. Nothing has happened.').waitFor();
  const id = idOf(page);
  await page.getByRole('button', { name: 'Start notifying' }).waitFor();
  await tabTo(page, '.todo button');
  await keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await keyboard.press('Escape');
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Start notifying');
  await keyboard.press('Enter');
  await tabTo(page, 'dialog .primary');
  await keyboard.press('Enter');
  await page.getByText('Notices are being sent').first().waitFor();
  await tabTo(page, '.tabs a[href$="/notices"]');
  await keyboard.press('Enter');
  await page.getByRole('button', { name: /^Preview: GDPR art. 33\(1\)/ }).waitFor();
  await tabTo(page, '[aria-label^="Preview: GDPR art. 33(1)"]');
  await keyboard.press('Enter');
  await page.getByText('This notice can’t be sent').waitFor();
  await keyboard.press('Escape');
  await tabTo(page, '.tabs a[href$="/register"]');
  await keyboard.press('Enter');
  await page.getByRole('button', { name: 'Show the entry' }).waitFor();
  await close(grace, id);
});

test('axe finds nothing on each page in each state, light and dark', async () => {
  await walkIncidents({ reducedMotion: 'reduce' }, checkLightAndDark);
});

// 320 pixels are also what is left of 1280 at 400 %, and of 640 at 200 %.
test('every page fits a window that is 320 pixels wide', async () => {
  await walkIncidents({ viewport: { width: 320, height: 568 }, reducedMotion: 'reduce' }, checkFits);
});
