// GIFT, Moodle's text format (https://docs.moodle.org/en/GIFT_format).

import { parse, type GIFTQuestion, type TextFormat } from 'gift-pegjs';
import type { QuestionRequest } from '../../api/schema';
import type { GIFTSource, Lost } from '../../question/teach/formats';
import { kindNames, teacherKinds } from '../../question/teach/kinds';
import { htmlToText, looksLikeHTML } from './html';
import { Report, type Imported } from './report';

export function importGIFT(file: string): Imported {
  const report = new Report();
  for (const block of blocksOf(file)) {
    const category = /^\$CATEGORY:\s*(.*)$/i.exec(block.text);
    if (category) {
      report.title ??= lastOf(category[1]!);
      continue;
    }
    const parsed = parseBlock(block.text);
    if (!parsed) {
      report.refuse('unreadable', { line: block.line }, block.text);
      continue;
    }
    for (const q of parsed) takeOver(q, block.line, report);
  }
  return report.imported;
}

/** The last part of Moodle's path of a category. */
export function lastOf(category: string): string | null {
  const name = category.split('/').pop()!.trim();
  return name === '' || name === 'top' || name.startsWith('$') ? null : name;
}

/** Questions are set apart by blank lines; some programs leave blank lines between answers, too. */
function blocksOf(file: string): { text: string; line: number }[] {
  const blocks: { text: string; line: number }[] = [];
  let lines: string[] = [];
  let first = 0;
  let open = false;
  const end = () => {
    if (lines.length > 0) blocks.push({ text: lines.join('\n'), line: first });
    lines = [];
    open = false;
  };
  file
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/)
    .forEach((line, i) => {
      if (/^\s*\/\//.test(line)) return;
      if (/^\s*\$CATEGORY:/i.test(line)) {
        end();
        blocks.push({ text: line.trim(), line: i + 1 });
        return;
      }
      if (line.trim() === '') {
        if (!open) end();
        return;
      }
      // A title begins a new question, whatever was left open.
      if (open && /^\s*::/.test(line)) end();
      if (lines.length === 0) first = i + 1;
      lines.push(line);
      const braces = line.replace(/\\./g, '').replace(/[^{}]/g, '');
      if (braces !== '') open = braces.endsWith('{');
    });
  end();
  return blocks;
}

function parseBlock(block: string): GIFTQuestion[] | null {
  // Moodle tolerates unescaped signs that the grammar doesn't.
  for (const text of [block, escapeSigns(block)]) {
    try {
      return parse(`${text}\n\n`);
    } catch {
      // the next one
    }
  }
  return null;
}

/** Escapes the signs that mean something only elsewhere. */
function escapeSigns(block: string): string {
  const title = /^\s*::(?:\\.|[^\\])*?::/.exec(block)?.[0] ?? '';
  const rest = block.slice(title.length);
  const escapeIn = (text: string, signs: RegExp) =>
    text.replace(signs, (found, sign?: string) => (sign ? `\\${sign}` : found));
  const outside = (text: string) => escapeIn(text, /\\.|([:=~#])/gs);
  const from = /^(?:\\.|[^\\{])*/s.exec(rest)![0].length;
  const to = rest.lastIndexOf('}');
  if (to < from) return title + outside(rest);
  const answers = rest.slice(from, to + 1);
  const isNumerical = /^\{\s*#/.test(answers);
  return (
    title +
    outside(rest.slice(0, from)) +
    (isNumerical ? answers : escapeIn(answers, /\\.|(:)/gs)) +
    outside(rest.slice(to + 1))
  );
}

function takeOver(q: GIFTQuestion, line: number, report: Report): void {
  if (q.type === 'Category') return;
  const lost: Lost[] = [];
  const text = (t: TextFormat | null | undefined): string => {
    if (!t) return '';
    return t.format === 'html' || (t.format === 'moodle' && looksLikeHTML(t.text))
      ? htmlToText(t.text, lost)
      : t.text.trim();
  };
  const prompt = text(q.stem) || (q.title ?? '');
  if (q.type === 'Description') {
    report.refuse('description', { line }, prompt);
    return;
  }
  const question = questionOf(q, { prompt, text, lost });
  const explanation = text(q.globalFeedback);
  if (explanation !== '') question.explanation = explanation;
  if (q.tags && q.tags.length > 0) lost.push({ code: 'tags' });
  report.take(question, { line }, lost);
}

function questionOf(q: GIFTQuestion, source: GIFTSource): QuestionRequest {
  for (const kind of kindNames) {
    const read = teacherKinds[kind].gift.read[q.type] as
      | ((q: GIFTQuestion, source: GIFTSource) => QuestionRequest)
      | undefined;
    if (read) return read(q, source);
  }
  throw new Error('unreachable');
}
