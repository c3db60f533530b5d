import type { AcceptedNumber, QuestionRequest } from '../../../../api/schema';
import { asList, newDraftKey, type Check, type DraftBase } from '../../../teach/fields';

interface DraftNumber {
  key: string;
  range: boolean;
  value: string;
  tolerance: string;
  min: string;
  max: string;
  weight: string;
  feedback: string;
}

export interface NumberFields {
  numbers: DraftNumber[];
}

export const newNumber = (): DraftNumber => ({
  key: newDraftKey(),
  range: false,
  value: '',
  tolerance: '',
  min: '',
  max: '',
  weight: '',
  feedback: '',
});

export const emptyNumbers = (): NumberFields => ({ numbers: [newNumber()] });

export function readNumbers(q: QuestionRequest, typed: (n: number | undefined) => string): Partial<NumberFields> {
  if (q.correct === undefined || q.correct === null) return {};
  const numbers = asList<number | AcceptedNumber>(q.correct).map((n) => {
    const accepted: AcceptedNumber = typeof n === 'number' ? { value: n } : n;
    return {
      key: newDraftKey(),
      range: accepted.min !== undefined,
      value: typed(accepted.value),
      tolerance: typed(accepted.tolerance ?? (q.tolerance || undefined)),
      min: typed(accepted.min),
      max: typed(accepted.max),
      weight: typed(accepted.weight),
      feedback: accepted.feedback ?? '',
    };
  });
  return { numbers };
}

export function writeNumbers(q: DraftBase & NumberFields, check: Check): Partial<QuestionRequest> {
  if (!check.scored) return {};
  const numbers = q.numbers.map(
    (n): AcceptedNumber => ({
      ...(n.range ? rangeOf(n, check) : singleOf(n, check)),
      ...check.share(`weight:${n.key}`, n.weight),
      ...check.remark(`feedback:${n.key}`, n.feedback),
    }),
  );
  check.accepted('numbers', numbers);
  const [only] = numbers;
  const plain = numbers.length === 1 && only!.weight === undefined && only!.feedback === undefined;
  if (!plain || only!.value === undefined) return { correct: numbers };
  return { correct: only!.value, ...(only!.tolerance && { tolerance: only!.tolerance }) };
}

function rangeOf(n: DraftNumber, check: Check): AcceptedNumber {
  const min = check.number(`min:${n.key}`, n.min);
  const max = check.number(`max:${n.key}`, n.max);
  if (min !== undefined && max !== undefined && min > max) check.fault(`min:${n.key}`, 'range-order');
  return { min: min ?? 0, max: max ?? 0 };
}

function singleOf(n: DraftNumber, check: Check): AcceptedNumber {
  const value = check.number(`numbers:${n.key}`, n.value) ?? 0;
  const tolerance = check.optional(`tolerance:${n.key}`, n.tolerance);
  if (tolerance !== undefined && tolerance < 0) check.fault(`tolerance:${n.key}`, 'negative');
  return { value, ...(tolerance && { tolerance }) };
}
