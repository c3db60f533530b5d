import { expect, test } from 'vitest';
import { withBrowser } from './browser';
import { Pupil, teacher } from './desk';
import { checkNothingRan, hostile, hostileNames } from './hostile';
import { BASE, Lesson } from './stack';
import type { QuestionRequest } from '../src/api/schema';

withBrowser();

const texts = hostile.filter((text) => !text.includes('\0'));

test('hostile names, answers, titles and prompts are only text at the teacher’s desk', async () => {
  const questions: QuestionRequest[] = [
    {
      id: 'text',
      kind: 'text',
      prompt: texts.join('\n'),
      correct: texts.slice(0, 40),
      explanation: texts.join('\n'),
      points: 2,
    },
    { id: 'cloud', kind: 'cloud', prompt: texts[1]!, maxWords: 1 },
    {
      id: 'choice',
      kind: 'choice',
      prompt: texts[2]!,
      options: texts.slice(0, 20).map((text) => ({ text, feedback: text })),
      correct: 'a',
    },
    {
      id: 'match',
      kind: 'match',
      prompt: texts[3]!,
      options: texts.slice(0, 20).map((text) => ({ text })),
      targets: texts.slice(0, 20).map((text) => ({ text: `${text}.` })),
    },
    { id: 'order', kind: 'order', prompt: texts[4]!, options: texts.slice(0, 20).map((text) => ({ text })) },
    {
      id: 'scale',
      kind: 'scale',
      prompt: texts[5]!,
      scale: { min: 1, max: 3, minLabel: texts[1]!, maxLabel: texts[2]! },
    },
  ];
  const lesson = await Lesson.open(questions, { title: texts[1]! });
  for (const [i, alias] of hostileNames.entries()) {
    const pupil = await Pupil.join(lesson.session.code, alias);
    await pupil.answer({
      text: texts[i % texts.length],
      cloud: [texts[i % texts.length]!.slice(0, 50)],
      choice: pupil.questions.find((q) => q.id === 'choice')!.options![i % 20]!.id,
      order: pupil.questions.find((q) => q.id === 'order')!.options!.map((o) => o.id),
    });
  }
  const at = (tab: string) => `${BASE}/teach/sessions/${lesson.session.id}${tab}`;
  const page = await teacher();
  page.on('dialog', (dialog) => {
    throw new Error(`a dialog opened: ${dialog.message()}`);
  });
  await page.getByText(texts[1]!).first().waitFor();
  await checkNothingRan(page, 'sessions');
  await page.goto(at(''));
  await page.getByText(`${hostileNames.length} students joined`).waitFor();
  await page.getByText(hostileNames[0]!, { exact: true }).first().waitFor();
  await checkNothingRan(page, 'live');
  expect(await page.title()).toBe(`${texts[1]} · cleanslate`);

  await page.goto(at('/projector'));
  await page.getByText(`${hostileNames.length} students joined`).waitFor();
  await page.getByRole('button', { name: 'Show names' }).click();
  await page.getByText(hostileNames[1]!, { exact: true }).first().waitFor();
  await page.getByRole('button', { name: 'First question' }).click();
  for (let i = 0; i < questions.length; i++) {
    await page.getByText(`Question ${i + 1} of ${questions.length}`).waitFor();
    await checkNothingRan(page, `projector, ${questions[i]!.kind}`);
    await page.getByRole('button', { name: 'Show results' }).click();
    const solution = page.getByRole('button', { name: 'Show the solution' });
    if (await solution.count()) await solution.click();
    await checkNothingRan(page, `projector, results of ${questions[i]!.kind}`);
    if (i < questions.length - 1) await page.getByRole('button', { name: 'Next' }).click();
  }

  await page.goto(at('/results'));
  await page.getByRole('table').waitFor();
  await page.getByRole('button', { name: 'Show answers' }).click();
  await checkNothingRan(page, 'results');
  await page.locator('tbody .name').first().click();
  await page.getByRole('dialog').waitFor();
  await checkNothingRan(page, 'participant');
  await page.getByRole('button', { name: 'Erase this student' }).click();
  await checkNothingRan(page, 'erase?');
  await page.keyboard.press('Escape');
  await page.goto(at('/grading'));
  await page.getByRole('button', { name: 'Give', exact: true }).first().waitFor();
  await checkNothingRan(page, 'grading');
  await page.goto(at('/settings'));
  await page.getByRole('button', { name: 'Delete the session' }).click();
  await checkNothingRan(page, 'delete?');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete the session' }).click();
  await page
    .getByRole('button', { name: /^Restore/ })
    .first()
    .waitFor();
  await checkNothingRan(page, 'trash');
});

test('hostile question sets are only text in list, editor, preview and import', async () => {
  const page = await teacher({ path: '/teach/sets/import' });
  page.on('dialog', (dialog) => void dialog.dismiss());
  const json = {
    title: texts[0],
    questions: [
      {
        kind: 'choice',
        prompt: texts.join('\n'),
        options: texts.slice(0, 30).map((text) => ({ text, feedback: text })),
        correct: 'a',
        explanation: texts.join('\n'),
      },
      { kind: texts[1], prompt: texts[1] },
      { kind: 'choice', prompt: texts[2], options: [] },
    ],
  };
  await page.getByLabel('File').setInputFiles({
    name: `${texts[1]}.json`,
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(json)),
  });
  await page.getByRole('heading', { name: /1 question from/ }).waitFor();
  await checkNothingRan(page, 'import');
  for (const [name, file] of [
    [
      'x.xml',
      `<quiz>${texts.map((t) => `<question type="essay"><questiontext format="html"><text><![CDATA[${t.replaceAll(']]>', '')}]]></text></questiontext></question>`).join('')}</quiz>`,
    ],
    [
      'x.gift',
      texts
        .map(
          (t) =>
            `::${t.replace(/[:{}]/g, '')}::[html]${t.replace(/[{}~=#:\\]/g, '\\$&')} {=${t.replace(/[{}~=#:\\\n]/g, '\\$&')} ~b}`,
        )
        .join('\n\n'),
    ],
    [
      'x.csv',
      `question,answer 1,answer 2,correct,${JSON.stringify(texts[1]).replaceAll('\\"', '""')}\n${texts.map((t) => `"${t.replaceAll('"', '""')}","${t.replaceAll('"', '""')}",b,1`).join('\n')}`,
    ],
  ] as const) {
    await page.getByLabel('File').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(file) });
    await page.getByRole('heading', { name: /questions from/ }).waitFor();
    await page.getByText(/The \d+ questions to import/).click();
    await checkNothingRan(page, name);
  }
  await page
    .getByLabel('File')
    .setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(json)) });
  await page.getByRole('heading', { name: /1 question from/ }).waitFor();
  await page.getByRole('button', { name: 'Save 1 question as a new set' }).click();
  await page.getByRole('heading', { level: 1, name: 'Edit question set' }).waitFor();
  await page.locator('.question-toggle').click();
  await page.getByText('Explanation, feedback, shares').click();
  await checkNothingRan(page, 'editor');
  await page.getByRole('button', { name: 'Preview', exact: true }).click();
  await page.getByRole('dialog').waitFor();
  await checkNothingRan(page, 'preview');
  await page.goto(`${BASE}/teach/sets`);
  await page.getByText(texts[0]!).first().waitFor();
  await checkNothingRan(page, 'sets');
});

test('a hostile address is only an address', async () => {
  const page = await teacher();
  for (const path of [
    '/teach/sessions/%3Cimg src=x onerror=pwned=1%3E',
    '/teach/?lang="><script>pwned=1</script>',
    '/teach/co-teach#<img src=x onerror=pwned=1>',
    '/teach/?error=<svg onload=pwned=1>&state=x&error_description=<svg onload=pwned=1>',
  ]) {
    await page.goto(BASE + path);
    await page.getByRole('contentinfo').waitFor();
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await checkNothingRan(page, path);
  }
});
