import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { withBrowser } from './browser';
import { choosePerson, goTo, Pupil, teacher } from './desk';
import { BASE, call, everyKind, signIn } from './stack';
import type { QuestionRequest, QuestionSet } from '../src/api/schema';
import { sample } from './walk';

withBrowser();

const createSet = async (title: string, questions: QuestionRequest[] = everyKind) =>
  (await call<QuestionSet>('POST', '/v1/question-sets', await signIn(), { title, questions })).body;
const getSet = async (id: string) => (await call<QuestionSet>('GET', `/v1/question-sets/${id}`, await signIn())).body;

const save = async (page: Page) => {
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText(/Everything is saved|Saved at/).waitFor();
};
const idOf = (page: Page) => new URL(page.url()).pathname.split('/').pop()!;
const box = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });

test('every kind of question can be written', async () => {
  const page = await teacher({ path: '/teach/sets/new' });
  await box(page, 'Title of the set').fill('Every kind');
  const add = async (kind: string, prompt: string) => {
    await page.getByRole('button', { name: 'Add a question' }).click();
    await page.getByLabel('Question type').selectOption(kind);
    await box(page, 'Question').fill(prompt);
  };
  const advanced = () => page.getByText('Explanation, feedback, shares').click();

  await box(page, 'Question').fill('One?');
  await box(page, 'Option 1').fill('x');
  await box(page, 'Option 2').fill('y');
  await page.getByRole('button', { name: 'Add an option' }).click();
  await page.keyboard.type('z'); // where the focus is
  await page.getByRole('radio', { name: 'Is right: y' }).check();
  await box(page, 'Points').fill('2.5');
  await advanced();
  await page.getByRole('group', { name: 'x' }).getByLabel('Feedback').fill('Not x.');
  await page.getByRole('group', { name: 'z' }).getByLabel('Share in %').fill('50');
  await box(page, 'Explanation').fill('Since y.');
  await box(page, 'Feedback on a right answer').fill('Well done.');
  await box(page, 'Feedback on any other answer').fill('Look again.');

  await add('choices', 'Several?');
  await box(page, 'Option 1').fill('a');
  await box(page, 'Option 2').fill('b');
  await page.getByRole('checkbox', { name: 'Is right: a' }).check();
  await page.getByRole('checkbox', { name: 'Is right: b' }).check();
  await add('trueFalse', 'True?');
  await page.getByRole('radio', { name: 'False' }).check();
  await add('text', 'Text?');
  await box(page, 'Accepted answer 1').fill('Paris');
  await page.getByRole('button', { name: 'Add an accepted answer' }).click();
  await box(page, 'Accepted answer 2').fill('Lutetia');
  await advanced();
  await page.getByRole('group', { name: 'Lutetia' }).getByLabel('Share in %').fill('50');
  await add('text', 'Essay?');
  await page.getByLabel('No automatic scoring').check();
  expect(await box(page, 'Points').inputValue()).toBe('0');
  await box(page, 'Points').fill('4.5');
  await add('number', 'Number?');
  await box(page, 'Value').fill('346');
  await box(page, 'Tolerance ±').fill('10');
  await page.getByRole('button', { name: 'Add an accepted number' }).click();
  await page.getByLabel('Form of accepted number 2').selectOption('range');
  await box(page, 'From').fill('1');
  await box(page, 'To').fill('2');
  await add('order', 'Order?');
  await box(page, 'Item 1').fill('second');
  await box(page, 'Item 2').fill('first');
  await page.getByRole('button', { name: 'Move up: first' }).click();
  await add('match', 'Match?');
  await box(page, 'Pair 1, left').fill('Seine');
  await box(page, 'Pair 1, right').fill('Paris');
  await box(page, 'Pair 2, left').fill('Thames');
  await box(page, 'Pair 2, right').fill('London');
  await page.getByRole('button', { name: 'Add an extra item' }).click();
  await box(page, 'Extra 1').fill('Rome');
  await add('scale', 'Scale?');
  await box(page, 'Lowest step').fill('0');
  await box(page, 'What the highest means (optional)').fill('most');
  await add('cloud', 'Cloud?');
  await box(page, 'Words each student may give').fill('2');
  await add('choice', 'Poll?');
  await page.getByLabel('A poll: nothing is right or wrong').check();
  await box(page, 'Option 1').fill('this');
  await box(page, 'Option 2').fill('that');

  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Edit question set' }).waitFor();
  const { title, questions } = await getSet(idOf(page));
  expect(title).toBe('Every kind');
  expect(questions.map(({ id: _, ...q }) => q)).toEqual([
    {
      kind: 'choice',
      prompt: 'One?',
      options: [
        { id: 'a', text: 'x', feedback: 'Not x.' },
        { id: 'b', text: 'y' },
        { id: 'c', text: 'z', weight: 50 },
      ],
      correct: 'b',
      points: 2.5,
      explanation: 'Since y.',
      feedback: { correct: 'Well done.', incorrect: 'Look again.' },
    },
    {
      kind: 'choices',
      prompt: 'Several?',
      options: [
        { id: 'a', text: 'a' },
        { id: 'b', text: 'b' },
      ],
      correct: ['a', 'b'],
      points: 1,
    },
    { kind: 'trueFalse', prompt: 'True?', correct: false, points: 1 },
    { kind: 'text', prompt: 'Text?', correct: [{ text: 'Paris' }, { text: 'Lutetia', weight: 50 }], points: 1 },
    { kind: 'text', prompt: 'Essay?', points: 4.5 },
    {
      kind: 'number',
      prompt: 'Number?',
      correct: [
        { value: 346, tolerance: 10 },
        { min: 1, max: 2 },
      ],
      points: 1,
    },
    {
      kind: 'order',
      prompt: 'Order?',
      options: [
        { id: 'a', text: 'first' },
        { id: 'b', text: 'second' },
      ],
      correct: ['a', 'b'],
      points: 1,
    },
    {
      kind: 'match',
      prompt: 'Match?',
      options: [
        { id: 'a', text: 'Seine' },
        { id: 'b', text: 'Thames' },
      ],
      targets: [
        { id: '1', text: 'Paris' },
        { id: '2', text: 'London' },
        { id: '3', text: 'Rome' },
      ],
      correct: { a: '1', b: '2' },
      points: 1,
    },
    { kind: 'scale', prompt: 'Scale?', points: 0, scale: { min: 0, max: 5, maxLabel: 'most' } },
    { kind: 'cloud', prompt: 'Cloud?', points: 0, maxWords: 2 },
    {
      kind: 'choice',
      prompt: 'Poll?',
      options: [
        { id: 'a', text: 'this' },
        { id: 'b', text: 'that' },
      ],
      points: 0,
    },
  ]);
});

test('questions are moved, duplicated and deleted, and what is saved comes back', async () => {
  const { id } = await createSet('To be moved', everyKind.slice(0, 3));
  const page = await teacher({ path: `/teach/sets/${id}` });
  await page.getByRole('button', { name: 'Move down: Question 1' }).click();
  await page.getByRole('button', { name: 'Duplicate: Question 3' }).click();
  await page.getByRole('button', { name: 'Delete: Question 1' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('You have unsaved changes').waitFor();
  await save(page);
  const stored = await getSet(id);
  expect(stored.revision).toBe(2);
  expect(stored.questions.map((q) => q.prompt)).toEqual([
    everyKind[0]!.prompt,
    everyKind[2]!.prompt,
    everyKind[2]!.prompt,
  ]);
  expect(new Set(stored.questions.map((q) => q.id)).size).toBe(3);
  // Opened without a change, nothing is to be saved.
  await page.reload();
  await page.getByText('Everything is saved').waitFor();
});

test('what is missing is said, and every line leads to its place', async () => {
  const page = await teacher({ path: '/teach/sets/new' });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const summary = page.getByRole('group', { name: /keep this from being saved/ });
  await summary.waitFor();
  expect(await summary.evaluate((e) => e === document.activeElement)).toBe(true);
  await summary.getByRole('button', { name: /Title of the set/ }).click();
  const focused = (name: string) =>
    expect.poll(() => box(page, name).evaluate((e) => e === document.activeElement)).toBe(true);
  await focused('Title of the set');
  await page.keyboard.type('A title');
  await summary.getByRole('button', { name: 'Question 1: Mark the right answer' }).click();
  await summary.getByRole('button', { name: 'Question 1: This is empty' }).first().click();
  await focused('Question');
  await page.keyboard.type('A question');
  expect(await box(page, 'Title of the set').inputValue()).toBe('A title');
  expect(await box(page, 'Question').inputValue()).toBe('A question');
});

test('nobody loses what they wrote', async () => {
  const { id, title } = await createSet(`Kept set ${Date.now()}`);
  const page = await teacher();
  await goTo(page, 'Question sets');
  await page.getByRole('link', { name: title }).click();
  await box(page, 'Title of the set').fill('Changed');
  // Neither by a link, nor by going back, nor by reloading.
  await page.getByRole('link', { name: 'Sessions' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await page.goBack();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  const asked = page.waitForEvent('dialog').then((dialog) => dialog.dismiss());
  await page.evaluate(() => location.reload()); // page.reload() would wait for the page that doesn't come
  await asked;
  expect(await box(page, 'Title of the set').inputValue()).toBe('Changed');

  // Somebody else saves in between.
  await call('PUT', `/v1/question-sets/${id}`, await signIn(), { title: 'Theirs', questions: everyKind.slice(0, 1) });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('This set was changed elsewhere').waitFor();
  expect((await getSet(id)).title).toBe('Theirs');
  await page.getByRole('button', { name: 'Save mine as a new set' }).click();
  await page.waitForURL((url) => !url.pathname.endsWith(id));
  expect((await getSet(idOf(page))).title).toBe('Changed (copy)');
  expect((await getSet(id)).questions).toHaveLength(1);

  // The connection is lost while saving.
  await page.getByText('Everything is saved').waitFor();
  await box(page, 'Title of the set').fill('Offline');
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('You seem to be offline').waitFor();
  await page.context().setOffline(false);
  await save(page);
  expect((await getSet(idOf(page))).title).toBe('Offline');
});

test('a sign-in that ended while writing brings the work back', async () => {
  const { id } = await createSet('Long writing');
  const page = await teacher({ path: `/teach/sets/${id}` });
  await box(page, 'Title of the set').fill('Much work');
  // The sign-in ends everywhere: no session at Auth0, and no token is accepted any more.
  await page.context().clearCookies();
  await page.route('**/oauth/token', (route) =>
    route.fulfill({
      status: 403,
      contentType: 'application/json',
      body: '{"error":"invalid_grant","error_description":"Unknown or invalid refresh token."}',
    }),
  );
  await page.route(`**/v1/question-sets/${id}`, (route) =>
    route.fulfill({
      status: 401,
      contentType: 'application/problem+json',
      headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' },
      body: '{"type":"/problems/invalid-token","title":"x","status":401,"detail":"x"}',
    }),
  );
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('You’ve been signed out').waitFor();
  await page.unroute('**/oauth/token');
  await page.unroute(`**/v1/question-sets/${id}`);
  await page.getByRole('button', { name: 'Sign in again' }).click();
  await choosePerson(page, 'Ada North');
  await page.getByText('Your changes have been restored').waitFor();
  expect(await box(page, 'Title of the set').inputValue()).toBe('Much work');
  await save(page);
  expect((await getSet(id)).title).toBe('Much work');
});

describe('import', () => {
  test.each([
    [
      'rivers.gift',
      /14 questions from GIFT/,
      'Rivers of Europe',
      /1 question can’t be imported|2 questions can’t be imported/,
      14,
    ],
    ['moodle.xml', /9 questions from Moodle XML/, 'Cells', /2 questions can’t be imported/, 9],
    ['quiz.aiken.txt', /4 questions from Aiken/, 'quiz.aiken', /2 questions can’t be imported/, 4],
    ['quiz.csv', /12 questions from CSV/, 'quiz', /2 questions can’t be imported/, 12],
    ['kahoot.xlsx', /5 questions from Kahoot/, 'kahoot', /1 question can’t be imported/, 5],
  ] as const)('%s', async (file, heading, title, lost, count) => {
    const page = await teacher({ path: '/teach/sets/import' });
    const before = (await call<{ items: unknown[] }>('GET', '/v1/question-sets?pageSize=100', await signIn())).body
      .items.length;
    await page.getByLabel('File').setInputFiles(sample(file));
    await page.getByRole('heading', { name: heading }).waitFor();
    await page.getByText(lost).waitFor();
    // Nothing is saved before the teacher says so.
    expect(
      (await call<{ items: unknown[] }>('GET', '/v1/question-sets?pageSize=100', await signIn())).body.items.length,
    ).toBe(before);
    expect(await box(page, 'Title of the set').inputValue()).toBe(title);
    await page.getByRole('button', { name: `Save ${count} questions as a new set` }).click();
    await page.getByRole('heading', { level: 1, name: 'Edit question set' }).waitFor();
    const set = await getSet(idOf(page));
    expect(set.questions).toHaveLength(count);
    // The editor accepts what was imported.
    await box(page, 'Title of the set').fill(`${title}!`);
    await save(page);
    expect((await getSet(set.id)).questions).toEqual(set.questions);
  });

  test('what is exported can be imported again', async () => {
    const { id, questions } = await createSet('Round trip');
    const page = await teacher({ path: '/teach/sets' });
    await page.getByRole('heading', { name: 'Round trip' }).first().waitFor();
    const download = async (name: string) => {
      await page.locator('summary[aria-label="More about Round trip"]').first().click();
      const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
      return { name: file.suggestedFilename(), path: await file.path() };
    };
    const json = await download('Export as JSON');
    expect(json.name).toBe('Round trip.json');
    expect(JSON.parse(readFileSync(json.path, 'utf8'))).toEqual({ title: 'Round trip', questions });
    const gift = await download('Export as GIFT');
    await page.getByText('GIFT can’t express questions 6, 8, 9').waitFor();
    await page.goto(`${BASE}/teach/sets/import`);
    await page
      .getByLabel('File')
      .setInputFiles({ name: gift.name, mimeType: 'text/plain', buffer: readFileSync(gift.path) });
    await page.getByRole('heading', { name: '6 questions from GIFT' }).waitFor();
    await page.getByText('Nothing is lost.').waitFor();
    await page
      .getByLabel('File')
      .setInputFiles({ name: json.name, mimeType: 'application/json', buffer: readFileSync(json.path) });
    await page.getByRole('heading', { name: '9 questions from cleanslate' }).waitFor();
    await page.getByRole('button', { name: 'Save 9 questions as a new set' }).click();
    await page.getByRole('heading', { level: 1, name: 'Edit question set' }).waitFor();
    const again = await getSet(idOf(page));
    const bare = (list: QuestionRequest[]) => list.map(({ id: _, ...q }) => q);
    expect(again.id).not.toBe(id);
    expect(bare(again.questions)).toEqual(bare(questions));
  });

  test('the template is a file that can be imported', async () => {
    const page = await teacher({ path: '/teach/sets/import' });
    await page.getByText('What a CSV file looks like').click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download a template' }).click(),
    ]);
    await page
      .getByLabel('File')
      .setInputFiles({ name: 'questions.csv', mimeType: 'text/csv', buffer: readFileSync(await file.path()) });
    await page.getByRole('heading', { name: '9 questions from CSV' }).waitFor();
  });
});

test('a set is deleted only after a question', async () => {
  const { id } = await createSet(`Short-lived set ${Date.now()}`);
  const { title } = await getSet(id);
  const page = await teacher();
  await goTo(page, 'Question sets');
  await page.locator(`summary[aria-label="More about ${title}"]`).click();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('heading', { name: title }).waitFor();
  await page.locator(`summary[aria-label="More about ${title}"]`).click();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('heading', { name: title }).waitFor({ state: 'detached' });
  await expect(getSet(id)).rejects.toThrow('404');

  // It waits in the trash until its date.
  await page.getByLabel('Show').selectOption('Trash');
  const row = page.getByRole('listitem').filter({ hasText: title });
  await row.getByText(/can be restored until/).waitFor();
  await row.getByRole('button', { name: `Restore ${title}` }).click();
  await row.waitFor({ state: 'detached' });
  expect((await getSet(id)).title).toBe(title);
});

test('colleagues read, start and copy what is shared, and nothing else', async () => {
  const { id, title } = await createSet(`Shared set ${Date.now()}`, everyKind.slice(0, 2));
  const hidden = await createSet(`Own set ${Date.now()}`, everyKind.slice(0, 1));
  const ada = await teacher();
  await goTo(ada, 'Question sets');
  const menu = (page: Page, name = title) => page.locator(`summary[aria-label="More about ${name}"]`);
  await menu(ada).click();
  await ada.getByRole('button', { name: 'Share with the school' }).click();
  await ada.getByRole('listitem').filter({ hasText: title }).getByText('shared with the school').waitFor();
  expect((await getSet(id)).shared).toBe('school');

  const linus = await teacher({ person: 'Linus North' });
  await goTo(linus, 'Question sets');
  await linus.getByLabel('Show').selectOption('The school’s');
  await linus.getByLabel('Search titles').fill(title.toUpperCase());
  await linus.getByRole('button', { name: 'Search' }).click();
  await linus.getByRole('listitem').filter({ hasText: title }).getByText('Ada North').waitFor();
  expect(await linus.getByRole('heading', { name: hidden.title }).count()).toBe(0);
  await menu(linus).click();
  expect(await linus.getByRole('button', { name: 'Delete' }).count()).toBe(0);
  await linus.keyboard.press('Escape');
  await linus.getByRole('link', { name: title }).click();
  await linus.getByText('To change it, make a copy.').waitFor();
  expect(await linus.getByRole('button', { name: 'Save', exact: true }).count()).toBe(0);
  await linus.getByRole('button', { name: everyKind[0]!.prompt }).click();
  await linus.getByRole('dialog').getByText(everyKind[0]!.prompt).waitFor();
  await linus.getByRole('dialog').getByRole('button', { name: 'Close' }).first().click();
  await linus.getByRole('button', { name: 'Start' }).click();
  await linus.getByRole('dialog').getByRole('button', { name: 'Open the session' }).click();
  await linus.getByRole('heading', { level: 1, name: title }).waitFor();

  await linus.goto(`${BASE}/teach/sets/${id}`);
  await linus.getByRole('button', { name: 'Make a copy' }).click();
  await box(linus, 'Title of the set').fill('Linus’s copy');
  await save(linus);
  expect(idOf(linus)).not.toBe(id);
  expect((await getSet(id)).title).toBe(title);

  // No longer shared, it is gone for him.
  await menu(ada).click();
  await ada.getByRole('button', { name: 'Stop sharing' }).click();
  await ada.getByText('shared with the school').filter({ hasText: title }).waitFor({ state: 'detached' });
  await expect.poll(async () => (await getSet(id)).shared).toBe('none');
  await linus.goto(`${BASE}/teach/sets/${id}`);
  await linus
    .getByRole('alert')
    .or(linus.getByText(/nothing here|doesn’t exist|not found/i))
    .first()
    .waitFor();
});

test('a session has a title, is found by it, started again and compared', async () => {
  const title = `Rivers ${Date.now()}`;
  const { id } = await createSet(title, [
    { id: 'tf', kind: 'trueFalse', prompt: 'The Danube crosses ten countries.', correct: true },
    { id: 'text', kind: 'text', prompt: 'Which capital lies on the Seine?', correct: ['Paris'] },
  ]);
  const page = await teacher();
  await goTo(page, 'Question sets');
  await page.getByRole('button', { name: `Start a session with ${title}` }).click();
  await page.getByRole('dialog').getByLabel('Title').fill(`7b ${title}`);
  await page.getByRole('button', { name: 'Open the session' }).click();
  await page.getByRole('heading', { level: 1, name: `7b ${title}` }).waitFor();
  const first = new URL(page.url()).pathname.split('/')[3]!;
  const { body: session } = await call<{ code: string }>('GET', `/v1/sessions/${first}`, await signIn());
  await (await Pupil.join(session.code, 'Kim')).answer({ tf: false, text: 'Paris' });
  await call('PATCH', `/v1/sessions/${first}`, await signIn(), { state: 'closed' });

  await goTo(page, 'Sessions');
  await page.getByLabel('Search titles').fill(`7B ${title}`);
  await page.getByRole('button', { name: 'Search' }).click();
  const row = page.getByRole('listitem').filter({ hasText: title });
  await row.getByText('closed').waitFor();
  expect(await page.locator('.list-item').count()).toBe(1);
  await row.getByRole('button', { name: `Start again: 7b ${title}` }).click();
  await page.getByRole('dialog').getByLabel('Title').fill(`7c ${title}`);
  await page.getByRole('button', { name: 'Open the session' }).click();
  await page.getByRole('heading', { level: 1, name: `7c ${title}` }).waitFor();
  const second = new URL(page.url()).pathname.split('/')[3]!;
  const { body: again } = await call<{ code: string }>('GET', `/v1/sessions/${second}`, await signIn());
  await (await Pupil.join(again.code, 'Lou')).answer({ tf: true, text: 'Paris' });

  await page.getByRole('link', { name: 'Settings' }).click();
  await box(page, 'Title').fill(`7d ${title}`);
  await page.getByRole('button', { name: 'Save the title' }).click();
  await page.getByRole('heading', { level: 1, name: `7d ${title}` }).waitFor();
  await page.getByRole('link', { name: 'Results' }).click();
  await page.getByLabel('with', { exact: true }).selectOption(first);
  const comparison = page.getByRole('region', { name: 'Compare' });
  await comparison
    .getByRole('row', { name: /Danube/ })
    .getByText('+100')
    .waitFor();
  expect(await comparison.getByRole('row', { name: /Seine/ }).innerText()).toMatch(/100 %\s+100 %\s+0/);

  // What can't be started again says what to do.
  await call('DELETE', `/v1/question-sets/${id}`, await signIn());
  await goTo(page, 'Sessions');
  await page.getByLabel('Search titles').fill(`7b ${title}`);
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('button', { name: `Start again: 7b ${title}` }).click();
  await page.getByRole('button', { name: 'Open the session' }).click();
  await page.getByText('The question set of this session was deleted.').waitFor();
});

test('questions are taken from another set', async () => {
  const from = await createSet(`Taken from ${Date.now()}`);
  const { id } = await createSet(`Taken to ${Date.now()}`, [{ id: 'own', kind: 'cloud', prompt: 'Own question' }]);
  const page = await teacher({ path: `/teach/sets/${id}` });
  await page.getByRole('button', { name: 'Take from another set' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: from.title }).click();
  await dialog.getByLabel('Put them in order').check();
  await dialog.getByLabel('Which river is the longest?').check();
  await dialog.getByRole('button', { name: 'Take 2 questions' }).click();
  await page.getByRole('heading', { name: '3 questions' }).waitFor();
  await save(page);
  const { questions } = await getSet(id);
  expect(questions.map((q) => q.kind)).toEqual(['cloud', 'choice', 'order']);
  expect(questions[1]).toMatchObject({ correct: 'b', explanation: 'The Danube has 2,850 km.' });
  expect(await getSet(from.id)).toEqual(from);
});

describe('what is not a chosen file', () => {
  test('pasted text is read, from a spreadsheet too', async () => {
    const page = await teacher({ path: '/teach/sets/import' });
    await page.getByText('Paste text instead').click();
    await page.getByRole('textbox', { name: 'Questions' }).fill('Two and two?\nA) 3\nB) 4\nANSWER: B\n');
    await page.getByRole('button', { name: 'Read it' }).click();
    await page.getByRole('heading', { name: /1 question.*Aiken/ }).waitFor();
    await page
      .getByRole('textbox', { name: 'Questions' })
      .fill('kind\tquestion\tanswer1\tanswer2\tcorrect\nchoice\tWhich?\tthis\tthat\t2\n');
    await page.getByRole('button', { name: 'Read it' }).click();
    await page.getByRole('heading', { name: /1 question.*CSV/ }).waitFor();
    expect(await box(page, 'Title of the set').inputValue()).toBe('Pasted questions');
    await page.getByRole('button', { name: /^Save|^Import/ }).click();
    await page.getByRole('heading', { level: 1, name: 'Edit question set' }).waitFor();
    expect((await getSet(idOf(page))).questions[0]).toMatchObject({ kind: 'choice', prompt: 'Which?', correct: 'b' });
  });

  test('a file is dropped', async () => {
    const page = await teacher({ path: '/teach/sets/import' });
    const data = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['::Title:: Is it so? {T}'], 'dropped.gift'));
      return transfer;
    });
    await page.locator('main .card').dispatchEvent('dragover', { dataTransfer: data });
    await page.locator('main .card').dispatchEvent('drop', { dataTransfer: data });
    await page.getByRole('heading', { name: /1 question.*GIFT/ }).waitFor();
    expect(await box(page, 'Title of the set').inputValue()).toBe('dropped');
  });
});

test('a set is filed in a folder, tagged, and found by both', async () => {
  const { id, title } = await createSet(`Filed ${Date.now()}`);
  const folder = `Year ${Date.now()}`;
  const page = await teacher({ path: `/teach/sets/${id}` });
  await page.getByText('Folder and tags').click();
  await box(page, 'Folder').fill(folder);
  await box(page, 'Tags').fill('rivers, Rivers, Europe ,');
  await save(page);
  expect(await getSet(id)).toMatchObject({ folder, tags: ['rivers', 'Europe'] });
  // Sharing changes nothing of it, and a copy takes it along.
  await goTo(page, 'Question sets');
  await page.locator(`summary[aria-label="More about ${title}"]`).click();
  await page.getByRole('button', { name: 'Share with the school' }).click();
  await page.getByText('Colleagues can read and copy it now').waitFor();
  const { body: copy } = await call<QuestionSet>('POST', `/v1/question-sets/${id}/copy`, await signIn());
  for (const set of [await getSet(id), copy]) expect(set).toMatchObject({ folder, tags: ['rivers', 'Europe'] });

  await page
    .getByRole('button', { name: `Folder: ${folder}` })
    .first()
    .click();
  await expect.poll(() => page.locator('.list-item').count()).toBe(2);
  expect(await page.getByLabel('Search titles, folders and tags').inputValue()).toBe(folder);
  await page.getByRole('button', { name: 'Tag: Europe' }).first().click();
  await expect.poll(() => page.getByLabel('Search titles, folders and tags').inputValue()).toBe('Europe');
});
