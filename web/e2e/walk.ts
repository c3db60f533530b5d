// Walks through every page and state of the teachers' app, for whoever checks them.

import type { BrowserContextOptions, Page } from 'playwright-core';
import { tabTo } from './browser';
import { resetClock } from './clock';
import { choosePerson, deskDevice, goTo, lessonOfFive, teacher } from './desk';
import { affectedLesson, close, later, noticesOf, patch, reported, restOfTexts, stepUp, until } from './register';
import { BASE, call, everyKind, Lesson, signIn } from './stack';

const samples = new URL('../src/teach/import/samples/', import.meta.url);
export const sample = (name: string) => new URL(name, samples).pathname;

type Look = (page: Page, name: string) => Promise<void>;

export async function walkSignIn(options: BrowserContextOptions, look: Look): Promise<void> {
  const device = await deskDevice(options);
  const page = await device.newPage();
  await page.goto(`${BASE}/teach/`);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).waitFor();
  await look(page, 'sign-in');
  await page.goto(`${BASE}/teach/?error=access_denied&state=x`);
  await page.getByText('didn’t finish').waitFor();
  await look(page, 'sign-in-failed');
  await page.goto(`${BASE}/teach/co-teach#token`);
  await page.getByText('A colleague has invited you').waitFor();
  await look(page, 'sign-in-invited');
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await choosePerson(page, 'Linus North');
  await page.getByRole('button', { name: 'Accept the invitation' }).waitFor();
  await look(page, 'co-teach');
  await page.getByRole('button', { name: 'Accept the invitation' }).click();
  await page.getByText('This invitation isn’t for you').waitFor();
  await look(page, 'co-teach-failed');
  await page.goto(`${BASE}/teach/nowhere`);
  await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
  await look(page, 'unknown');
}

export async function walkSets(options: BrowserContextOptions, look: Look): Promise<void> {
  const page = await teacher(options);
  await goTo(page, 'Question sets');
  await page
    .getByRole('button', { name: /^Start a session with/ })
    .first()
    .waitFor();
  await look(page, 'sets');
  await page.locator('.menu > summary').first().click();
  await look(page, 'sets-menu');
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').waitFor();
  await look(page, 'sets-delete');
  await page.keyboard.press('Escape');
  await page
    .getByRole('button', { name: /^Start a session with/ })
    .first()
    .click();
  await page.getByRole('dialog').waitFor();
  await look(page, 'start');
  await page.getByLabel('Closes automatically').fill('2020-01-01T10:00');
  await page.getByRole('button', { name: 'Open the session' }).click();
  await page.getByText('This is in the past').waitFor();
  await look(page, 'start-wrong');
  await page.keyboard.press('Escape');

  await page.getByRole('link', { name: 'New question set' }).first().click();
  await page.getByLabel('Title of the set').waitFor();
  await look(page, 'editor-new');
  for (const kind of everyKind.map((q) => q.kind)) {
    await page.getByLabel('Question type').selectOption(kind);
    await look(page, `editor-${kind}`);
  }
  await page.getByLabel('Question type').selectOption('choices');
  await page.getByText('Explanation, feedback').click();
  await look(page, 'editor-advanced');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('keep this from being saved').waitFor();
  await look(page, 'editor-faults');
  await page.getByRole('link', { name: 'Sessions' }).click();
  await page.getByRole('dialog').waitFor();
  await look(page, 'editor-leave');
  await page.getByRole('button', { name: 'Leave without saving' }).click();

  const token = await signIn();
  const { body: paper } = await call<{ id: string }>('POST', '/v1/question-sets', token, {
    title: 'Rivers of Europe, on paper',
    questions: everyKind,
  });
  await page.goto(`${BASE}/teach/sets/${paper.id}/paper`);
  await page.getByRole('article').first().waitFor();
  await look(page, 'paper');
  const { body: set } = await call<{ id: string }>('POST', '/v1/question-sets', token, {
    title: 'Rivers of Europe',
    questions: everyKind,
  });
  await page.goto(`${BASE}/teach/sets/${set.id}`);
  await page.getByRole('button', { name: /Which river is the longest/ }).waitFor();
  await look(page, 'editor');
  await page.getByRole('button', { name: 'Preview', exact: true }).click();
  await page.getByRole('dialog').waitFor();
  await look(page, 'preview');
  for (let i = 1; i < everyKind.length; i++) {
    await page.getByRole('dialog').getByRole('button', { name: 'Next' }).click();
    if (everyKind[i]!.kind === 'match') await look(page, 'preview-match');
  }
  await page.keyboard.press('Escape');
  await page.getByLabel('Title of the set').fill('Rivers');
  await call('PUT', `/v1/question-sets/${set.id}`, token, { title: 'Other', questions: everyKind });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('This set was changed elsewhere').waitFor();
  await look(page, 'editor-conflict');
  await page.getByRole('button', { name: 'Discard mine' }).click();
  await page.getByText('Everything is saved').waitFor();

  await page.goto(`${BASE}/teach/sets/import`);
  await page.getByLabel('File').waitFor();
  await look(page, 'import');
  await page.getByText('What a CSV file looks like').click();
  await look(page, 'import-csv');
  await page.getByText('What a CSV file looks like').click();
  await page.getByLabel('File').setInputFiles(sample('moodle.xml'));
  await page.getByRole('heading', { name: /from Moodle XML/ }).waitFor();
  await look(page, 'import-report');
  await page
    .getByLabel('File')
    .setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{') });
  await page.getByText('This file can’t be read').waitFor();
  await look(page, 'import-damaged');

  await page.context().setOffline(true);
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Question sets' }).click();
  await page.getByText('You seem to be offline').waitFor();
  await look(page, 'sets-offline');
  await page.context().setOffline(false);
}

export async function walkSession(options: BrowserContextOptions, look: Look): Promise<void> {
  const lesson = await Lesson.open(everyKind, { feedback: 'after-close' });
  const at = (tab: string) => `${BASE}/teach/sessions/${lesson.session.id}${tab}`;
  const page = await teacher(options);
  await goTo(page, 'Sessions');
  await page.getByRole('link', { name: 'Rivers of Europe' }).first().waitFor();
  await look(page, 'sessions');
  await page.goto(at(''));
  await page.getByText('Nobody has joined yet').waitFor();
  await look(page, 'live-empty');
  await page.goto(at('/results'));
  await page.getByText('there are no results yet').waitFor();
  await look(page, 'results-empty');
  await page.goto(at('/projector'));
  await page.getByRole('img', { name: /QR code/ }).waitFor();
  await look(page, 'projector-code');
  await lessonOfFive(lesson.session.code);
  await page.getByText('5 students joined').waitFor();
  await page.getByRole('button', { name: 'Show names' }).click();
  await look(page, 'projector-names');
  await page.getByRole('button', { name: 'Hide names' }).click();
  await page.getByRole('button', { name: 'First question' }).click();
  await page.getByRole('heading', { name: 'Which river is the longest?' }).waitFor();
  await look(page, 'projector-question');
  await page.getByRole('button', { name: 'Show results' }).click();
  await look(page, 'projector-results');
  await page.getByRole('button', { name: 'Show the solution' }).click();
  await look(page, 'projector-solution');
  for (const { id } of everyKind.slice(1)) {
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('button', { name: 'Show results' }).click();
    if (id === 'match' || id === 'cloud' || id === 'scale') await look(page, `projector-${id}`);
  }
  await page.goto(at(''));
  await page.getByText('5 students joined').waitFor();
  await look(page, 'live');
  await page.getByRole('button', { name: 'Hide names' }).click();
  await page.getByRole('button', { name: 'Hide results' }).click();
  await look(page, 'live-hidden');
  await page.getByRole('button', { name: 'Stop new joins' }).click();
  await page.getByRole('button', { name: 'Allow new joins' }).waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Resume' }).waitFor();
  await look(page, 'live-paused');
  await page.getByRole('button', { name: 'Close the session' }).click();
  await page.getByRole('dialog').waitFor();
  await look(page, 'live-close');
  await page.keyboard.press('Escape');

  await page.goto(at('/results'));
  await page.getByRole('table').waitFor();
  await look(page, 'results');
  await page.getByRole('link', { name: 'Report to print' }).click();
  await page.getByRole('button', { name: 'A page for each student' }).click();
  await look(page, 'report');
  await page.goto(at('/results'));
  await page.getByRole('button', { name: 'Show answers' }).click();
  await look(page, 'results-answers');
  await page.getByRole('button', { name: 'Deniz' }).click();
  await page.getByRole('dialog').waitFor();
  await look(page, 'participant');
  await page.getByRole('button', { name: 'Erase this student' }).click();
  await look(page, 'participant-erase');
  await page.keyboard.press('Escape');

  await page.goto(at('/grading'));
  await page.getByRole('heading', { name: /Which capital/ }).waitFor();
  await page.getByLabel('Points', { exact: true }).first().fill('7');
  await page.getByRole('button', { name: 'Give', exact: true }).first().click();
  await page.getByText('Give 0 to').waitFor();
  await look(page, 'grading');

  await page.goto(at('/settings'));
  await page.getByRole('button', { name: 'Create an invitation link' }).click();
  await page.getByLabel('Invitation link').waitFor();
  await look(page, 'settings');
  await page.getByRole('button', { name: 'Delete the session' }).click();
  await page.getByRole('dialog').waitFor();
  await look(page, 'delete');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete the session' }).click();
  await page.getByRole('heading', { level: 1, name: 'Trash' }).waitFor();
  await page
    .getByRole('button', { name: /^Restore/ })
    .first()
    .waitFor();
  await look(page, 'trash');
  await page
    .getByRole('button', { name: /^Restore/ })
    .first()
    .click();
  await page.getByText('Restored:').waitFor();
  await look(page, 'trash-restored');
  await page.goto(at(''));
  await page.getByText('Closed:').waitFor();
  await look(page, 'live-closed');

  const paced = await Lesson.open(everyKind, { mode: 'teacher-paced', feedback: 'none' });
  await page.goto(`${BASE}/teach/sessions/${paced.session.id}`);
  await page.getByText('No question is shown').waitFor();
  await look(page, 'paced-waiting');
  await page.getByRole('button', { name: 'First question' }).click();
  await page.getByText('Question 1 of 9').waitFor();
  await look(page, 'paced');
  await page.context().setOffline(true);
  await page.getByText('The connection was lost').waitFor();
  await look(page, 'live-offline');
  await page.context().setOffline(false);
  await page.goto(`${BASE}/teach/sessions/${'a'.repeat(26)}`);
  await page.getByText('This session no longer exists').waitFor();
  await look(page, 'session-gone');
}

/** Where nothing is yet. */
export async function walkEmpty(options: BrowserContextOptions, look: Look): Promise<void> {
  const page = await teacher({ ...options, person: 'Cleanslate Operations' });
  await page.getByText('No sessions yet').waitFor();
  await look(page, 'sessions-empty');
  await goTo(page, 'Trash');
  await page.getByText('The trash is empty').waitFor();
  await look(page, 'trash-empty');
}

/** A school from the operator's first form to the end of its contract, and a school's own page. */
export async function walkSchools(options: BrowserContextOptions, look: Look): Promise<void> {
  const page = await teacher({ ...options, person: 'Cleanslate Operations', path: '/teach/schools' });
  await page.getByRole('link', { name: 'North School' }).waitFor();
  await look(page, 'schools');
  await page.getByRole('link', { name: 'Add a school' }).click();
  const fill = async (values: Record<string, string>) => {
    for (const [label, value] of Object.entries(values)) await page.getByLabel(label, { exact: true }).fill(value);
  };
  await fill({
    Name: 'West School',
    Country: 'US',
    'Time zone': 'America/Los_Angeles',
    Office: 'office@west.example',
    'Privacy contact': 'privacy@west.example',
    Purposes: 'teaching\nassessment',
    'Clause of the agreement': 'Agreement, section 7',
  });
  await page.getByRole('button', { name: 'Save' }).click();
  // The law on breaches differs by state.
  await page.getByText('Check this entry').waitFor();
  await look(page, 'school-faults');
  await fill({ 'State or province': 'US-CA' });
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { level: 2, name: 'West School' }).waitFor();
  await look(page, 'school-new');

  await page.getByRole('button', { name: 'Add an agreement' }).click();
  if (await page.getByText('ny-2d').count()) throw new Error('New York’s clause is offered in California');
  const year = new Date().getFullYear();
  await fill({
    Number: 'NDPA-7',
    Parties: 'West School\ncleanslate',
    'Signed on': `${year - 1}-02-01`,
    'Last day': `${year + 2}-01-31`,
  });
  await page.getByRole('checkbox', { name: /^ndpa/ }).check();
  await fill({ 'Time in figures (ndpa)': '48', 'In the agreement’s words (ndpa)': 'forty-eight (48) hours' });
  await page.getByRole('button', { name: 'Add an exhibit' }).click();
  await look(page, 'agreement');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Some entries are invalid').waitFor();
  await page.getByRole('button', { name: 'Remove exhibit 1' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('In force', { exact: true }).waitFor();
  await page.getByText('forty-eight (48) hours').first().waitFor();
  await page.getByRole('heading', { name: /Agreement added by the operator/ }).waitFor();
  await look(page, 'school');

  // The end of a contract, by keyboard: first what follows, then the button that does it.
  await tabTo(page, '.button.danger');
  await page.keyboard.press('Enter');
  await page.getByLabel('Last day of the contract').fill(new Date(Date.now() - 86_400_000).toISOString().slice(0, 10));
  await tabTo(page, 'dialog .button.primary');
  await page.keyboard.press('Enter');
  await page.getByText('Sessions that are deleted: 0').waitFor();
  await look(page, 'school-leave');
  await tabTo(page, 'dialog .button.danger');
  await page.keyboard.press('Enter');
  await page.getByText('The end of the contract is recorded.').waitFor();
  await page.getByText('Contract ended', { exact: true }).waitFor();

  const grace = await teacher({ ...options, person: 'Grace North' });
  await tabTo(grace, 'nav a[href="/teach/school"]');
  await grace.keyboard.press('Enter');
  await grace.getByRole('heading', { level: 2, name: 'North School' }).waitFor();
  await grace.getByText('DPA-17').waitFor();
  await look(grace, 'school-own');
  const ada = await teacher({ ...options, path: '/teach/schools' });
  await ada.getByText('don’t have permission').waitFor();
}

/** A drill for two schools, with an overdue deadline and a delay, from the form to the closed register. */
export async function walkIncidents(options: BrowserContextOptions, look: Look): Promise<void> {
  const ops = 'ops@cleanslate.example';
  const without = await teacher({ ...options, person: 'Alan South', factor: false, path: '/teach/incidents' });
  await without.getByRole('button', { name: 'Confirm second factor' }).waitFor();
  await look(without, 'incidents-second-factor');
  await without.getByRole('button', { name: 'Confirm second factor' }).click();
  await choosePerson(without, 'Alan South');
  await without.getByText('No incident has been reported').waitFor();
  await look(without, 'incidents-empty');
  const stranger = await teacher({ ...options, path: '/teach/incidents' });
  await stranger.getByText('have permission to manage incidents').waitFor();
  await look(stranger, 'incidents-forbidden');

  await affectedLesson('ada@north.example', ['Ada', 'Bo', 'Cy']);
  await affectedLesson('alan@south.example', ['Di', 'Ed']);
  const page = await teacher({ ...options, person: 'Cleanslate Operations', path: '/teach/incidents/new' });
  await page.getByLabel('Title', { exact: true }).waitFor();
  await look(page, 'incident-report');
  await page.getByRole('button', { name: /^Report and start the clocks/ }).click();
  await page.getByText('entries need attention').waitFor();
  await look(page, 'incident-report-faults');

  const { id } = await reported(ops, {
    drill: true,
    scope: { orgs: ['org_north', 'org_south'] },
    risk: 'undetermined',
  });
  const at = (tab: string) => `${BASE}/teach/incidents/${id}${tab}`;
  await page.goto(`${BASE}/teach/incidents`);
  await page.getByRole('link', { name: 'Export bucket was public' }).first().waitFor();
  await look(page, 'incidents');
  await page.goto(at(''));
  await page.getByRole('heading', { name: 'What to do now' }).waitFor();
  await look(page, 'incident');
  await page.getByText('As a table').click();
  await look(page, 'incident-table');
  for (const [button, name] of [
    ['Start notifying', 'notify'],
    ['Correct or add', 'facts'],
    ['Correct a clock', 'clocks'],
    ['Record a delay', 'delay'],
    ['Confirm that it is a breach', 'confirm'],
    ['Close the incident', 'close'],
  ] as const) {
    await page.getByRole('button', { name: button, exact: true }).first().click();
    await page.getByRole('dialog').waitFor();
    if (name === 'delay' || name === 'close') await page.getByRole('dialog').getByRole('button').last().click();
    await look(page, `incident-${name}`);
    await page.keyboard.press('Escape');
  }
  await page.goto(at('/texts'));
  await page.getByText('Required now').first().waitFor();
  await look(page, 'incident-texts');
  await page.goto(at('/notices'));
  await page.getByRole('button', { name: /^Preview: GDPR art. 33\(1\)/ }).click();
  await page.getByText('This notice can’t be sent').waitFor();
  await look(page, 'incident-refused');
  await page.keyboard.press('Escape');
  await look(page, 'incident-notices');
  await page.goto(at('/affected'));
  await page.getByRole('table').last().waitFor();
  await look(page, 'incident-affected');
  await page.context().setOffline(true);
  await page.getByRole('link', { name: 'Timeline' }).click();
  await page.getByText('You seem to be offline').waitFor();
  await look(page, 'incident-offline');
  await page.context().setOffline(false);

  try {
    await patch(ops, id, { state: 'notifying' });
    await until('the notice that is complete', async () =>
      (await noticesOf(ops, id)).some((n) => n.clause.id === 'gdpr-33-2' && n.state === 'sent'),
    );
    await later(75);
    await page.goto(at(''));
    await stepUp(page, 'Cleanslate Operations');
    await page.locator('.clock-row.overdue').first().waitFor();
    await look(page, 'incident-overdue');
    await patch(ops, id, { texts: { en: { ...restOfTexts.en, reasons: 'The logs came late.' } } });
    await later(0.1);
    await call('POST', `/v1/incidents/${id}/confirm`, await signIn(ops), {});
    await page.goto(at(''));
    await page.locator('.clock-row.met').first().waitFor();
    await look(page, 'incident-notifying');
    await page.getByRole('button', { name: 'Report new findings' }).click();
    await page.getByRole('dialog').waitFor();
    await look(page, 'incident-update');
    await page.keyboard.press('Escape');
    await page.goto(at('/notices'));
    await page.getByText('Sent', { exact: true }).first().waitFor();
    await look(page, 'incident-notices-sent');
    await page.getByRole('button', { name: /^Preview: GDPR art. 33\(2\)/ }).click();
    await page.locator('.preview-subject').waitFor();
    await look(page, 'incident-preview');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^It bounced: GDPR art. 33\(2\)/ }).click();
    await look(page, 'incident-bounced');
    await page.keyboard.press('Escape');
    // The letter for parents counts from the notice to the school.
    await until('every notice', async () =>
      (await noticesOf(ops, id)).every((n) => n.state === 'sent' || n.state === 'not-required'),
    );
    await close(ops, id, 'no-breach');
    await page.goto(at(''));
    await page.getByText('The incident is closed').first().waitFor();
    await look(page, 'incident-closed');
    await page.goto(at('/timeline'));
    await page.getByText('The hash chain is intact').waitFor();
    await look(page, 'incident-timeline');
    await page.goto(at('/register'));
    await page.getByRole('button', { name: 'Show the entry' }).click();
    await page.getByRole('heading', { name: 'Effects' }).waitFor();
    await look(page, 'incident-register');
  } finally {
    await resetClock();
  }
}
