import type { Matching } from 'gift-pegjs';
import type { QuestionRequest } from '../../../../api/schema';
import {
  giftAnswer,
  giftBlock,
  giftText,
  hasArrow,
  noCorrect,
  type CSVRow,
  type GIFTSource,
  type Pair,
} from '../../../teach/formats';

/** A question of pairs. */
export function matching(prompt: string, pairs: Pair[]): QuestionRequest {
  const targets: { id: string; text: string }[] = [];
  const idOf = (text: string) => {
    let target = targets.find((t) => t.text === text);
    if (!target) {
      target = { id: String(targets.length + 1), text };
      targets.push(target);
    }
    return target.id;
  };
  const options: { id: string; text: string }[] = [];
  const correct: Record<string, string> = {};
  for (const { left, right, hidden } of pairs) {
    if (left.trim() === '' && right.trim() === '' && !hidden) continue;
    const to = idOf(right.trim());
    if (left.trim() === '' && !hidden) continue;
    const id = `o${options.length + 1}`;
    options.push({ id, text: left });
    correct[id] = to;
  }
  return { kind: 'match', prompt, options, targets, correct };
}

export function readGIFT(q: Matching, { prompt, text }: GIFTSource): QuestionRequest {
  return matching(
    prompt,
    q.matchPairs.map(({ subquestion, subanswer }) => ({
      left: text(subquestion),
      right: unescapeGIFT(subanswer),
      hidden: subquestion.text.trim() !== '',
    })),
  );
}

/** The grammar leaves escapes in the right side of pairs as it wrote them down. */
function unescapeGIFT(s: string): string {
  return s.replace(/&&(010|(?:0\d\d|1\d\d);)/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 10)));
}

export function writeGIFT(q: QuestionRequest): string | null {
  if (q.options?.some((o) => hasArrow(o.text))) return null; // it would end there
  const targets = q.targets ?? [];
  const pairs = (q.correct ?? {}) as Record<string, string>;
  const used = new Set(Object.values(pairs));
  const text = (id: string | undefined) => giftText(targets.find((t) => t.id === id)?.text ?? '');
  return giftBlock([
    ...(q.options ?? []).map((o) => `=${giftAnswer(o.text)} -> ${text(pairs[o.id ?? ''])}`),
    ...targets.filter((t) => !used.has(t.id ?? '')).map((t) => `= -> ${giftText(t.text)}`),
  ]);
}

export function readCSV(row: CSVRow): Partial<QuestionRequest> {
  const { answers } = row;
  noCorrect(row);
  const pairs = answers.map((answer) => {
    const [left, ...right] = answer.split(/\s*(?:=|->|→)\s*/);
    return right.length > 0 ? { left: left!.trim(), right: right.join(' = ') } : { left: '', right: answer };
  });
  const { options, targets, correct } = matching('', pairs);
  return { options, targets, correct } as Partial<QuestionRequest>;
}
