import { strFromU8, unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { Hold } from '../src/api/schema';
import { Network, newDevice, refuseStorage, tabTo, withBrowser } from './browser';
import { BASE, call, everyKind, Lesson, signIn } from './stack';

withBrowser();

async function join(page: Page, lesson: Lesson, alias = 'Ada'): Promise<void> {
  await page.goto(lesson.url);
  await page.getByLabel('Your name').fill(alias);
  await page.getByRole('button', { name: 'Join' }).click();
  await page.getByRole('button', { name: 'Start' }).click();
}

const saved = (page: Page) => page.getByText('Saved', { exact: true }).waitFor();

/** What the browser stores for the origin. */
const stored = (page: Page) => page.evaluate(() => Object.keys(localStorage).concat(Object.keys(sessionStorage)));

/** What lets the page be loaded without a network. */
const keptPage = (page: Page) =>
  page.evaluate(async () => {
    const names = await caches.keys();
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return {
      workers: (await navigator.serviceWorker.getRegistrations()).length,
      caches: names,
      entries: requests.flat().map((request) => new URL(request.url).pathname),
    };
  });

/** Waits until the page has fetched all that the lesson may need. */
const complete = (page: Page) => expect.poll(async () => (await keptPage(page)).entries.join()).toContain('/EndView-');

const noPage = { workers: 0, caches: [], entries: [] };

const question = (id: string) => everyKind.find((q) => q.id === id)!;

test('a whole lesson with every kind of question, by keyboard alone', async () => {
  const lesson = await Lesson.open(everyKind, { feedback: 'after-close' });
  const device = await newDevice();
  const page = await device.newPage();
  const { keyboard } = page;
  const next = async (prompt: string) => {
    await tabTo(page, '.steps .primary');
    await keyboard.press('Enter');
    await page.getByRole('heading', { name: prompt }).waitFor();
  };

  await page.goto(BASE);
  await page.getByLabel('Code').waitFor();
  // The code is typed as people type it, and focus is where it is needed.
  const { code } = lesson.session;
  await keyboard.type(`${code.slice(0, 3).toLowerCase()}-${code.slice(3)} `);
  await keyboard.press('Enter');
  await page.getByLabel('Your name').waitFor();
  await keyboard.type('Ada');
  await keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Hello, Ada!' }).waitFor();
  await page
    .getByText(
      'kept for 180 days after the session ends, and seen by your teachers and your school’s administrators only',
    )
    .waitFor();
  await page.getByText('undone for at most 6 months').waitFor();
  await page.getByRole('main').getByRole('link', { name: 'privacy@north.example' }).waitFor();
  await tabTo(page, '.primary');
  await keyboard.press('Enter');

  await page.getByRole('heading', { name: question('choice').prompt }).waitFor();
  await tabTo(page, 'input[type=radio]');
  await keyboard.press('Space');
  await keyboard.press('ArrowDown');
  await saved(page);

  await next(question('choices').prompt);
  await tabTo(page, 'input[type=checkbox]');
  await keyboard.press('Space');
  await keyboard.press('Tab');
  await keyboard.press('Space');
  await saved(page);

  await next(question('tf').prompt);
  await tabTo(page, 'input[type=radio]');
  await keyboard.press('Space');
  await saved(page);

  await next(question('text').prompt);
  await tabTo(page, 'textarea');
  await keyboard.type('Paris');
  await saved(page);

  await next(question('number').prompt);
  await tabTo(page, 'input');
  await keyboard.type('340');
  await saved(page);

  await next(question('order').prompt);
  // Brings the shortest to the top, and the longest to the end.
  for (const [item, target] of [
    ['Thames', 0],
    ['Volga', 2],
  ] as const) {
    for (let guard = 0; guard < 3; guard++) {
      const order = await page.locator('.order-text').allTextContents();
      const at = order.indexOf(item);
      if (at === target) break;
      await tabTo(page, `button[aria-label="Move ${at > target ? 'up' : 'down'}: ${item}"]`);
      await keyboard.press('Enter');
      await expect.poll(() => page.locator('.order-text').allTextContents()).not.toEqual(order);
      // The button that was pressed keeps the focus, so that it can be pressed again.
      expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toContain(item);
    }
  }
  if (await page.getByRole('button', { name: 'This order is right' }).isVisible()) {
    await tabTo(page, '.question .stack > div > .button');
    await keyboard.press('Enter');
  }
  expect(await page.locator('.order-text').allTextContents()).toEqual(['Thames', 'Rhine', 'Volga']);
  await saved(page);

  await next(question('match').prompt);
  for (const [city, river] of [
    ['Paris', 'Seine'],
    ['London', 'Thames'],
    ['Vienna', 'Danube'],
  ]) {
    await tabTo(page, `select[aria-label="Belongs to: ${city}"]`);
    await keyboard.type(river!);
  }
  await saved(page);

  await next(question('scale').prompt);
  await tabTo(page, 'input[type=radio]');
  await keyboard.press('Space');
  for (let i = 0; i < 3; i++) await keyboard.press('ArrowRight');
  await saved(page);

  await next(question('cloud').prompt);
  await tabTo(page, 'input');
  await keyboard.type('water');
  await keyboard.press('Tab');
  await keyboard.type('boats');
  await saved(page);

  await next('Done!');
  await page.getByText('You answered 9 of 9 questions.').waitFor();
  await page.getByText('All your answers are saved.').waitFor();

  const results = await lesson.results();
  expect(results.participants).toHaveLength(1);
  const answers = results.participants[0]!.answers;
  expect(Object.fromEntries(Object.entries(answers).map(([id, a]) => [id, a.correct]))).toEqual({
    choice: true,
    choices: true,
    tf: true,
    text: true,
    number: true,
    order: true,
    match: true,
    scale: null,
    cloud: null,
  });
  expect(answers['scale']!.response).toBe(4);
  expect(answers['cloud']!.response).toEqual(['water', 'boats']);
  expect(await device.cookies()).toEqual([]);
  expect(await stored(page)).toEqual([`cleanslate:${lesson.session.id}`]);

  await lesson.change({ state: 'closed' });
  await page.getByRole('heading', { name: 'The session is closed' }).waitFor();
  await page.getByRole('heading', { name: 'Solutions' }).waitFor();
  await page.getByText('The Danube has 2,850 km.').waitFor();
  await page.getByText('All your answers are saved.').waitFor();
  expect(await stored(page)).toEqual([]);
  await page.reload();
  await page.getByLabel('Code').waitFor();
});

test('every kind of question is answered by touch alone', async () => {
  const lesson = await Lesson.open(everyKind);
  const page = await (await newDevice({ hasTouch: true, isMobile: true })).newPage();
  await page.goto(lesson.url);
  await page.getByLabel('Your name').tap();
  await page.keyboard.type('Ada'); // as phones' keyboards do
  await page.getByRole('button', { name: 'Join' }).tap();
  await page.getByRole('button', { name: 'Start' }).tap();
  const answer: Record<string, () => Promise<unknown>> = {
    choice: () => page.getByText('Danube', { exact: true }).tap(),
    choices: async () => {
      await page.getByText('Rhine', { exact: true }).tap();
      await page.getByText('Elbe', { exact: true }).tap();
    },
    tf: () => page.getByText('True', { exact: true }).tap(),
    text: async () => {
      await page.getByLabel('Your answer').tap();
      await page.keyboard.type('Paris');
    },
    number: async () => {
      await page.getByLabel('Your answer, a number').tap();
      await page.keyboard.type('12');
      await page.getByRole('button', { name: 'Change the sign' }).tap();
    },
    order: async () => {
      const last = (await page.locator('.order-text').allTextContents())[2]!;
      await page.getByRole('button', { name: `Move up: ${last}` }).tap();
      await page.getByRole('button', { name: `Move up: ${last}` }).tap();
      expect((await page.locator('.order-text').allTextContents())[0]).toBe(last);
    },
    // What opens then is the phone's own list.
    match: () => page.getByRole('combobox', { name: 'Belongs to: Paris' }).selectOption({ label: 'Seine' }),
    scale: () => page.locator('.step').filter({ hasText: '4' }).tap(),
    cloud: async () => {
      await page.getByLabel('Word 1').tap();
      await page.keyboard.type('water');
    },
  };
  for (const { id } of everyKind) {
    await page.locator('.question').waitFor();
    await answer[id!]!();
    await saved(page);
    await page.getByRole('button', { name: id === 'cloud' ? 'Finish' : 'Next' }).tap();
  }
  await page.getByRole('heading', { name: 'Done!' }).waitFor();
  const answers = await lesson.answersOf('Ada');
  expect(Object.keys(answers).sort()).toEqual(everyKind.map((q) => q.id).sort());
  expect([
    answers['choice'],
    answers['choices'],
    answers['tf'],
    answers['text'],
    answers['number'],
    answers['scale'],
    answers['cloud'],
  ]).toEqual(['b', ['a', 'b'], true, 'Paris', -12, 4, ['water']]);
});

test('after the close: what was right, all that is accepted, and what the teacher gave by hand', async () => {
  const lesson = await Lesson.open(
    [
      { id: 'capital', kind: 'text', prompt: 'Capital of France?', correct: ['Paris', 'Paname'], points: 2 },
      { id: 'pi', kind: 'number', prompt: 'Pi?', correct: 3.14, tolerance: 0.01 },
      { ...question('choices'), id: 'partly' },
      { id: 'essay', kind: 'text', prompt: 'Why do rivers bend?', points: 4, explanation: 'Water takes the easy way.' },
      { id: 'left', kind: 'trueFalse', prompt: 'Rivers bend.', correct: true },
      { id: 'poll', kind: 'scale', prompt: 'How was it?', scale: { min: 1, max: 5 } },
    ],
    { feedback: 'after-close' },
  );
  const page = await (await newDevice()).newPage();
  await join(page, lesson);
  const next = () => page.getByRole('button', { name: 'Next' }).click();
  await page.getByLabel('Your answer').fill('paname');
  await next();
  await page.getByLabel('Your answer, a number').fill('3');
  await next();
  await page.getByLabel('Rhine').check();
  await next();
  await page.getByLabel('Your answer').fill('They like to.');
  await next();
  await next();
  await page.getByLabel('4').check();
  await page.getByRole('button', { name: 'Finish' }).click();
  await page.getByRole('heading', { name: 'Not all answered yet' }).waitFor();
  await page.getByText('All your answers are saved.').waitFor();
  const [{ id } = { id: '' }] = (await lesson.results()).participants;
  await lesson.grade({ participantId: id, questionId: 'essay', revision: 1, points: 2.5 });
  await lesson.change({ state: 'closed' });
  await page.getByRole('heading', { name: 'Solutions' }).waitFor();
  await page.getByText('You have 5.5 of 10 points.').waitFor();
  const card = (prompt: string) =>
    page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: prompt }) });
  const texts = async (prompt: string) => (await card(prompt).innerText()).replace(/\s+/g, ' ');
  expect(await texts('Capital of France?')).toBe(
    'Capital of France? Your answer: paname Right! 2 of 2 points All of these are right: Paris Paname',
  );
  expect(await texts('Pi?')).toBe('Pi? Your answer: 3 Not right 0 of 1 points All of these are right: 3.14 ± 0.01');
  expect(await texts(question('choices').prompt)).toContain('Partly right 1 of 2 points');
  expect(await texts('Why do rivers bend?')).toBe(
    'Why do rivers bend? Your answer: They like to. Partly right 2.5 of 4 points Water takes the easy way.',
  );
  expect(await texts('Rivers bend.')).toBe('Rivers bend. You didn’t answer. The solution: True');
  expect(await texts('How was it?')).toBe('How was it? Your answer: 4');
});

test('a browser that stores nothing: the student is told what a reload does', async () => {
  const lesson = await Lesson.open([question('choice')]);
  const page = await (await newDevice()).newPage();
  await refuseStorage(page);
  await join(page, lesson);
  await page.getByText('Your browser stores nothing. Keep this page open').waitFor();
  await page.getByLabel('Danube').check();
  await saved(page);
});

test('feedback at once: an answer is sent once, by a button', async () => {
  const lesson = await Lesson.open(everyKind.slice(0, 2), { feedback: 'immediate' });
  const page = await (await newDevice()).newPage();
  await join(page, lesson);
  await page.getByRole('button', { name: 'Send answer' }).click();
  await page.getByText('Give an answer first.').waitFor();
  await page.getByLabel('Rhine').check();
  await page.getByLabel('Danube').check();
  await page.getByLabel('Rhine').check();
  await page.waitForTimeout(500);
  expect(await lesson.answersOf('Ada')).toEqual({});
  await page.getByRole('button', { name: 'Send answer' }).click();
  await page.getByText('Not right').waitFor();
  await page.getByText('The Rhine has 1,230 km.').waitFor();
  await page.getByText('The solution: Danube').waitFor();
  expect(await page.getByLabel('Danube').isDisabled()).toBe(true);
  await page.reload();
  await page.getByText('Not right').waitFor();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByLabel('Rhine').check();
  await page.getByRole('button', { name: 'Send answer' }).click();
  await page.getByText('1 of 2 points').waitFor();
  await page.getByRole('button', { name: 'Finish' }).click();
  await page.getByText('You have 1 of 3 points.').waitFor();
  expect(await lesson.answersOf('Ada')).toEqual({ choice: 'a', choices: ['a'] });
});

describe('a bad network', () => {
  test('offline in the middle and back: nothing is lost, nothing is claimed too early', async () => {
    const lesson = await Lesson.open(everyKind);
    const device = await newDevice();
    const page = await device.newPage();
    await join(page, lesson);
    await page.getByLabel('Danube').check();
    await saved(page);
    await complete(page);
    await device.setOffline(true);
    await page.getByText('No connection.').waitFor();
    await page.getByLabel('Rhine').check();
    await page.getByText('Not saved yet').waitFor();
    await page.getByText('One answer is kept on this device').waitFor();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByLabel('Elbe').check();
    await page.getByText('2 answers are kept on this device').waitFor();
    // The whole way to the end works without a network.
    await page.getByRole('button', { name: 'Overview' }).click();
    await page.getByText('2 answers are not saved yet.').waitFor();
    expect(await lesson.answersOf('Ada')).toEqual({ choice: 'b' });
    await device.setOffline(false);
    await page.getByText('All your answers are saved.').waitFor();
    const answers = (await lesson.results()).participants[0]!.answers;
    expect(answers['choice']).toMatchObject({ response: 'a', revision: 2 });
    expect(answers['choices']).toMatchObject({ response: ['b'], revision: 1 });
  });

  test('replies that get lost: the answers are sent again and counted once', async () => {
    const lesson = await Lesson.open(everyKind);
    const page = await (await newDevice()).newPage();
    await join(page, lesson);
    let lost = 0;
    await page.route('**/v1/answers', async (route) => {
      if (lost++ >= 2) return route.continue();
      await route.fetch(); // the server has it, but the reply never arrives
      await route.abort('connectionreset');
    });
    await page.getByLabel('Danube').check();
    await saved(page);
    expect(lost).toBe(3);
    const results = await lesson.results();
    expect(results.participants[0]!.answers['choice']).toMatchObject({ response: 'b', revision: 1 });
    expect(results.questions.find((q) => q.id === 'choice')!.answered).toBe(1);
  });

  test('a reload in the middle goes on where it was, with what was not sent yet', async () => {
    const lesson = await Lesson.open(everyKind);
    const page = await (await newDevice()).newPage();
    await join(page, lesson);
    await page.getByRole('button', { name: 'Overview' }).click();
    await page.getByRole('button', { name: /Which capital lies on the Seine/ }).click();
    await page.route('**/v1/answers', (route) => route.abort('connectionreset'));
    await page.getByLabel('Your answer').fill('Paris');
    await page.getByText('Not saved yet').waitFor();
    await page.unroute('**/v1/answers');
    await page.reload();
    expect(await page.getByLabel('Your answer').inputValue()).toBe('Paris');
    await saved(page);
    expect(await lesson.answersOf('Ada')).toEqual({ text: 'Paris' });
    expect((await lesson.results()).participants).toHaveLength(1);
  });

  test('a reload without a network goes on, and the answer is sent when it is back', async () => {
    const lesson = await Lesson.open([question('choice'), question('text'), question('number')], {
      feedback: 'after-close',
    });
    const network = new Network();
    const page = await (await newDevice({ proxy: await network.proxy() })).newPage();
    await join(page, lesson);
    await page.getByLabel('Rhine').check();
    await saved(page);
    // Everything that a reload needs is there, and nothing that says anything about anybody.
    await expect.poll(() => keptPage(page)).toMatchObject({ workers: 1 });
    await complete(page);
    const { entries } = await keptPage(page);
    expect(entries).toContain('/');
    expect(entries.filter((path) => path !== '/' && !/^\/assets\/[\w-]+\.(js|css)$/.test(path))).toEqual([]);
    expect(entries.filter((path) => /teach/.test(path))).toEqual([]);

    network.setOffline(true);
    await page.getByLabel('Danube').check();
    await page.getByText('One answer is kept on this device').waitFor();
    await page.reload();
    await page.getByText('One answer is kept on this device').waitFor();
    expect(await page.getByLabel('Danube').isChecked()).toBe(true);
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByLabel('Your answer').fill('Paris');
    await page.getByText('2 answers are kept on this device').waitFor();
    await page.reload();
    await page.getByText('2 answers are kept on this device').waitFor();
    expect(await page.getByLabel('Your answer').inputValue()).toBe('Paris');
    // A kind that was not shown while there was a network.
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByLabel('Your answer, a number').fill('346');
    await page.getByText('3 answers are kept on this device').waitFor();
    expect(await lesson.answersOf('Ada')).toEqual({ choice: 'a' });
    network.setOffline(false);
    await page.getByText('Saved', { exact: true }).waitFor();
    expect(await lesson.answersOf('Ada')).toEqual({ choice: 'b', text: 'Paris', number: 346 });

    // It is gone with the session.
    await lesson.change({ state: 'closed' });
    await page.getByRole('heading', { name: 'The session is closed' }).waitFor();
    await expect.poll(() => keptPage(page)).toEqual(noPage);
    expect(await stored(page)).toEqual([]);
    await page.getByRole('heading', { name: 'Solutions' }).waitFor();
  });

  test('a kind of question that does not arrive is fetched again, and no answer is lost meanwhile', async () => {
    const lesson = await Lesson.open([question('choice'), question('number')]);
    const page = await (await newDevice()).newPage();
    let away = true;
    await page.route('**/assets/number-*.js', (route) => (away ? route.abort() : route.continue()));
    await join(page, lesson);
    await page.getByLabel('Danube').check();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('Check your connection and try again.').waitFor();
    away = false;
    await page.getByLabel('Your answer, a number').fill('346');
    await saved(page);
    expect(await lesson.answersOf('Ada')).toEqual({ choice: 'b', number: 346 });
  });

  test('a reload while joining joins once', async () => {
    const lesson = await Lesson.open(everyKind);
    const page = await (await newDevice()).newPage();
    await page.goto(lesson.url);
    await page.getByLabel('Your name').fill('Ada');
    // The server has it, but the page is gone before the reply comes.
    const reached = new Promise<void>((resolve) => {
      void page.route('**/v1/join', (route) => void route.fetch().then(() => resolve()), { times: 1 });
    });
    await page.getByRole('button', { name: 'Join' }).click();
    await reached;
    await page.reload();
    expect(await page.getByLabel('Your name').inputValue()).toBe('Ada');
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByRole('heading', { name: 'Hello, Ada!' }).waitFor();
    expect((await lesson.results()).participants).toHaveLength(1);
  });
});

describe('coming back', () => {
  test('after the tab was closed: “Continue as Ada”', async () => {
    const lesson = await Lesson.open(everyKind);
    const device = await newDevice();
    let page = await device.newPage();
    await join(page, lesson);
    await page.getByLabel('Danube').check();
    await saved(page);
    await page.close();

    page = await device.newPage();
    await page.goto(lesson.url);
    await page.getByRole('button', { name: 'Continue as Ada' }).click();
    expect(await page.getByLabel('Danube').isChecked()).toBe(true);
    await page.close();

    page = await device.newPage();
    await page.goto(BASE);
    await page.getByRole('button', { name: 'Continue as Ada' }).click();
    await page.getByLabel('Thames').check();
    await saved(page);
    const results = await lesson.results();
    expect(results.participants).toHaveLength(1);
    expect(results.participants[0]!.answers['choice']).toMatchObject({ response: 'c', revision: 2 });
  });

  test('as somebody else: “Not me” forgets the first one here, not there', async () => {
    const lesson = await Lesson.open(everyKind);
    const device = await newDevice();
    let page = await device.newPage();
    await join(page, lesson, 'Ada');
    await page.getByLabel('Danube').check();
    await saved(page);
    await page.close();
    page = await device.newPage();
    await page.goto(lesson.url);
    await page.getByRole('button', { name: 'Not me' }).click();
    await page.getByLabel('Your name').waitFor();
    expect(await stored(page)).toEqual([]);
    await expect.poll(() => keptPage(page)).toEqual(noPage);
    await join(page, lesson, 'Grace');
    expect(await page.getByLabel('Danube').isChecked()).toBe(false);
    expect((await lesson.results()).participants.map((p) => p.alias).sort()).toEqual(['Ada', 'Grace']);
    expect(await lesson.answersOf('Ada')).toEqual({ choice: 'b' });
  });

  test('“Not me” during the lesson warns of what is not saved, and forgets', async () => {
    const lesson = await Lesson.open(everyKind);
    const device = await newDevice();
    const page = await device.newPage();
    await join(page, lesson);
    await device.setOffline(true);
    await page.getByLabel('Danube').check();
    await page.getByText('Not saved yet').waitFor();
    await page.getByRole('button', { name: 'Your data' }).click();
    await page.getByRole('button', { name: 'Not me' }).click();
    await page.getByText('One answer is not saved yet and would be lost.').waitFor();
    await page.getByRole('button', { name: 'Forget' }).click();
    await page.getByLabel('Code').waitFor();
    expect(await stored(page)).toEqual([]);
    await device.setOffline(false);
    await page.reload();
    await page.getByLabel('Code').waitFor();
    expect(await lesson.answersOf('Ada')).toEqual({});
  });

  test('in a second tab: one of them works', async () => {
    const lesson = await Lesson.open(everyKind);
    const device = await newDevice();
    const first = await device.newPage();
    await join(first, lesson);
    await first.getByLabel('Danube').check();
    await saved(first);
    const second = await device.newPage();
    await second.goto(lesson.url);
    await second.getByRole('button', { name: 'Continue as Ada' }).click();
    await second.getByRole('heading', { name: 'Open in another tab' }).waitFor();
    await second.getByRole('button', { name: 'Continue here' }).click();
    expect(await second.getByLabel('Danube').isChecked()).toBe(true);
    await first.getByRole('heading', { name: 'Open in another tab' }).waitFor();
    await second.getByLabel('Rhine').check();
    await saved(second);
    await first.getByRole('button', { name: 'Continue here' }).click();
    expect(await first.getByLabel('Rhine').isChecked()).toBe(true);
  });
});

describe('following the teacher', () => {
  test('questions come and go, pauses and the close are seen, a late answer is told', async () => {
    const lesson = await Lesson.open(everyKind, { mode: 'teacher-paced' });
    const page = await (await newDevice()).newPage();
    await join(page, lesson);
    await page.getByRole('heading', { name: 'Wait for the next question' }).waitFor();
    await lesson.change({ currentQuestion: 'choice' });
    await page.getByRole('heading', { name: question('choice').prompt }).waitFor();
    await page.getByLabel('Danube').check();
    await saved(page);

    await lesson.change({ state: 'paused' });
    await page.getByText('The session is paused.').waitFor();
    expect(await page.getByLabel('Rhine').isDisabled()).toBe(true);
    await lesson.change({ state: 'open' });
    await page.getByText('The session is paused.').waitFor({ state: 'detached' });

    // Nothing can wait any more, so the page polls.
    const changes = /\/changes\?/;
    await page.route(changes, (route) => route.abort('connectionreset'));
    for (const id of ['tf', 'text']) {
      await lesson.change({ currentQuestion: id });
      await page.getByRole('heading', { name: question(id).prompt }).waitFor();
    }
    // The teacher goes on, and this student doesn't hear of it before answering.
    await page.route('**/state', (route) => route.abort('connectionreset'));
    await lesson.change({ currentQuestion: 'tf' });
    await page.getByLabel('Your answer').fill('Paris');
    await page.getByText('Too late: your teacher had moved on').waitFor();
    await page.unroute('**/state');
    await page.unroute(changes);
    await page.getByRole('heading', { name: question('tf').prompt }).waitFor();

    await lesson.change({ currentQuestion: null });
    await page.getByRole('heading', { name: 'Wait for the next question' }).waitFor();
    await lesson.change({ state: 'closed' });
    await page.getByRole('heading', { name: 'The session is closed' }).waitFor();
    expect(await lesson.answersOf('Ada')).toEqual({ choice: 'b' });
  });

  test('who joins while it is paused gets in when it goes on', async () => {
    const lesson = await Lesson.open(everyKind);
    await lesson.change({ state: 'paused' });
    const page = await (await newDevice()).newPage();
    await page.goto(lesson.url);
    await page.getByLabel('Your name').fill('Ada');
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByText('You can join when').waitFor();
    await lesson.change({ state: 'open' });
    await page.getByRole('heading', { name: 'Hello, Ada!' }).waitFor();
    expect((await lesson.results()).participants).toHaveLength(1);
  });
});

describe('the end', () => {
  test('tells which answer did not make it', async () => {
    const lesson = await Lesson.open(everyKind);
    const page = await (await newDevice()).newPage();
    await join(page, lesson);
    await page.getByLabel('Danube').check();
    await saved(page);
    await page.route('**/v1/answers', (route) => route.abort('connectionreset'));
    await page.getByLabel('Rhine').check();
    await page.getByText('Not saved yet').waitFor();
    await lesson.change({ state: 'closed' });
    await page.getByText('One answer did not reach us before the session closed:').waitFor();
    await page
      .getByRole('listitem')
      .filter({ hasText: question('choice').prompt })
      .waitFor();
    expect(await lesson.answersOf('Ada')).toEqual({ choice: 'b' });
    expect(await stored(page)).toEqual([]);
  });

  test('comes by the clock, too', async () => {
    const lesson = await Lesson.open(everyKind, { closesAt: new Date(Date.now() + 8000).toISOString() });
    const page = await (await newDevice()).newPage();
    await join(page, lesson);
    await page.getByText('Open until').waitFor();
    await page.getByRole('heading', { name: 'The session is closed' }).waitFor();
    expect(await stored(page)).toEqual([]);
  });
});

describe('what is held', () => {
  test('is shown, all of it, and can be saved as a file', async () => {
    const lesson = await Lesson.open(everyKind);
    const page = await (await newDevice()).newPage();
    await join(page, lesson);
    await page.getByLabel('Danube').check();
    await saved(page);
    const { id } = (await lesson.results()).participants[0]!;
    await lesson.grade({ participantId: id, questionId: 'choice', revision: 1, points: 0.5 });
    await page.getByRole('button', { name: 'Your data' }).click();
    await page.getByRole('button', { name: 'Show me what you hold' }).click();
    const dialog = page.getByRole('dialog', { name: 'Everything we hold about you here' });
    await dialog.getByText('Danube').waitFor();
    await dialog.getByText('Ada').waitFor();
    const graded = dialog.locator('dt', { hasText: 'Points that your teacher gave' }).locator('+ dd');
    expect(await graded.innerText()).toMatch(/^Which river is the longest\?\s+0\.5$/);
    const download = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Save as a file' }).click();
    const stream = await (await download).createReadStream();
    const chunks: Uint8Array[] = [];
    for await (const chunk of stream) chunks.push(chunk as Uint8Array);
    const files = unzipSync(Buffer.concat(chunks));
    expect(strFromU8(files['your-data.html']!)).toContain('<html lang="en">');
    expect(JSON.parse(strFromU8(files['data.json']!))).toMatchObject({
      participant: { alias: 'Ada' },
      answers: [{ questionId: 'choice', response: 'b' }],
      grades: [{ questionId: 'choice', revision: 1, points: 0.5 }],
    });
  });

  test('a name is corrected, and the teacher sees it at once', async () => {
    const lesson = await Lesson.open(everyKind);
    const page = await (await newDevice()).newPage();
    await join(page, lesson);
    await page.getByRole('button', { name: 'Your data' }).click();
    await page.getByRole('button', { name: 'Show me what you hold' }).click();
    const dialog = page.getByRole('dialog', { name: 'Everything we hold about you here' });
    await dialog.getByRole('button', { name: 'Correct it' }).click();
    await dialog.getByLabel('Your name').fill(' ');
    await dialog.getByRole('button', { name: 'Save the name' }).click();
    await dialog.getByText('This name can’t be used.').waitFor();
    await dialog.getByLabel('Your name').fill('Ada L.');
    await dialog.getByRole('button', { name: 'Save the name' }).click();
    await dialog.getByText('Your name is corrected.').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    const [student] = (await lesson.results()).participants;
    expect([student!.alias, typeof student!.renamedAt]).toEqual(['Ada L.', 'string']);
    await page.reload();
    await page.getByText('Ada L.').first().waitFor();
    await page.getByLabel('Danube').check();
    await saved(page);
  });

  test('is erased at the student’s word, everywhere', async () => {
    const lesson = await Lesson.open(everyKind);
    const device = await newDevice();
    const page = await device.newPage();
    await join(page, lesson);
    await page.getByLabel('Danube').check();
    await saved(page);
    await page.getByRole('button', { name: 'Your data' }).click();
    await page.getByRole('button', { name: 'Erase me' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect((await lesson.results()).participants).toHaveLength(1);
    await page.getByRole('button', { name: 'Erase me' }).click();
    await page.getByRole('button', { name: 'Erase everything' }).click();
    await page.getByRole('heading', { name: 'Your data is erased' }).waitFor();
    await page.getByText(/^Receipt [a-z2-7]{26}$/).waitFor();
    expect(await stored(page)).toEqual([]);
    await expect.poll(() => keptPage(page)).toEqual(noPage);
    await expect.poll(async () => (await lesson.results()).participants).toEqual([]);
  });

  test('that a hold keeps is not called erased', async () => {
    const lesson = await Lesson.open(everyKind, { user: 'alan@south.example' });
    const until = new Date(Date.now() + 30 * 24 * 3_600_000).toISOString();
    const hold = await call<Hold>('POST', '/v1/holds', lesson.token, {
      name: 'Case 7/2027',
      session: lesson.session.id,
      until,
    });
    const page = await (await newDevice()).newPage();
    await join(page, lesson);
    await page.getByRole('button', { name: 'Your data' }).click();
    await page.getByRole('button', { name: 'Erase me' }).click();
    await page.getByRole('button', { name: 'Erase everything' }).click();
    await page.getByRole('heading', { name: 'Nobody can see your data now' }).waitFor();
    expect(await page.getByText('Receipt').count()).toBe(0);
    expect(await stored(page)).toEqual([]);
    expect((await lesson.results()).participants).toEqual([]);
    await call('DELETE', `/v1/holds/${hold.body.id}`, lesson.token);
  });

  test('when the teacher erased it, the student is told', async () => {
    const lesson = await Lesson.open(everyKind);
    const page = await (await newDevice()).newPage();
    await join(page, lesson);
    const { id } = (await lesson.results()).participants[0]!;
    await call('DELETE', `/v1/sessions/${lesson.session.id}/participants/${id}`, lesson.token);
    await page.waitForTimeout(1100); // as long as an instance may believe otherwise
    await page.getByLabel('Danube').check();
    await page.getByText('Your data in this session was erased.').waitFor();
    expect(await stored(page)).toEqual([]);
  });

  test('a deleted session is gone for students', async () => {
    const lesson = await Lesson.open(everyKind);
    const page = await (await newDevice()).newPage();
    await join(page, lesson);
    await call('DELETE', `/v1/sessions/${lesson.session.id}`, await signIn());
    await page.getByRole('heading', { name: /This session no longer exists|The session is closed/ }).waitFor();
    expect(await stored(page)).toEqual([]);
  });
});

describe('mistakes', () => {
  test('in the code and the name are explained, and nothing typed is lost', async () => {
    const page = await (await newDevice()).newPage();
    await page.goto(BASE);
    await page.getByLabel('Code').fill('kxw');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('A code has six letters').waitFor();
    expect(await page.getByLabel('Code').inputValue()).toBe('KXW');
    // Before a name is asked for.
    await page.getByLabel('Code').fill('kxwqpt');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('No open session has this code').waitFor();
    expect(await page.getByLabel('Code').inputValue()).toBe('KXWQPT');
    const lesson = await Lesson.open(everyKind);
    await page.getByLabel('Code').fill(lesson.session.code!);
    expect(await page.getByText('No open session has this code').count()).toBe(0);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByText('Choose a name.').waitFor();
    await page.getByLabel('Your name').fill('x'.repeat(41));
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByText('This name is 1 character too long.').waitFor();
    await page.getByLabel('Your name').fill('Ada\u202e');
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByText('This name has characters').waitFor();
    // By a link the code is looked at with the name; and a session may end in between.
    await call('PATCH', `/v1/sessions/${lesson.session.id}`, lesson.token, { state: 'closed' });
    await page.waitForTimeout(1100); // as long as an instance may believe otherwise
    await page.getByLabel('Your name').fill('Ada');
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByText('No open session has this code').waitFor();
    expect(await page.getByLabel('Code').inputValue()).toBe(lesson.session.code);
    await page.goto(`${BASE}/j/nonsense`);
    await page.getByText('A code has six letters').waitFor();
  });

  test('in answers are explained where they are made', async () => {
    const lesson = await Lesson.open(everyKind);
    const page = await (await newDevice()).newPage();
    await join(page, lesson);
    const open = async (name: RegExp) => {
      await page.getByRole('button', { name: 'Overview' }).click();
      await page.getByRole('button', { name }).click();
    };
    await open(/How long is the Thames/);
    const number = page.getByLabel('Your answer, a number');
    await number.fill('3 hundred');
    await number.blur();
    await page.getByText('This isn’t a number.').waitFor();
    await number.fill('3,5');
    await page.getByText('Read as 3.5').waitFor();
    await saved(page);
    await page.getByRole('button', { name: 'Change the sign' }).click();
    await expect.poll(() => lesson.answersOf('Ada')).toEqual({ number: -3.5 });
    await number.fill('');
    await page.getByText('Your earlier answer still counts: -3.5').waitFor();
    await open(/Which capital/);
    await page.getByLabel('Your answer').fill('x'.repeat(2001));
    await page.getByText('1 character too long.').waitFor();
    await page.getByLabel('Your answer').fill('Paris');
    await saved(page);
    await page.getByLabel('Your answer').fill('');
    await expect.poll(async () => (await lesson.answersOf('Ada'))['text']).not.toBe('Paris');
  });
});

test('an address that a browser remembered leads nowhere else', async () => {
  const lesson = await Lesson.open(everyKind);
  const device = await newDevice();
  const page = await device.newPage();
  await join(page, lesson);
  await page.goBack();
  await page.goForward();
  await page.getByRole('heading', { name: question('choice').prompt }).waitFor();
  await page.getByLabel('Danube').check();
  await saved(page);
  expect((await lesson.results()).participants).toHaveLength(1);
});
