// What holds for every kind of question, put to each by the fixture in its folder.

import { existsSync, readdirSync } from 'node:fs';
import { h, type ComponentChild } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Kind, Question, QuestionCounts } from '../../api/schema';
import { kindValues } from '../../api/values';
import { common } from '../../i18n/common/en';
import { languages } from '../../i18n/language';
import { LocaleContext } from '../../i18n/messages';
import type { Fixture } from '../fixture';
import { apartOf, kinds } from '../kinds';
import { QuestionInput } from '../QuestionInput';
import { ResponseText } from '../ResponseText';
import { question as questionWords } from '../words/en';
import { Chart } from './chart/Chart';
import { Solution } from './chart/Solution';
import { newQuestion, questionToDraft, questionToRequest, toPaper } from './draft';
import { faultText, type Fault } from './faults';
import { teacherKinds } from './kinds';
import { QuestionEditor } from './QuestionEditor';
import { chart, editing } from './words/en';
import type { EditingMessages } from './words';

const folder = new URL('../kinds/', import.meta.url);
const files = import.meta.glob<Fixture>('../kinds/*/fixture.ts', { eager: true, import: 'fixture' });
const fixtureOf = (kind: Kind) => files[`../kinds/${kind}/fixture.ts`]!;
const each = kindValues.map((kind) => [kind] as const);

const messages: EditingMessages = { ...common, question: questionWords, editing, chart };

function render(child: ComponentChild): string {
  return renderToString(h(LocaleContext.Provider, { value: { language: 'en', messages, choose: () => {} } }, child));
}

const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&quot;': '"' };
/** What can be read. */
const textOf = (html: string) => html.replace(/<[^>]*>/g, '').replace(/&\w+;/g, (entity) => entities[entity] ?? entity);

const paperOf = (q: Question) => toPaper(questionToDraft(q, 'en'), 'en');

beforeAll(async () => {
  // Node 20 has no navigator.
  vi.stubGlobal('navigator', { languages: ['en'] });
  await Promise.all(apartOf(kindValues).map((kind) => kind.fetch()));
});

test('a kind is a folder with all parts, and a folder is a kind', () => {
  expect(readdirSync(folder).sort()).toEqual([...kindValues].sort());
  const words = Object.keys(languages).map((language) => `words/${language}.ts`);
  const parts = ['student.tsx', 'fixture.ts', ...words, 'teach/teacher.tsx', ...words.map((file) => `teach/${file}`)];
  const missing = kindValues.flatMap((kind) =>
    parts.map((part) => `${kind}/${part}`).filter((path) => !existsSync(new URL(path, folder))),
  );
  expect(missing).toEqual([]);
  expect(Object.keys(kinds).sort()).toEqual([...kindValues].sort());
  expect(Object.keys(teacherKinds).sort()).toEqual([...kindValues].sort());
});

describe('students', () => {
  test.each(each)('%s: the input shows the question, and the answer as it stands', (kind) => {
    const { question, response, filled } = fixtureOf(kind);
    const paper = { ...paperOf(question), options: question.options?.map(({ id, text }) => ({ id, text })) };
    const input = (value: typeof response | undefined) =>
      render(h(QuestionInput, { question: paper as Question, value, onChange: () => {} }));
    expect(input(undefined)).not.toMatch(filled);
    expect(input(response)).toMatch(filled);
    for (const text of [
      question.prompt,
      ...[question.options ?? [], question.targets ?? []].flat().map((o) => o.text),
    ]) {
      expect(textOf(input(undefined))).toContain(text);
    }
  });

  test.each(each)('%s: a response in words', (kind) => {
    const { question, response, reads } = fixtureOf(kind);
    expect(textOf(render(h(ResponseText, { question, response })))).toBe(reads);
  });

  test.each(each)('%s: what the server would refuse is not sent', (kind) => {
    const { response, refused } = fixtureOf(kind);
    const problem = kinds[kind].problem ?? (() => undefined);
    expect(problem(response)).toBeUndefined();
    expect(refused.map(([r]) => problem(r))).toEqual(refused.map(([, reason]) => reason));
  });
});

describe('the editor', () => {
  const general = ['points', 'prompt', 'explanation', 'whenRight', 'whenWrong'];
  /** Of the controls that a fault can lead to, which there are; without the keys of rows. */
  const fieldsIn = (html: string) =>
    new Set([...html.matchAll(/data-field="[^"/]*\/([^":]*:?)/g)].map(([, field]) => field!));

  test.each(each)('%s: what the API returned is shown, and goes back as it was', (kind) => {
    const { question, fields } = fixtureOf(kind);
    const draft = questionToDraft(question, 'en');
    const faults: Fault[] = [];
    const { points, ...rest } = question;
    const scored = teacherKinds[kind].scored !== 'never';
    expect(questionToRequest(draft, 'en', faults)).toEqual({ ...rest, ...(scored && { points }) });
    expect(faults).toEqual([]);
    const html = render(h(QuestionEditor, { question: draft, faults, onChange: () => {} }));
    expect([...fieldsIn(html)].filter((field) => !general.includes(field)).sort()).toEqual([...fields].sort());
    for (const text of [
      question.prompt,
      ...[question.options ?? [], question.targets ?? []].flat().map((o) => o.text),
    ]) {
      expect(html).toContain(text);
    }
  });

  test.each(each)('%s: what is missing in a new question is said, and where', (kind) => {
    const draft = { ...newQuestion(kind), prompt: 'P' };
    const faults: Fault[] = [];
    questionToRequest(draft, 'en', faults);
    expect(faults.map((f) => `${f.field.replace(/:.*/, ':')} ${f.code}`)).toEqual(fixtureOf(kind).faults);
    const html = render(h(QuestionEditor, { question: draft, faults, onChange: () => {} }));
    for (const { field, code } of faults) {
      expect(html).toContain(`data-field="${draft.key}/${field}"`);
      expect(textOf(html)).toContain(faultText(editing, kind, code));
    }
  });

  test.each(each)('%s: the preview tells nothing of the key', (kind) => {
    const paper = paperOf(fixtureOf(kind).question);
    const known = ['id', 'kind', 'prompt', 'points', 'options', 'targets', 'scale', 'maxWords'];
    expect(Object.keys(paper).filter((name) => !known.includes(name))).toEqual([]);
    for (const item of [paper.options ?? [], paper.targets ?? []].flat())
      expect(Object.keys(item)).toEqual(['id', 'text']);
  });
});

describe('results', () => {
  const countsOf = (counts: Record<string, number>): QuestionCounts => ({
    id: 'q1',
    counts,
    answered: Object.values(counts).reduce((sum, n) => sum + n, 0),
    correctRate: null,
  });

  test.each(each)('%s: the chart', (kind) => {
    const { question, counts, bars } = fixtureOf(kind);
    const { rows } = teacherKinds[kind].bars(question, countsOf(counts));
    const html = render(h(Chart, { question, counts: countsOf(counts), participants: [], solution: true }));
    const inWords = (text: string) => (kind === 'trueFalse' ? (text === 'true' ? 'True' : 'False') : text);
    expect(rows.map((row) => [`${row.of ? `${row.of}: ` : ''}${inWords(row.text)}`, row.count, row.right])).toEqual(
      bars,
    );
    for (const row of rows) expect(textOf(html)).toContain(inWords(row.text));
    expect(html.match(/class="bar right"/g)?.length ?? 0).toBe(bars.filter(([, , right]) => right).length);
  });

  test.each(each)('%s: what is right', (kind) => {
    const { question, solution } = fixtureOf(kind);
    const read = textOf(render(h(Solution, { question })));
    expect(read).toBe(solution === null ? '' : `${chart.solution} ${solution}`);
  });
});
