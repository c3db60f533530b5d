// The spreadsheet that Kahoot offers as a template for quizzes: under a
// header line a question, up to four answers, a time limit, and the numbers of
// the right answers.

import type { QuestionRequest } from '../../api/schema';
import type { Lost } from '../../question/teach/formats';
import { ImportError, Report, excerpt, type Imported } from './report';
import { readSheet } from './spreadsheet';

export function importKahoot(bytes: Uint8Array): Imported {
  const { rows, doubtful, hasOthers } = readSheet(bytes);
  const headerAt = rows.findIndex(
    (row) => row.some((c) => /^question\b/i.test(c.trim())) && row.some((c) => /^answer 1\b/i.test(c.trim())),
  );
  if (headerAt < 0) throw new ImportError('not-this-format');
  const header = rows[headerAt]!.map((c) => c.trim());
  const column = (pattern: RegExp) => header.findIndex((name) => pattern.test(name));
  const question = column(/^question\b/i);
  const correct = column(/^correct answer/i);
  const time = column(/^time limit/i);
  const answers = header.flatMap((name, i) => (/^answer \d+\b/i.test(name) ? [i] : []));
  const report = new Report();
  let timed = false;
  rows.slice(headerAt + 1).forEach((row, i) => {
    const cell = (index: number) => (row[index] ?? '').trim();
    const prompt = cell(question);
    const texts = answers.map(cell);
    if (prompt === '' && texts.every((t) => t === '')) return;
    timed ||= cell(time) !== '';
    const lost: Lost[] = [];
    for (const { row: at, column, code } of doubtful) {
      const isRead = column === question || column === correct || answers.includes(column);
      if (at === headerAt + 1 + i && isRead) lost.push({ code, detail: cell(column).slice(0, 80) });
    }
    report.take(questionOf(prompt, texts, cell(correct), lost), { line: headerAt + i + 2 }, lost);
  });
  if (timed) report.note('time-limit');
  const read = [question, correct, time, ...answers];
  header.forEach((name, column) => {
    const isUsed = rows.some((row, at) => at > headerAt && (row[column] ?? '').trim() !== '');
    if (name !== '' && isUsed && !read.includes(column)) report.note('unknown-column', excerpt(name));
  });
  if (hasOthers) report.note('other-sheets');
  return report.imported;
}

function questionOf(prompt: string, texts: string[], correct: string, lost: Lost[]): QuestionRequest {
  const options = texts.flatMap((text, i) => (text === '' ? [] : [{ id: `o${i + 1}`, text }]));
  const numbers = correct
    .split(/[^\d.]+/)
    .filter((s) => s !== '')
    .map(Number);
  const ids = [...new Set(numbers.map((n) => `o${n}`))];
  const words = options.map((o) => o.text.toLowerCase());
  if (ids.length === 0 || !ids.every((id) => options.some((o) => o.id === id))) {
    lost.push({ code: 'no-right-answer' });
    return { kind: 'choice', prompt, options };
  }
  if (options.length === 2 && words.includes('true') && words.includes('false') && ids.length === 1) {
    return { kind: 'trueFalse', prompt, correct: options.find((o) => o.id === ids[0])!.text.toLowerCase() === 'true' };
  }
  return ids.length === 1
    ? { kind: 'choice', prompt, options, correct: ids[0]! }
    : { kind: 'choices', prompt, options, correct: ids };
}
