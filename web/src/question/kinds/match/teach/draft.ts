import type { QuestionRequest } from '../../../../api/schema';
import { idOf, letter, newDraftKey, newItem, type Check, type DraftBase, type DraftItem } from '../../../teach/fields';
import { limits } from '../../../teach/limits';

interface DraftPair {
  key: string;
  left: string;
  right: string;
}

export interface MatchFields {
  pairs: DraftPair[];
  /** Right sides that belong to nothing. */
  extras: DraftItem[];
}

export const newPair = (left = '', right = ''): DraftPair => ({ key: newDraftKey(), left, right });

export const emptyPairs = (): MatchFields => ({ pairs: [newPair(), newPair()], extras: [] });

export function readPairs(q: QuestionRequest): MatchFields {
  const targets = (q.targets ?? []).map((t, i) => ({ id: idOf(t, i, (n) => String(n + 1)), text: t.text }));
  const correct = (q.correct ?? null) as Record<string, string> | null;
  const used = new Set<string>();
  const pairs = (q.options ?? []).map((o, i) => {
    const to = correct === null ? targets[i]?.id : correct[idOf(o, i)];
    if (to !== undefined) used.add(to);
    return newPair(o.text, targets.find((t) => t.id === to)?.text ?? '');
  });
  return { pairs, extras: targets.filter((t) => !used.has(t.id)).map((t) => newItem(t.text)) };
}

export function writePairs(q: DraftBase & MatchFields, check: Check): Partial<QuestionRequest> {
  check.howMany('pairs', q.pairs.length, limits.items);
  check.distinct(
    'left',
    q.pairs.map((p) => ({ key: p.key, text: p.left })),
  );
  const options = q.pairs.map((p, i) => ({
    id: letter(i),
    text: check.text(`left:${p.key}`, p.left, 1, limits.optionText),
  }));
  // The same text on the right of several pairs is one target.
  const targets: { id: string; text: string }[] = [];
  const target = (field: string, typed: string): string => {
    const text = check.text(field, typed, 1, limits.optionText);
    let found = targets.find((known) => known.text.trim() === text.trim());
    if (!found) {
      found = { id: String(targets.length + 1), text };
      targets.push(found);
    }
    return found.id;
  };
  const correct: Record<string, string> = {};
  q.pairs.forEach((p, i) => {
    correct[letter(i)] = target(`right:${p.key}`, p.right);
  });
  for (const e of q.extras) target(`extras:${e.key}`, e.text);
  const allFilled = q.pairs.every((p) => p.right.trim() !== '');
  if (targets.length < limits.optionsMin && allFilled) check.fault('extras', 'too-few-options');
  if (targets.length > limits.items) check.fault('extras', 'too-many-options');
  return { options, targets, correct };
}
