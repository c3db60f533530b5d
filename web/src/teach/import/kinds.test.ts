// Every kind of question through every format that has it.

import { expect, test } from 'vitest';
import Papa from 'papaparse';
import type { Kind, QuestionRequest } from '../../api/schema';
import { kindValues } from '../../api/values';
import type { Fixture } from '../../question/fixture';
import { questionToDraft, questionToRequest } from '../../question/teach/draft';
import { teacherKinds } from '../../question/teach/kinds';
import { toGIFT } from '../../question/teach/gift';
import { csvTemplate, importFile, type Format } from './index';

const files = import.meta.glob<Fixture>('../../question/kinds/*/fixture.ts', { eager: true, import: 'fixture' });
const fixtureOf = (kind: Kind) => files[`../../question/kinds/${kind}/fixture.ts`]!;
const each = kindValues.map((kind) => [kind] as const);

function read(text: string, format: Format): QuestionRequest[] {
  const { questions, issues } = importFile('file', new TextEncoder().encode(text), format);
  expect(issues).toEqual([]);
  return questions;
}

/** The question as its author means it: with ids by place, without what formats can't say or say in shares. */
function meant(q: QuestionRequest): QuestionRequest {
  const request = questionToRequest(questionToDraft(q, 'en'), 'en', []);
  const { id: _, ...rest } = request;
  if (!rest.options) return rest;
  return { ...rest, options: rest.options.map(({ weight: _share, ...option }) => option) };
}

test.each(each)('%s: GIFT', (kind) => {
  const { question, gift } = fixtureOf(kind);
  const { text, missing } = toGIFT({ title: 'T', questions: [question] });
  expect(missing).toEqual(gift ? [] : [1]);
  if (gift) expect(read(text, 'gift').map(meant)).toEqual([meant(question)]);
});

test.each(each)('%s: Moodle XML', (kind) => {
  const { question, moodle } = fixtureOf(kind);
  if (moodle === null) {
    expect(teacherKinds[kind].moodle).toEqual({});
    return;
  }
  const [type, content] = moodle;
  const prompt = `<questiontext format="plain_text"><text>${question.prompt}</text></questiontext>`;
  const file = `<quiz><question type="${type}">${prompt}${content}</question></quiz>`;
  expect(read(file, 'moodle').map(meant)).toEqual([meant(question)]);
});

test.each(each)('%s: CSV', (kind) => {
  const { question, csv } = fixtureOf(kind);
  const { names } = teacherKinds[kind].csv;
  for (const name of names) {
    const header = ['type', 'question', ...csv.answers.map((_, i) => `answer ${i + 1}`), 'correct'];
    const file = Papa.unparse([header, [name, question.prompt, ...csv.answers, csv.correct]]);
    expect(read(file, 'csv').map(meant)).toEqual([meant(question)]);
  }
});

test.each(each)('%s: JSON', (kind) => {
  const { id: _, ...question } = fixtureOf(kind).question;
  expect(read(JSON.stringify({ title: 'T', questions: [question] }), 'json').map(meant)).toEqual([meant(question)]);
});

test('the CSV template has a question of each kind', () => {
  for (const delimiter of [',', ';'] as const) {
    expect(read(csvTemplate(delimiter), 'csv').map((q) => q.kind)).toEqual([...kindValues]);
  }
});

test('no two kinds go by the same name in a file', () => {
  const names = kindValues.flatMap((kind) => {
    const { csv, gift, moodle } = teacherKinds[kind];
    return [
      ...csv.names.map((name) => `csv ${name}`),
      ...Object.keys(gift.read).map((name) => `gift ${name}`),
      ...Object.keys(moodle).map((name) => `moodle ${name}`),
    ];
  });
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});
