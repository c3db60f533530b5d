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
import type { AcceptedNumber, Kind, QuestionRequest } from '../../api/schema';
import { parseNumber } from '../../question/response';
import { matching } from './gift';
import { ImportError, Report, type Imported, type Lost } from './report';

const kinds: Record<string, Kind> = {
  choice: 'choice',
  'single choice': 'choice',
  choices: 'choices',
  'multiple choice': 'choices',
  truefalse: 'trueFalse',
  'true/false': 'trueFalse',
  text: 'text',
  number: 'number',
  order: 'order',
  match: 'match',
  scale: 'scale',
  cloud: 'cloud',
};

const yes = new Set(['true', 't', 'yes', '1', 'wahr', 'richtig', 'ja', 'vrai', 'oui', 'verdadero', 'sí', 'si']);
const no = new Set(['false', 'f', 'no', '0', 'falsch', 'nein', 'faux', 'non', 'falso']);

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
    const kind = typeName === '' ? (picks(correct).length > 1 ? 'choices' : 'choice') : kinds[typeName];
    if (!kind) {
      report.refuse('kind', place, prompt, cell(at.type).slice(0, 40));
      return;
    }
    const lost: Lost[] = [];
    const question = questionOf(kind, prompt, filled, correct, lost);
    const points = cell(at.points);
    if (points !== '') {
      const n = parseNumber(points, 'fr'); // either sign before the fraction, no groups
      if (n === undefined || n < 0) lost.push({ code: 'bad-value', detail: header[at.points]! });
      else if (question.correct !== undefined || kind === 'order' || kind === 'text') question.points = n;
    }
    const explanation = cell(at.explanation);
    if (explanation !== '') question.explanation = explanation;
    report.take(question, place, lost);
  });
  return report.imported;
}

/** "1,3" or "1; 3" as numbers. */
function picks(correct: string): number[] {
  return correct
    .split(/[,;|\s]+/)
    .filter((s) => s !== '')
    .map(Number);
}

function questionOf(kind: Kind, prompt: string, answers: string[], correct: string, lost: Lost[]): QuestionRequest {
  const bad = (detail: string) => void lost.push({ code: 'bad-value', detail });
  switch (kind) {
    case 'choice':
    case 'choices': {
      const options = answers.map((text, i) => ({ id: `o${i + 1}`, text }));
      const numbers = [...new Set(picks(correct))];
      if (numbers.length === 0) return { kind, prompt, options };
      if (
        !numbers.every((n) => Number.isInteger(n) && n >= 1 && n <= answers.length) ||
        (kind === 'choice' && numbers.length > 1)
      ) {
        bad('correct');
        lost.push({ code: 'no-right-answer' });
        return { kind, prompt, options };
      }
      const ids = numbers.map((n) => `o${n}`);
      return { kind, prompt, options, correct: kind === 'choice' ? ids[0]! : ids };
    }
    case 'trueFalse': {
      const word = correct.toLowerCase();
      if (yes.has(word) || no.has(word)) return { kind, prompt, correct: yes.has(word) };
      if (word !== '') {
        bad('correct');
        lost.push({ code: 'no-right-answer' });
      }
      return { kind, prompt };
    }
    case 'text': {
      const texts = (answers.length > 0 ? answers : [correct]).filter((t) => t !== '');
      return { kind, prompt, ...(texts.length > 0 && { correct: texts }) };
    }
    case 'number': {
      const numbers = (answers.length > 0 ? answers : [correct]).flatMap((s): AcceptedNumber[] => {
        const accepted = acceptedNumber(s);
        if (!accepted && s !== '') bad('answer');
        return accepted ? [accepted] : [];
      });
      if (numbers.length === 0 && lost.length > 0) lost.push({ code: 'no-right-answer' });
      return { kind, prompt, ...(numbers.length > 0 && { correct: numbers }) };
    }
    case 'order':
      return { kind, prompt, options: answers.map((text) => ({ text })) };
    case 'match': {
      const pairs = answers.map((answer) => {
        const [left, ...right] = answer.split(/\s*(?:=|->|→)\s*/);
        return right.length > 0 ? { left: left!.trim(), right: right.join(' = ') } : { left: '', right: answer };
      });
      return matching(prompt, pairs);
    }
    case 'scale': {
      const [min, max] = [answers[0] ?? '1', answers[1] ?? '5'].map((s) => /^([+-]?\d+)\s*(.*)$/.exec(s));
      if (!min || !max) {
        bad('answer');
        return { kind, prompt };
      }
      return {
        kind,
        prompt,
        scale: {
          min: Number(min[1]),
          max: Number(max[1]),
          ...(min[2] && { minLabel: min[2] }),
          ...(max[2] && { maxLabel: max[2] }),
        },
      };
    }
    case 'cloud': {
      const n = parseNumber(answers[0] ?? '3', 'fr');
      return { kind, prompt, maxWords: n ?? 3 };
    }
  }
}

/** 346, 346 ± 10, or 1090..1100 */
function acceptedNumber(s: string): AcceptedNumber | undefined {
  const range = s.split(/\s*(?:\.\.+|…|–)\s*/);
  if (range.length === 2) {
    const [min, max] = range.map((n) => parseNumber(n, 'fr'));
    if (min !== undefined && max !== undefined) return { min, max };
  }
  const [value, tolerance] = s.split(/\s*(?:±|\+-|\+\/-)\s*/).map((n) => parseNumber(n, 'fr'));
  if (value === undefined) return undefined;
  return { value, ...(tolerance !== undefined && { tolerance }) };
}

/** A file to begin with, with a question of each kind. */
export function csvTemplate(delimiter: ',' | ';'): string {
  return '\ufeff' + Papa.unparse(templateRows, { delimiter, newline: '\r\n' });
}

const templateRows = [
  ['type', 'question', 'answer 1', 'answer 2', 'answer 3', 'answer 4', 'correct', 'points', 'explanation'],
  ['choice', 'Which river is the longest?', 'Rhine', 'Volga', 'Thames', '', '2', '1', '3,530 km'],
  ['choices', 'Which flow into the North Sea?', 'Rhine', 'Elbe', 'Oder', '', '1,2', '2', ''],
  ['truefalse', 'The Danube crosses ten countries.', '', '', '', '', 'true', '1', ''],
  ['text', 'The capital on the Seine?', 'Paris', 'Paname', '', '', '', '1', ''],
  ['number', 'Length of the Thames in km?', '346 ± 10', '', '', '', '', '1', ''],
  ['order', 'Shortest first', 'Thames', 'Rhine', 'Volga', '', '', '1', ''],
  ['match', 'Which city?', 'Seine = Paris', 'Thames = London', 'Tiber = Rome', '', '', '3', ''],
  ['scale', 'How easy was this?', '1 hard', '5 easy', '', '', '', '', ''],
  ['cloud', 'What comes to your mind?', '3', '', '', '', '', '', ''],
];
