// CSV with a header line. The columns, in any order:
//
//   type         a kind of question; left out: choice, or choices with several right answers
//   question
//   answer 1 …   the options; accepted texts or numbers; the items in the right order; "left = right" pairs;
//                lowest and highest step of a scale, with labels as in "1 hard"; how many words of a cloud
//   correct      the numbers of the right options, such as 2 or 1,3; true or false
//   points
//   explanation

import Papa from 'papaparse';
import type { QuestionRequest } from '../../api/schema';
import { parseNumber } from '../../question/response';
import type { Lost } from '../../question/teach/formats';
import { kindNames, teacherKinds } from '../../question/teach/kinds';
import { picks } from '../../question/teach/options';
import { ImportError, Report, type Imported } from './report';

const kinds = new Map(kindNames.flatMap((kind) => teacherKinds[kind].csv.names.map((name) => [name, kind] as const)));

export function importCSV(file: string): Imported {
  const parsed = Papa.parse<string[]>(file.replace(/^\ufeff/, ''), {
    skipEmptyLines: false,
    delimitersToGuess: [',', ';', '\t', '|'],
  });
  const rows = parsed.data;
  const headerAt = rows.findIndex((row) => row.some((cell) => cell.trim() !== ''));
  const header = rows[headerAt]?.map((cell) => cell.trim().toLowerCase()) ?? [];
  const column = (...names: string[]) => header.findIndex((name) => names.includes(name));
  const at = {
    type: column('type', 'kind'),
    question: column('question', 'prompt'),
    correct: column('correct'),
    points: column('points'),
    explanation: column('explanation'),
  };
  const answers = header.flatMap((name, i) => (/^(answer|option) ?\d+$/.test(name) ? [i] : []));
  if (at.question < 0) throw new ImportError('not-this-format');
  const report = new Report();
  header.forEach((name, i) => {
    if (name !== '' && !answers.includes(i) && !Object.values(at).includes(i)) report.note('unknown-column', name);
  });
  rows.forEach((row, i) => {
    if (i <= headerAt || row.every((cell) => cell.trim() === '')) return;
    const cell = (index: number) => (index < 0 ? '' : (row[index] ?? '').trim());
    const place = { number: i - headerAt };
    const prompt = cell(at.question);
    const filled = answers.map(cell);
    while (filled.at(-1) === '') filled.pop();
    const typeName = cell(at.type).toLowerCase();
    const correct = cell(at.correct);
    const kind = typeName === '' ? (picks(correct).length > 1 ? 'choices' : 'choice') : kinds.get(typeName);
    if (!kind) {
      report.refuse('kind', place, prompt, cell(at.type).slice(0, 40));
      return;
    }
    const lost: Lost[] = [];
    const of = teacherKinds[kind];
    const question: QuestionRequest = { kind, prompt, ...of.csv.read({ answers: filled, correct, lost }) };
    const points = cell(at.points);
    if (points !== '') {
      const n = parseNumber(points, 'fr'); // either sign before the fraction, no groups
      if (n === undefined || n < 0) lost.push({ code: 'bad-value', detail: header[at.points]! });
      else if (question.correct !== undefined || of.scored === 'always' || of.byHand) question.points = n;
    }
    const explanation = cell(at.explanation);
    if (explanation !== '') question.explanation = explanation;
    report.take(question, place, lost);
  });
  return report.imported;
}

/** A file to begin with, with a question of each kind. */
export function csvTemplate(delimiter: ',' | ';'): string {
  return `\ufeff${Papa.unparse(templateRows, { delimiter, newline: '\r\n' })}`;
}

const templateRows = [
  ['type', 'question', 'answer 1', 'answer 2', 'answer 3', 'answer 4', 'correct', 'points', 'explanation'],
  ...kindNames.map((kind) => [teacherKinds[kind].csv.names[0]!, ...teacherKinds[kind].csv.example]),
];
