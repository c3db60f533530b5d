import type { Matching } from 'gift-pegjs';
import type { QuestionRequest } from '../../../../api/schema';
import { giftBlock, giftText, type CSVRow, type GIFTSource, type Pair } from '../../../teach/formats';

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
  for (const { left, right } of pairs) {
    const to = idOf(right.trim());
    if (left.trim() === '') continue;
    const id = `o${options.length + 1}`;
    options.push({ id, text: left });
    correct[id] = to;
  }
  return { kind: 'match', prompt, options, targets, correct };
}

export function readGIFT(q: Matching, { prompt, text }: GIFTSource): QuestionRequest {
  return matching(
    prompt,
    q.matchPairs.map((p) => ({ left: text(p.subquestion), right: unescapeGIFT(p.subanswer) })),
  );
}

/** The grammar leaves escapes in the right side of pairs as it wrote them down. */
function unescapeGIFT(s: string): string {
  return s.replace(/&&0(\d\d);?/g, (_, code: string) => String.fromCharCode(Number(code)));
}

export function writeGIFT(q: QuestionRequest): string {
  const targets = q.targets ?? [];
  const pairs = (q.correct ?? {}) as Record<string, string>;
  const used = new Set(Object.values(pairs));
  const text = (id: string | undefined) => giftText(targets.find((t) => t.id === id)?.text ?? '');
  return giftBlock([
    ...(q.options ?? []).map((o) => `=${giftText(o.text)} -> ${text(pairs[o.id ?? ''])}`),
    ...targets.filter((t) => !used.has(t.id ?? '')).map((t) => `= -> ${giftText(t.text)}`),
  ]);
}

export function readCSV({ answers }: CSVRow): Partial<QuestionRequest> {
  const pairs = answers.map((answer) => {
    const [left, ...right] = answer.split(/\s*(?:=|->|→)\s*/);
    return right.length > 0 ? { left: left!.trim(), right: right.join(' = ') } : { left: '', right: answer };
  });
  const { options, targets, correct } = matching('', pairs);
  return { options, targets, correct } as Partial<QuestionRequest>;
}
