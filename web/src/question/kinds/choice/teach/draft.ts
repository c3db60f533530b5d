import { limits } from '../../../teach/limits';
import type { QuestionRequest } from '../../../../api/schema';
import { letter, type Check, type DraftBase } from '../../../teach/fields';
import { readOptions, writeOptions, type OptionFields } from '../../../teach/options';

export function readChoice(q: QuestionRequest, typed: (n: number | undefined) => string): OptionFields {
  let found = false;
  // Only the first can be right.
  const earnsAll = (weight: number) => {
    const first = weight === limits.weight && !found;
    found ||= first;
    return first;
  };
  return { options: readOptions(q, typed, earnsAll) };
}

export function writeChoice(q: DraftBase & OptionFields, check: Check): Partial<QuestionRequest> {
  const { options, right } = writeOptions(q, check);
  if (!check.scored) return { options };
  const first = right[0];
  if (first === undefined) {
    check.fault('options', 'one-right-option');
    return { options };
  }
  const { weight } = options[first]!;
  if (weight !== undefined && weight !== limits.weight) check.fault(`weight:${q.options[first]!.key}`, 'right-weight');
  return { options, correct: letter(first) };
}

export function onlyOneRight({ options }: OptionFields): OptionFields {
  const first = options.findIndex((o) => o.right);
  return { options: options.map((o, i) => ({ ...o, right: i === first })) };
}
