// GIFT, Moodle's text format (https://docs.moodle.org/en/GIFT_format).

import { parse, type GIFTQuestion, type TextFormat } from 'gift-pegjs';
import type { QuestionRequest } from '../../api/schema';
import type { Language } from '../../i18n/language';
import type { GIFTNumerical, GIFTSource, Lost } from '../../question/teach/formats';
import { kindNames, teacherKinds } from '../../question/teach/kinds';
import { Report, type Imported } from './report';
import { readText } from './text';

type Question = Exclude<GIFTQuestion, { type: 'Numerical' | 'Category' }> | GIFTNumerical;

export function importGIFT(file: string, language: Language = 'en'): Imported {
  const report = new Report();
  const categories = new Set<string>();
  let category = '';
  for (const block of blocksOf(file)) {
    const named = /^\$CATEGORY:\s*(.*)$/i.exec(block.text);
    if (named) {
      category = named[1]!;
      report.title ??= lastOf(category);
      continue;
    }
    categories.add(category);
    const parsed = parseBlock(block.text);
    if (!parsed) {
      report.refuse('unreadable', { line: block.line }, block.text);
      continue;
    }
    for (const q of parsed) takeOver(q, block, report, language);
  }
  if (categories.size > 1) report.note('categories');
  return report.imported;
}

/** The last part of Moodle's path of a category. */
export function lastOf(category: string): string | null {
  const name = category.split('/').pop()!.trim();
  return name === '' || name === 'top' || name.startsWith('$') ? null : name;
}

interface Block {
  text: string;
  line: number;
  /** Whether a comment gave the question tags. */
  tagged: boolean;
}

/** Questions are set apart by blank lines; some programs leave blank lines between answers, too. */
function blocksOf(file: string): Block[] {
  const blocks: Block[] = [];
  let lines: string[] = [];
  let first = 0;
  let open = false;
  let tagged = false;
  const end = () => {
    if (lines.length > 0) {
      blocks.push({ text: lines.join('\n'), line: first, tagged });
      tagged = false;
    }
    lines = [];
    open = false;
  };
  file
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/)
    .forEach((line, i) => {
      if (/^\s*\/\//.test(line)) {
        if (/\[tag:[^\]]/i.test(line)) tagged = true;
        return;
      }
      if (/^\s*\$CATEGORY:/i.test(line)) {
        end();
        blocks.push({ text: line.trim(), line: i + 1, tagged: false });
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

function parseBlock(block: string): Question[] | null {
  const numerical = numericalAsText(block);
  // Moodle tolerates unescaped signs that the grammar doesn't.
  for (const text of [numerical ?? block, escapeSigns(numerical ?? block)]) {
    try {
      const parsed = parse(`${text}\n\n`).filter((q) => q.type !== 'Category') as Question[];
      if (numerical === null) return parsed;
      // Of several answers one may be wrong, which makes it a choice to the grammar.
      return parsed.map((q) => (q.type === 'Short' || q.type === 'MC' ? { ...q, type: 'Numerical' } : q));
    } catch {
      // the next one
    }
  }
  return null;
}

/** The signs that begin and end the answers; undefined where there are none. */
function answersIn(block: string): { from: number; to: number } | undefined {
  const title = /^\s*::(?:\\.|[^\\])*?::/s.exec(block)?.[0].length ?? 0;
  const from = title + /^(?:\\.|[^\\{])*/s.exec(block.slice(title))![0].length;
  const to = from + /^(?:\\.|[^\\}])*/s.exec(block.slice(from))![0].length;
  return to < block.length ? { from, to } : undefined;
}

/**
 * A question about a number with its answers as texts, or null if it isn't one: of numbers the grammar knows neither
 * exponents nor commas, units or an answer that stands for any number.
 */
function numericalAsText(block: string): string | null {
  const answers = answersIn(block);
  if (!answers) return null;
  const inside = block.slice(answers.from + 1, answers.to);
  if (!/^\s*#(?!###)/.test(inside)) return null;
  const [numbers, ...general] = inside.trimStart().slice(1).split('####');
  const written = numbers!
    .trim()
    .replace(/^(?=[^=~])/, '=')
    .replace(/~\s*(?=#|$)/g, '~*')
    .replace(/\\.|:/gs, (found) => (found === ':' ? '\\:' : found));
  const rest = general.map((text) => `####${text}`).join('');
  return `${block.slice(0, answers.from)}{${written}${rest}${block.slice(answers.to)}`;
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
  return title + outside(rest.slice(0, from)) + escapeIn(answers, /\\.|(:)/gs) + outside(rest.slice(to + 1));
}

function takeOver(q: Question, { line, tagged }: Block, report: Report, language: Language): void {
  const lost: Lost[] = [];
  const text = (t: TextFormat | null | undefined): string => (t ? readText(t.text, t.format, language, lost) : '');
  const prompt = text(q.stem) || (q.title ?? '');
  if (q.type === 'Description') {
    report.refuse('description', { line }, prompt);
    return;
  }
  const question = questionOf(q, { prompt, text, lost });
  const explanation = text(q.globalFeedback);
  if (explanation !== '') question.explanation = explanation;
  if (tagged) lost.push({ code: 'tags' });
  report.take(question, { line }, lost);
}

function questionOf(q: Question, source: GIFTSource): QuestionRequest {
  for (const kind of kindNames) {
    const read = teacherKinds[kind].gift.read[q.type] as
      | ((q: Question, source: GIFTSource) => QuestionRequest)
      | undefined;
    if (read) return read(q, source);
  }
  throw new Error('unreachable');
}
