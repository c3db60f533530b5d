import type { OptionRequest, QuestionRequest } from '../../../../api/schema';
import { letter, type Check, type DraftBase } from '../../../teach/fields';
import { limits } from '../../../teach/limits';
import { readOptions, writeOptions, type OptionFields } from '../../../teach/options';

export function readChoices(q: QuestionRequest, typed: (n: number | undefined) => string): OptionFields {
  return { options: readOptions(q, typed, (weight) => weight > 0) };
}

export function writeChoices(q: DraftBase & OptionFields, check: Check): Partial<QuestionRequest> {
  const { options, right } = writeOptions(q, check);
  if (!check.scored) return { options };
  if (right.length === 0) {
    check.fault('options', 'no-right-option');
    return { options };
  }
  if (!weightsFit(options, right)) check.fault('options', 'weights');
  return { options, correct: right.map(letter) };
}

/** With a weight on any option, those of the right ones make 100 and no other one earns anything. */
function weightsFit(options: OptionRequest[], right: number[]): boolean {
  if (options.every((o) => o.weight === undefined)) return true;
  let sum = 0;
  let contradicted = false;
  options.forEach((o, i) => {
    if (right.includes(i)) {
      sum += o.weight ?? 0;
      contradicted ||= (o.weight ?? 0) <= 0;
    } else contradicted ||= (o.weight ?? 0) > 0;
  });
  return !contradicted && Math.abs(sum - 100) <= limits.weightSlack;
}
