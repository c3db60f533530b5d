import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { newDevice, takeFaults, withBrowser } from './browser';
import { checkNothingRan, hostile, hostileNames } from './hostile';
import { BASE, Lesson } from './stack';
import type { QuestionRequest } from '../src/api/schema';

withBrowser();

/** What the server accepts as text of a question. */
const texts = hostile.filter((text) => !text.includes('\0'));

async function open(): Promise<Page> {
  const page = await (await newDevice()).newPage();
  page.on('dialog', (dialog) => {
    throw new Error(`a dialog opened: ${dialog.message()}`);
  });
  return page;
}

test('hostile titles, prompts, options and explanations are only text', async () => {
  const questions: QuestionRequest[] = [
    {
      kind: 'choice',
      prompt: texts.join('\n'),
      options: texts.slice(0, 20).map((text) => ({ text, feedback: text })),
      correct: 'a',
      explanation: texts.join('\n'),
    },
    { kind: 'choices', prompt: texts[1]!, options: texts.slice(20).map((text) => ({ text })), correct: ['a'] },
    { kind: 'order', prompt: texts[2]!, options: texts.slice(0, 20).map((text) => ({ text })) },
    {
      kind: 'match',
      prompt: texts[3]!,
      options: texts.slice(0, 20).map((text) => ({ text })),
      targets: texts.slice(20).map((text) => ({ text })),
      correct: Object.fromEntries(texts.slice(0, 20).map((_, i) => [String.fromCharCode(97 + i), '1'])),
    },
    { kind: 'scale', prompt: texts[4]!, scale: { min: 1, max: 3, minLabel: texts[1]!, maxLabel: texts[2]! } },
    { kind: 'text', prompt: texts[5]!, correct: texts.map((text) => ({ text, feedback: text })) },
  ];
  const lesson = await Lesson.open(questions, { title: texts[1]!, feedback: 'immediate' });
  const page = await open();
  await page.goto(lesson.url);
  await page.getByLabel('Your name').fill('Ada');
  await page.getByRole('button', { name: 'Join' }).click();
  await page.getByRole('button', { name: 'Start' }).waitFor();
  await checkNothingRan(page, 'welcome');
  await page.getByRole('button', { name: 'Start' }).click();
  for (const [i, question] of questions.entries()) {
    await page.getByText(question.prompt.split('\n')[0]!, { exact: false }).first().waitFor();
    if (question.kind === 'choice') await page.getByRole('radio').nth(1).check();
    if (question.kind === 'choices') await page.getByRole('checkbox').nth(1).check();
    if (question.kind === 'order') await page.getByRole('button', { name: 'This order is right' }).click();
    if (question.kind === 'match') await page.getByRole('combobox').first().selectOption({ index: 1 });
    if (question.kind === 'scale') await page.getByRole('radio').first().check();
    if (question.kind === 'text') await page.getByLabel('Your answer').fill(texts[0]!);
    await page.getByRole('button', { name: 'Send answer' }).click();
    await page.locator('.feedback-title').waitFor();
    await checkNothingRan(page, question.kind);
    await page.getByRole('button', { name: i === questions.length - 1 ? 'Finish' : 'Next' }).click();
  }
  await page.getByRole('heading', { name: 'Done!' }).waitFor();
  await checkNothingRan(page, 'end');
  await page.getByRole('button', { name: 'Show me what you hold' }).click();
  await page.getByRole('dialog').getByText('Kept until').waitFor();
  await checkNothingRan(page, 'what is held');
  expect(await page.title()).toBe(`${texts[1]} · cleanslate`);
});

test('hostile names and answers are only text', async () => {
  const lesson = await Lesson.open([
    { id: 'words', kind: 'cloud', prompt: 'Words?', maxWords: 1 },
    { id: 'text', kind: 'text', prompt: 'Text?' },
  ]);
  for (const name of hostileNames) {
    const page = await open();
    await page.goto(lesson.url);
    await page.getByLabel('Your name').fill(name);
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByText(`Hello, ${name}!`, { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByLabel('Word 1').fill(name);
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByLabel('Your answer').fill(hostile.join('\n'));
    await page.getByRole('button', { name: 'Finish' }).click();
    await page.getByText('All your answers are saved.').waitFor();
    await checkNothingRan(page, name);
    // As somebody who comes back sees it.
    await page.evaluate(() => history.replaceState(null, ''));
    await page.reload();
    await page.getByRole('heading', { name: `Continue as ${name}?`, exact: true }).waitFor();
    await checkNothingRan(page, `${name} comes back`);
    await page.context().close();
  }
  const results = await lesson.results();
  expect(results.participants.map((p) => p.alias).sort()).toEqual([...hostileNames].sort());
  // Nothing was changed on the way but what no text can hold.
  const answers = results.participants[0]!.answers;
  expect(answers['text']!.response).toBe(hostile.join('\n').replaceAll('\0', ''));
  expect(hostileNames).toContain((answers['words']!.response as string[])[0]);
});

test('hostile addresses lead nowhere', async () => {
  const page = await open();
  for (const text of hostile) {
    const coded = encodeURIComponent(text);
    for (const path of [`/j/${coded}?lang=${coded}#${coded}`, `/privacy?lang=${coded}#${coded}`]) {
      const response = await page.goto(BASE + path);
      if (response?.status() !== 200) continue; // the server wants nothing to do with it
      await page.getByRole('contentinfo').waitFor();
      await checkNothingRan(page, path);
    }
  }
});

test('the policy stops what would get through all the same', async () => {
  const device = await newDevice();
  const page = await device.newPage();
  await page.goto(BASE);
  const stopped = await page.evaluate(async () => {
    // What a test runs at once may do more than a page.
    await new Promise((resolve) => setTimeout(resolve));
    const attempts: Record<string, () => void> = {
      markup: () => (document.body.innerHTML = '<p>x</p>'),
      eval: () => void new Function('window.pwned = 1')(),
      script: () => (document.createElement('script').src = 'https://evil.example/x.js'),
      handler: () => document.body.setAttribute('onclick', 'pwned=1'),
      policy: () =>
        (
          window as unknown as { trustedTypes: { createPolicy(name: string, rules: object): void } }
        ).trustedTypes.createPolicy('x', {}),
    };
    return Object.entries(attempts).map(([name, attempt]) => {
      try {
        attempt();
        return `${name} got through`;
      } catch (error) {
        return `${name}: ${(error as Error).name}`;
      }
    });
  });
  expect(stopped.filter((outcome) => outcome.endsWith('got through'))).toEqual([]);
  // Each was also told to the test, as every violation on any page is.
  const told: string[] = [];
  await expect
    .poll(() => {
      told.push(...takeFaults());
      return told.filter((fault) => fault.includes('policy violation')).length;
    })
    .toBe(stopped.length);
  await page.close();
  takeFaults();
});
