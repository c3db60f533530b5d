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
import type { Lost, NumberStyle } from '../../question/teach/formats';
import { kindNames, teacherKinds } from '../../question/teach/kinds';
import { readNumber } from '../../question/teach/numbers';
import { picks } from '../../question/teach/options';
import { ImportError, Report, type Imported } from './report';

const kinds = new Map(kindNames.flatMap((kind) => teacherKinds[kind].csv.names.map((name) => [name, kind] as const)));

/** The most answers that a row may have. */
const ANSWERS_MAX = 200;

const names = {
  type: ['type', 'kind'],
  question: ['question', 'prompt'],
  correct: ['correct'],
  points: ['points'],
  explanation: ['explanation'],
};

export function importCSV(file: string): Imported {
  const { rows, headerAt, delimiter, quotes } = rowsOf(file);
  const header = headerOf(rows[headerAt] ?? []);
  const at = Object.fromEntries(
    Object.entries(names).map(([column, called]) => [column, header.findIndex((name) => called.includes(name))]),
  ) as Record<keyof typeof names, number>;
  const answers = answerColumns(header);
  if (at.question < 0) throw new ImportError('not-this-format');
  const report = new Report();
  header.forEach((name, i) => {
    if (name !== '' && !answers.includes(i) && !Object.values(at).includes(i)) report.note('unknown-column', name);
  });
  for (const row of quotes) report.note('quotes', undefined, { number: Math.max(1, row - headerAt) });
  // Where commas separate cells, they hardly stand before fractions, too.
  const numbers: NumberStyle = { decimal: delimiter === ';' ? ',' : '.', certain: false };
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
    const beyond = row.slice(header.length).filter((c) => c.trim() !== '');
    if (beyond.length > 0) lost.push({ code: 'extra-cells', detail: beyond.join(delimiter).slice(0, 80) });
    row.forEach((c, column) => {
      if (header[column] === '' && c.trim() !== '') lost.push({ code: 'extra-cells', detail: c.trim().slice(0, 80) });
    });
    const of = teacherKinds[kind];
    const question: QuestionRequest = { kind, prompt, ...of.csv.read({ answers: filled, correct, numbers, lost }) };
    const isEssay = of.byHand && question.correct === undefined;
    if (isEssay) question.points = 1;
    const points = cell(at.points);
    if (points !== '') {
      const n = readNumber(points, numbers, lost);
      if (n === undefined || n < 0) lost.push({ code: 'bad-value', detail: header[at.points]! });
      else if (question.correct !== undefined || of.scored === 'always' || isEssay) question.points = n;
      else if (n !== 0) lost.push({ code: 'left-out', detail: `${header[at.points]!}: ${points.slice(0, 40)}` });
    }
    const explanation = cell(at.explanation);
    if (explanation !== '') question.explanation = explanation;
    report.take(question, place, lost);
  });
  return report.imported;
}

const headerOf = (row: string[]) => row.map((cell) => cell.trim().toLowerCase());

/** Where the answers are, by their numbers; of numbers that are missing there is nothing at -1. */
function answerColumns(header: string[]): number[] {
  const columns: number[] = [];
  header.forEach((name, i) => {
    const n = Number(/^(?:answer|option) ?(\d{1,3})$/.exec(name)?.[1] ?? 0);
    if (n >= 1 && n <= ANSWERS_MAX) columns[n - 1] ??= i;
  });
  return Array.from(columns, (column) => column ?? -1);
}

interface Rows {
  rows: string[][];
  headerAt: number;
  delimiter: string;
  /** Rows with a quotation mark that isn't closed, or is closed too early. */
  quotes: number[];
}

function rowsOf(file: string): Rows {
  // Line ends may differ within a file.
  const lines = file.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  // Excel's first line about the delimiter.
  const said = /^\s*"?sep=([^\n"]|\t)"?[ \t]*(\n|$)/i.exec(lines);
  const text = said ? lines.slice(said[0].length) : lines;
  const delimiter = said?.[1] ?? delimiterOf(text);
  const parsed = Papa.parse<string[]>(text, { skipEmptyLines: false, newline: '\n', delimiter });
  const rows = parsed.data;
  const headerAt = rows.findIndex((row) => row.some((cell) => cell.trim() !== ''));
  const quotes = parsed.errors.filter((e) => e.type === 'Quotes').map((e) => e.row ?? 0);
  return { rows, headerAt, delimiter, quotes: [...new Set(quotes)] };
}

/** The delimiter with which most columns of the header are known. */
function delimiterOf(text: string): string {
  const known = (delimiter: string) => {
    const start = Papa.parse<string[]>(text.slice(0, 10_000), { delimiter, newline: '\n', preview: 50 }).data;
    const header = headerOf(start.find((row) => row.some((cell) => cell.trim() !== '')) ?? []);
    return header.filter((name) => Object.values(names).flat().includes(name) || /^(answer|option) ?\d+$/.test(name))
      .length;
  };
  const counts = [',', ';', '\t', '|'].map((delimiter) => ({ delimiter, n: known(delimiter) }));
  return counts.reduce((best, next) => (next.n > best.n ? next : best)).delimiter;
}

/** A file to begin with, with a question of each kind. */
export function csvTemplate(delimiter: ',' | ';'): string {
  return `\ufeff${Papa.unparse(templateRows, { delimiter, newline: '\r\n' })}`;
}

const templateRows = [
  ['type', 'question', 'answer 1', 'answer 2', 'answer 3', 'answer 4', 'correct', 'points', 'explanation'],
  ...kindNames.map((kind) => [teacherKinds[kind].csv.names[0]!, ...teacherKinds[kind].csv.example]),
];
