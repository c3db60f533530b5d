// GIFT, Moodle's text format (https://docs.moodle.org/en/GIFT_format).

import { parse, type GIFTQuestion, type NumericalChoice, type TextChoice, type TextFormat } from 'gift-pegjs';
import type { AcceptedNumber, QuestionRequest } from '../../api/schema';
import { htmlToText, looksLikeHTML } from './html';
import { Report, atLeastNothing, chooseAmong, type Imported, type Lost } from './report';

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
  // Moodle is more patient with signs that aren't escaped than the grammar.
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
  const escape = (text: string, signs: RegExp) =>
    text.replace(signs, (found, sign?: string) => (sign ? `\\${sign}` : found));
  const outside = (text: string) => escape(text, /\\.|([:=~#])/gs);
  const from = /^(?:\\.|[^\\{])*/s.exec(rest)![0].length;
  const to = rest.lastIndexOf('}');
  if (to < from) return title + outside(rest);
  const answers = rest.slice(from, to + 1);
  const isNumerical = /^\{\s*#/.test(answers);
  return (
    title +
    outside(rest.slice(0, from)) +
    (isNumerical ? answers : escape(answers, /\\.|(:)/gs)) +
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
  const question = questionOf();
  const explanation = text(q.globalFeedback);
  if (explanation !== '') question.explanation = explanation;
  if (q.tags && q.tags.length > 0) lost.push({ code: 'tags' });
  report.take(question, { line }, lost);

  function questionOf(): QuestionRequest {
    switch (q.type) {
      case 'MC': {
        const several = !q.choices.some((c) => c.isCorrect) && q.choices.some((c) => (c.weight ?? 0) > 0);
        const options = q.choices.map((c) => ({ text: text(c.text), weight: weightOf(c), feedback: text(c.feedback) }));
        return chooseAmong(prompt, options, several, lost);
      }
      case 'TF': {
        // The first remark is for the wrong answer, the second for the right one.
        const incorrect = text(q.trueFeedback);
        const correct = text(q.falseFeedback);
        return { kind: 'trueFalse', prompt, correct: q.isTrue, ...remarks(correct, incorrect) };
      }
      case 'Short': {
        const texts = q.choices.map((c) => {
          const weight = atLeastNothing(weightOf(c), lost);
          const feedback = text(c.feedback);
          return { text: text(c.text), ...(weight !== 100 && { weight }), ...(feedback !== '' && { feedback }) };
        });
        return { kind: 'text', prompt, correct: texts };
      }
      case 'Numerical': {
        const choices = (
          Array.isArray(q.choices) ? q.choices : [{ isCorrect: true, weight: null, text: q.choices, feedback: null }]
        ) as NumericalChoice[];
        const numbers: AcceptedNumber[] = [];
        let incorrect = '';
        for (const c of choices) {
          const feedback = text(c.feedback);
          const { number, range, numberLow, numberHigh } = c.text ?? {};
          if (number === undefined && numberLow === undefined) {
            incorrect = feedback; // "*", anything else
            continue;
          }
          const weight = atLeastNothing(weightOf(c), lost);
          numbers.push({
            ...(number === undefined
              ? { min: numberLow!, max: numberHigh! }
              : { value: number, ...(range && { tolerance: Math.abs(range) }) }),
            ...(weight !== 100 && { weight }),
            ...(feedback !== '' && { feedback }),
          });
        }
        return { kind: 'number', prompt, correct: numbers, ...remarks('', incorrect) };
      }
      case 'Matching': {
        const pairs = q.matchPairs.map((p) => ({ left: text(p.subquestion), right: unescape(p.subanswer) }));
        return matching(prompt, pairs);
      }
      case 'Essay':
        return { kind: 'text', prompt };
      default:
        throw new Error('unreachable');
    }
  }
}

function weightOf(c: TextChoice | NumericalChoice): number {
  return c.weight ?? (c.isCorrect ? 100 : 0);
}

/** The grammar leaves escapes in the right side of pairs as it wrote them down. */
function unescape(s: string): string {
  return s.replace(/&&0(\d\d);?/g, (_, code: string) => String.fromCharCode(Number(code)));
}

export function remarks(correct: string, incorrect: string): Pick<QuestionRequest, 'feedback'> {
  if (correct === '' && incorrect === '') return {};
  return { feedback: { ...(correct !== '' && { correct }), ...(incorrect !== '' && { incorrect }) } };
}

/** A match question. A pair without a left side is one more right side to choose from. */
export function matching(prompt: string, pairs: { left: string; right: string }[]): QuestionRequest {
  const targets: { id: string; text: string }[] = [];
  const idOf = (text: string) => {
    let target = targets.find((t) => t.text === text);
    if (!target) targets.push((target = { id: String(targets.length + 1), text }));
    return target.id;
  };
  const options: { id: string; text: string }[] = [];
  const correct: Record<string, string> = {};
  for (const { left, right } of pairs) {
    const to = idOf(right.trim());
    if (left.trim() === '') continue;
    const id = `o${options.length + 1}`;
    options.push({ id, text: left });
    correct[id] = to;
  }
  return { kind: 'match', prompt, options, targets, correct };
}
