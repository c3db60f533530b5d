// A question set as GIFT, Moodle's text format. What the format has no words for
// is left out and named.

import type { AcceptedNumber, AcceptedText, Correct, QuestionRequest, QuestionSetRequest } from '../../api/schema';

export interface GIFT {
  text: string;
  /** The numbers of the questions that GIFT can't hold; from 1. */
  missing: number[];
}

const SIGNS = /[~=#{}:\\]/g;

/** Text with the signs of the format escaped, in one paragraph: a blank line would end the question. */
function escape(text: string): string {
  return text
    .trim()
    .replace(SIGNS, '\\$&')
    .replace(/\s*\r?\n\s*/g, '\\n');
}

export function toGIFT(set: QuestionSetRequest): GIFT {
  const missing: number[] = [];
  const blocks = [`// ${set.title.replace(/\s+/g, ' ')}`];
  set.questions.forEach((q, i) => {
    const answers = answersOf(q);
    if (answers === null) {
      missing.push(i + 1);
      return;
    }
    const general = q.explanation ? `####${escape(q.explanation)}` : '';
    blocks.push(`::${i + 1}::[plain]${escape(q.prompt)} {${answers}${general}}`);
  });
  return { text: `${blocks.join('\n\n')}\n`, missing };
}

const list = (correct: Correct | undefined): unknown[] =>
  correct === undefined ? [] : Array.isArray(correct) ? correct : [correct];
const remark = (text: string | undefined) => (text ? `#${escape(text)}` : '');
const percent = (weight: number) => `%${Math.round(weight * 100000) / 100000}%`;

function answersOf(q: QuestionRequest): string | null {
  switch (q.kind) {
    case 'choice':
    case 'choices': {
      const options = q.options ?? [];
      const right = list(q.correct) as string[];
      const weighted = options.some((o) => o.weight !== undefined);
      const lines = options.map((o) => {
        const isRight = right.includes(o.id ?? '');
        const tail = `${escape(o.text)}${remark(o.feedback)}`;
        if (q.kind === 'choice') return isRight ? `=${tail}` : o.weight ? `~${percent(o.weight)}${tail}` : `~${tail}`;
        // Several can be right only by weight. A wrong one costs as much as a right one earns.
        const share = 100 / Math.max(1, right.length);
        const weight = weighted ? (o.weight ?? 0) : right.length === 0 ? 0 : isRight ? share : -share;
        return weight === 0 ? `~${tail}` : `~${percent(weight)}${tail}`;
      });
      return block(lines);
    }
    case 'trueFalse': {
      if (typeof q.correct !== 'boolean') return block(['~True', '~False']);
      const { correct = '', incorrect = '' } = q.feedback ?? {};
      const remarks = correct || incorrect ? `#${escape(incorrect)}${remark(correct)}` : '';
      return `${q.correct ? 'TRUE' : 'FALSE'}${remarks}`;
    }
    case 'text': {
      const texts = (list(q.correct) as (string | AcceptedText)[]).map((t) =>
        typeof t === 'string' ? { text: t } : t,
      );
      return block(
        texts.map((t) => `=${t.weight === undefined ? '' : percent(t.weight)}${escape(t.text)}${remark(t.feedback)}`),
      );
    }
    case 'number': {
      const numbers = (list(q.correct) as (number | AcceptedNumber)[]).map(
        (n): AcceptedNumber => (typeof n === 'number' ? { value: n } : n),
      );
      if (numbers.length === 0) return null; // a poll: an empty {#} isn't GIFT
      const lines = numbers.map((n) => {
        const tolerance = n.tolerance ?? q.tolerance;
        const value =
          n.value === undefined
            ? `${plain(n.min!)}..${plain(n.max!)}`
            : `${plain(n.value)}${tolerance ? `:${plain(tolerance)}` : ''}`;
        return `=${n.weight === undefined ? '' : percent(n.weight)}${value}${remark(n.feedback)}`;
      });
      return `#${block(lines)}`;
    }
    case 'match': {
      const targets = q.targets ?? [];
      const pairs = (q.correct ?? {}) as Record<string, string>;
      const used = new Set(Object.values(pairs));
      const text = (id: string | undefined) => escape(targets.find((t) => t.id === id)?.text ?? '');
      return block([
        ...(q.options ?? []).map((o) => `=${escape(o.text)} -> ${text(pairs[o.id ?? ''])}`),
        ...targets.filter((t) => !used.has(t.id ?? '')).map((t) => `= -> ${escape(t.text)}`),
      ]);
    }
    case 'order':
    case 'scale':
    case 'cloud':
      return null;
  }
}

function block(lines: string[]): string {
  return lines.length === 0 ? '' : `\n\t${lines.join('\n\t')}\n`;
}

/** A number without an exponent, which the format doesn't know. */
function plain(n: number): string {
  const s = String(n);
  return s.includes('e') ? n.toFixed(20).replace(/\.?0+$/, '') : s;
}
