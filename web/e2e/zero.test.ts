// A stack with nothing in it, as infra/deploy.md leaves it: from the operator's first sign-in to the last receipt of
// the first school, by pages alone. What is done by hand is what infra/deploy.md says, and nothing else.

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { manage } from './auth0';
import { checkAccessible, newDevice, withBrowser } from './browser';
import { advance, tick } from './clock';
import { choosePerson, deskDevice, goTo, teacher } from './desk';
import { dayIn, tickUntil } from './privacy';
import { invitationTo, mails, until } from './register';
import { BASE, call } from './stack';
import type { PolicyInForce } from '../src/api/schema';

withBrowser();

const OPERATOR = process.env['OPERATOR_ORG']!;
const root = new URL('../..', import.meta.url).pathname;

const people = {
  operator: { email: 'olga@operator.example', name: 'Olga Operator' },
  head: { email: 'helen@harbour.example', name: 'Helen Head' },
  teacher: { email: 'tess@harbour.example', name: 'Tess Teacher' },
};
type Person = (typeof people)[keyof typeof people];

/** Enrolls the operator's org and invites its first person at Auth0: step 7 of infra/deploy.md. */
async function byHand(): Promise<void> {
  const flags = {
    project: process.env['GOOGLE_CLOUD_PROJECT']!,
    org: OPERATOR,
    name: 'The operator',
    country: 'DE',
    timezone: 'Europe/Berlin',
    contact: 'office@operator.example',
    privacy: 'privacy@operator.example',
  };
  const args = Object.entries(flags).flatMap(([flag, value]) => [`-${flag}`, value]);
  await promisify(execFile)('go', ['run', './infra/enroll', ...args], { cwd: root });
  await manage('POST', `organizations/${OPERATOR}/invitations`, {
    inviter: { name: 'The operator' },
    invitee: { email: people.operator.email },
    client_id: 'cleanslate-web',
    roles: [process.env['AUTH0_ROLE_OPERATOR']],
  });
}

/** Follows the invitation that was mailed, sets up an account with a second factor, and says a name. */
async function accept({ email, name }: Person): Promise<Page> {
  const page = await (await deskDevice({ reducedMotion: 'reduce' })).newPage();
  await page.goto(await invitationTo(email));
  await page.getByText('you’ll also set up a second factor').waitFor();
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await choosePerson(page, email);
  await page.getByRole('heading', { level: 1, name: 'How should colleagues see you?' }).waitFor();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Save and continue' }).click();
  await page.getByRole('link', { name }).waitFor();
  expect((await mails()).some((m) => m.to.includes(email) && m.subject.includes('second factor'))).toBe(true);
  return page;
}

/** A page of somebody who has an account, at the hour that the clock says. */
const again = ({ email }: Person, path: string) => teacher({ person: email, path, reducedMotion: 'reduce' });

/** Gives the second factor, which is asked for a quarter of an hour after the last. */
async function secondFactor(page: Page, { email }: Person): Promise<void> {
  await page.getByRole('heading', { name: 'Confirm that it is you' }).waitFor();
  await page.getByRole('button', { name: email }).click();
}

async function fill(page: Page, values: Record<string, string>): Promise<void> {
  for (const [label, value] of Object.entries(values)) await page.getByLabel(label, { exact: true }).fill(value);
}

const nav = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true }).click();

/** A field of the form for incidents, in UTC, so many hours from now. */
const local = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 16);

const SCHOOL = 'Harbour School';
const kept = (days: string) => `Names and answers are kept for ${days} after a session closes`;

/** Adds the school and its agreement, and invites its first administrator; returns its id. */
async function addSchool(page: Page): Promise<string> {
  await nav(page, 'Schools');
  await page.getByRole('link', { name: 'Add a school' }).click();
  await fill(page, {
    Name: SCHOOL,
    Country: 'US',
    'State or province': 'US-NY',
    'Time zone': 'America/New_York',
    Office: 'office@harbour.example',
    'Privacy contact': 'privacy@harbour.example',
    'Incident contact': 'incidents@harbour.example',
    Holidays: `${new Date().getFullYear() + 1}-01-01\n${new Date().getFullYear() + 1}-07-04`,
    Purposes: 'teaching\nassessment',
    'Clause of the agreement': 'Agreement NY-1, section 7',
  });
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { level: 2, name: SCHOOL }).waitFor();
  const org = /schools\/(org_\w+)$/.exec(page.url())![1]!; // Auth0's
  await page.getByText('No agreement is on file.').waitFor();

  await page.getByRole('button', { name: 'Add an agreement' }).click();
  await page.getByLabel('Kind', { exact: true }).selectOption('student-privacy');
  await fill(page, {
    Number: 'NY-1',
    Parties: `${SCHOOL}\nThe operator`,
    'Signed on': await dayIn(-10),
    'First day': await dayIn(-10),
    'Last day': await dayIn(700),
    'Clause on retention': 'Section 7',
    'Age line': '13',
  });
  await page.getByLabel('Consent', { exact: true }).selectOption('school');
  await page.getByRole('checkbox', { name: /^ndpa/ }).check();
  await fill(page, { 'Time in figures (ndpa)': '48', 'In the agreement’s words (ndpa)': 'forty-eight (48) hours' });
  await page.getByRole('checkbox', { name: /^ny-2d/ }).check();
  await page.getByRole('button', { name: 'Add an exhibit' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Exhibit E');
  await fill(page, { 'SHA-256': 'ab', 'Where it lies': 'Shelf 3' });
  // It took longer than a second factor lasts: nothing that was entered is lost, not even where it was wrong.
  await advance(0.5);
  await page.getByRole('button', { name: 'Save' }).click();
  await secondFactor(page, people.operator);
  await page.getByText('Some entries are invalid').waitFor();
  expect(await page.getByLabel('Number', { exact: true }).inputValue()).toBe('NY-1');
  await fill(page, { 'SHA-256': 'ab'.repeat(32) });
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('In force', { exact: true }).waitFor();
  await page.getByText('Exhibit E, Shelf 3').waitFor();

  await page.getByLabel('E-mail address').fill(people.head.email);
  await page.getByLabel('Role', { exact: true }).selectOption('administrator');
  await page.getByRole('button', { name: 'Send invitation' }).click();
  await page.getByText('The invitation is on its way.').waitFor();
  await checkAccessible(page, 'the first school');
  return org;
}

/** The school's administrator reads what was agreed and who did what, and changes the policy. */
async function readAndChange(page: Page, org: string): Promise<void> {
  await nav(page, 'School');
  await page.getByRole('heading', { level: 2, name: SCHOOL }).waitFor();
  await page.getByText('Exhibit E, Shelf 3').waitFor();
  await page.getByText('forty-eight (48) hours').first().waitFor();
  const history = page.getByRole('region', { name: 'History' });
  await history.getByRole('heading', { name: 'Agreement added by the operator' }).waitFor();
  await history.getByRole('heading', { name: 'School added by the operator' }).waitFor();

  // What the school knows best, it changes itself.
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  expect(await page.getByLabel('Time zone').count()).toBe(0);
  await fill(page, { 'Incident contact': 'safety@harbour.example' });
  await advance(0.5);
  await page.getByRole('button', { name: 'Save' }).click();
  await secondFactor(page, people.head);
  await page.getByText('safety@harbour.example').waitFor();
  const edited = history.getByRole('listitem').filter({ hasText: 'School edited by the school' });
  await edited.getByText(people.head.name).waitFor();
  await edited.getByText('Incident contact: changed (sealed)').waitFor();

  const visitor = await (await newDevice()).newPage();
  await visitor.goto(`${BASE}/privacy/${org}`);
  await visitor.getByRole('heading', { name: `Privacy at ${SCHOOL}` }).waitFor();
  await visitor.getByText(kept('6 months')).first().waitFor();
  for (const text of ['teaching', 'Agreement NY-1, section 7', 'privacy@harbour.example'])
    await visitor.getByRole('main').getByText(text).first().waitFor();
  expect(await visitor.getByRole('main').innerText()).not.toMatch(/not stated/i);

  const asked = page.waitForRequest((request) => request.url().endsWith('/v1/policy'));
  await nav(page, 'Privacy');
  await page.getByRole('heading', { name: 'The policy in force' }).waitFor();
  expect(await page.getByRole('main').innerText()).not.toMatch(/not stated/i);
  // What the operator entered is what the school could have entered.
  const token = (await (await asked).headerValue('Authorization'))!.replace('Bearer ', '');
  const {
    kept: k,
    restore,
    purposes,
    clause,
    contact,
    maxParticipants,
  } = (await call<PolicyInForce>('GET', '/v1/policy', token)).body;
  await call('PUT', '/v1/policy', token, { kept: k, restore, purposes, clause, contact, maxParticipants });
  await page.reload();
  await page.getByRole('button', { name: 'Change the policy' }).click();
  await page.getByLabel('Which clause of your agreement covers this?').fill('Agreement NY-1, section 7.1');
  await page.getByLabel('Months').first().fill('');
  await page.getByLabel('Days').first().fill('30');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('dialog').getByText('Kept: 6 months → 30 days').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();
  await page.getByText('What changes is announced and mailed').waitFor();
  await advance(24 * 16);
  await tick();
  const later = await again(people.head, '/teach/privacy');
  await later.getByText('Sessions are kept for 30 days after they close').waitFor();
  await later.getByText('Agreement NY-1, section 7.1').first().waitFor();
  await later.close();
}

/** A teacher's first question set, shared, not shared, deleted and restored; and a lesson of one student. */
async function teach(page: Page): Promise<void> {
  const title = 'Rivers';
  await goTo(page, 'Question sets');
  await page.getByRole('link', { name: 'New question set' }).first().click();
  await page.getByRole('textbox', { name: 'Title of the set' }).fill(title);
  await page.getByLabel('Question type').selectOption('trueFalse');
  await page.getByRole('textbox', { name: 'Question', exact: true }).fill('Rivers flow uphill.');
  await page.getByRole('radio', { name: 'False' }).check();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText(/Everything is saved|Saved at/).waitFor();

  await goTo(page, 'Question sets');
  const menu = async (item: string) => {
    await page.locator(`summary[aria-label="More about ${title}"]`).click();
    await page.getByRole('button', { name: item, exact: true }).click();
  };
  const line = page.getByRole('listitem').filter({ hasText: title });
  await menu('Share with the school');
  await line.getByText('shared with the school').waitFor();
  await menu('Stop sharing');
  await line.getByText('shared with the school').waitFor({ state: 'detached' });
  await menu('Delete');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('Question set deleted.').first().waitFor();
  await page.getByLabel('Show').selectOption('Trash');
  await page.getByRole('button', { name: `Restore ${title}` }).click();
  await page.getByText('Question set restored').first().waitFor();
  await page.getByLabel('Show').selectOption('All');

  await page.getByRole('button', { name: `Start a session with ${title}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Open the session' }).click();
  await page.getByText('Nobody has joined yet').waitFor();
  const code = (await page.locator('.join-code > [aria-hidden]').textContent())!;
  const student = await (await newDevice()).newPage();
  await student.goto(BASE);
  await student.getByLabel('Code').fill(code);
  await student.keyboard.press('Enter');
  await student.getByLabel('Your name').fill('Ada');
  await student.getByRole('button', { name: 'Join' }).click();
  await student.getByText('kept for 30 days after the session ends').waitFor();
  await student.getByRole('button', { name: 'Start' }).click();
  await student.getByLabel('False').check();
  await student.getByText('Saved', { exact: true }).waitFor();

  await page.getByText('1 student joined').waitFor();
  await page.getByRole('link', { name: 'Results' }).click();
  await page.getByRole('table').getByRole('button', { name: 'Ada' }).waitFor();
  await advance(0.5);
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'CSV', exact: true }).click();
  await secondFactor(page, people.teacher);
  expect(readFileSync(await (await coming).path(), 'utf8')).toContain('Ada');
}

/** The operator files an incident that concerns the school, by its name; the school reads its part. */
async function incident(): Promise<void> {
  const page = await again(people.operator, '/teach/incidents');
  await page.getByRole('link', { name: 'Report an incident' }).click();
  await page.getByLabel('Title', { exact: true }).fill('Export bucket was public');
  await page.getByLabel('What happened, in your own words').fill('A storage bucket could be read by anybody.');
  await page.getByLabel('Time zone of these times').selectOption('UTC');
  await page.getByLabel('Exposed from').fill(local(-6));
  await page.getByLabel('Names that students chose').check();
  await page.getByLabel('Students’ answers').check();
  await page.getByRole('group', { name: 'Schools' }).getByLabel(SCHOOL).check();
  await page.getByRole('radio', { name: /^Yes/ }).check();
  await page.getByRole('radio', { name: /^A high risk/ }).check();
  await page.getByRole('group', { name: 'You' }).getByLabel('E-mail').fill(people.operator.email);
  await page.getByRole('group', { name: 'Contact point' }).getByLabel('Name').fill('Privacy office');
  await page.getByRole('group', { name: 'Contact point' }).getByLabel('E-mail').fill('privacy@operator.example');
  await checkAccessible(page, 'the report');
  await page.getByRole('button', { name: 'Report and start the clocks' }).click();
  await page.getByText(`· ${SCHOOL}`).first().waitFor();
  const id = /incidents\/([a-z2-7]{26})/.exec(page.url())![1]!;

  const school = await again(people.head, '/teach/incidents');
  const item = school.getByRole('listitem').filter({ has: school.locator(`a[href$="${id}"]`) });
  await item.getByText('filed by The operator').waitFor();
  await item.getByRole('link').click();
  await school.getByText('The operator filed this incident.').waitFor();
  await school.getByText(`· ${SCHOOL}`).first().waitFor();
  await school.locator('.clock-row').first().waitFor();
  expect(await school.getByRole('button', { name: /Close the incident|Correct or add|Record a delay/ }).count()).toBe(
    0,
  );

  await page.getByRole('button', { name: 'Close the incident' }).last().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: /^No breach/ }).check();
  await dialog.getByLabel('What was found and done').fill('Nobody read it: the bucket was empty all the time.');
  await dialog.getByRole('button', { name: 'Close', exact: true }).click();
  await page.getByText('The incident is closed').first().waitFor();
}

test('from nothing to the last receipt of the first school, by pages alone', { retry: 0 }, async () => {
  await byHand();
  const operator = await accept(people.operator);
  const org = await addSchool(operator);
  const head = await accept(people.head);
  await readAndChange(head, org);

  const desk = await again(people.head, '/teach/school');
  await desk.getByLabel('E-mail address').fill(people.teacher.email);
  await desk.getByRole('button', { name: 'Send invitation' }).click();
  await desk.getByText('The invitation is on its way.').waitFor();
  const tess = await accept(people.teacher);
  await teach(tess);

  // Who opened what is on record, by name.
  await desk.goto(`${BASE}/teach/privacy/audit`);
  const entries = desk.getByRole('listitem').filter({ hasText: 'Rivers' });
  await entries.getByRole('heading', { name: `${people.teacher.name}: exported the results` }).waitFor();
  await entries
    .getByRole('heading', { name: `${people.teacher.name}: opened the live view` })
    .first()
    .waitFor();

  // What the teacher erases and deletes.
  await tess.getByRole('table').getByRole('button', { name: 'Ada' }).click();
  await tess.getByRole('button', { name: 'Erase this student' }).click();
  await tess.getByRole('dialog').getByRole('button', { name: 'Erase this student' }).click();
  await tess.getByRole('button', { name: 'Ada' }).waitFor({ state: 'detached' });
  await tess.getByRole('link', { name: 'Settings' }).click();
  await tess.getByRole('button', { name: 'Delete the session' }).click();
  await tess.getByRole('dialog').getByRole('button', { name: 'Delete the session' }).click();
  await tess.getByRole('heading', { level: 1, name: 'Trash' }).waitFor();
  await desk.goto(`${BASE}/teach/privacy/receipts`);
  await desk.getByRole('link', { name: 'Everything one student left in a session' }).waitFor();

  await incident();

  // What would follow if somebody left.
  const privacy = await again(people.head, '/teach/privacy/departure');
  const form = privacy.getByRole('form', { name: 'When someone leaves' });
  await form.getByLabel('Member of staff').selectOption({ label: people.teacher.name });
  await form.getByLabel('On which day?').fill(await dayIn(3));
  await form.getByRole('button', { name: 'Show what follows' }).click();
  await privacy.getByText('Nothing was changed, and nothing is announced.').waitFor();
  await privacy.getByRole('heading', { name: /^Question set: Rivers/ }).waitFor();

  // Suspended, and then erased: everywhere it says whom.
  await nav(privacy, 'School');
  const act = async (button: string, confirm: string, done: string) => {
    await privacy.getByRole('button', { name: button }).click();
    await privacy.getByRole('dialog', { name: button }).getByRole('button', { name: confirm, exact: true }).click();
    await privacy.getByText(done).waitFor();
  };
  await act(`Suspend ${people.teacher.name}`, 'Suspend', 'Changed.');
  await act(`Erase ${people.teacher.name}`, 'Erase', 'They are out');
  await until('the member to be gone', async () => {
    await tick();
    await privacy.reload();
    await privacy.getByRole('heading', { name: people.head.name }).waitFor();
    return (await privacy.getByRole('heading', { name: people.teacher.name }).count()) === 0;
  });
  await privacy.goto(`${BASE}/teach/privacy/receipts`);
  await privacy.getByRole('link', { name: 'A staff account' }).waitFor();

  // The end of the contract, and what is left of the school a year later.
  const last = await again(people.operator, `/teach/schools/${org}`);
  await last.getByRole('button', { name: 'End the contract' }).click();
  await last.getByLabel('Last day of the contract').fill(await dayIn(-1));
  await advance(0.5);
  await last.getByRole('button', { name: 'Show what follows' }).click();
  await secondFactor(last, people.operator);
  await last.getByText('Everything else is erased on').waitFor();
  await last.getByRole('button', { name: 'End the contract now' }).click();
  await last.getByText('Contract ended', { exact: true }).waitFor();
  await advance(24 * 380);
  const letter = async () =>
    (await mails()).find(
      (m) => m.to.includes('office@harbour.example') && m.subject === `${SCHOOL}: receipts of what was erased`,
    );
  await tickUntil(async () => {
    await tick('breach-tick');
    return (await letter()) !== undefined;
  }, 'the last letter');
  const after = await again(people.operator, '/teach/schools');
  await until('the tombstone', async () => {
    await tick();
    await after.reload();
    await after.getByRole('link', { name: 'The operator' }).waitFor();
    return (await after.getByRole('link', { name: org }).count()) === 1;
  });
  await after.getByRole('link', { name: org }).click();
  await until('the school’s own receipt', async () => {
    await tick();
    await after.reload();
    return after
      .getByText(`Nothing else is left of ${org}`)
      .waitFor({ timeout: 5000 })
      .then(
        () => true,
        () => false,
      );
  });
  const receipt = after.getByRole('listitem').filter({ hasText: 'All of the school’s data' });
  expect((await letter())!.text).toContain((await receipt.locator('code').textContent())!);
  await checkAccessible(after, 'what is left');
});
