import type { Numerical, NumericalChoice } from 'gift-pegjs';
import type { AcceptedNumber, QuestionRequest } from '../../../../api/schema';
import { asList } from '../../../teach/fields';
import {
  atLeastNothing,
  decimal,
  giftBlock,
  giftRemark,
  giftShare,
  giftWeight,
  remarks,
  type GIFTSource,
  type MoodleSource,
} from '../../../teach/formats';
import { rangeOf, type Accepted } from './bars';

export function readGIFT(q: Numerical, { prompt, text, lost }: GIFTSource): QuestionRequest {
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
    const weight = atLeastNothing(giftShare(c), lost);
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

export function writeGIFT(q: QuestionRequest): string | null {
  const numbers = asList<Accepted>(q.correct).map(rangeOf);
  if (numbers.length === 0) return null; // a poll: an empty {#} isn't GIFT
  const lines = numbers.map((n) => {
    const tolerance = n.tolerance ?? q.tolerance;
    const value =
      n.value === undefined
        ? `${plain(n.min!)}..${plain(n.max!)}`
        : `${plain(n.value)}${tolerance ? `:${plain(tolerance)}` : ''}`;
    return `=${n.weight === undefined ? '' : giftWeight(n.weight)}${value}${giftRemark(n.feedback)}`;
  });
  return `#${giftBlock(lines)}`;
}

/** A number without an exponent, which GIFT doesn't know. */
function plain(n: number): string {
  const s = String(n);
  return s.includes('e') ? n.toFixed(20).replace(/\.?0+$/, '') : s;
}

export function fromMoodle({ prompt, answers, hasUnits, lost }: MoodleSource): QuestionRequest {
  if (hasUnits) lost.push({ code: 'units' });
  let incorrect = '';
  const numbers = answers.flatMap((a): AcceptedNumber[] => {
    if (a.text === '*') {
      incorrect = a.feedback;
      return [];
    }
    const value = decimal(a.text);
    if (value === undefined) {
      lost.push({ code: 'bad-value', detail: a.text });
      return [];
    }
    const weight = atLeastNothing(a.weight, lost);
    return [
      {
        value,
        ...(a.tolerance && { tolerance: Math.abs(a.tolerance) }),
        ...(weight !== 100 && { weight }),
        ...(a.feedback && { feedback: a.feedback }),
      },
    ];
  });
  const full = numbers.some((n) => n.weight === undefined);
  if (!full) lost.push({ code: 'no-right-answer' });
  return { kind: 'number', prompt, ...(full && { correct: numbers }), ...remarks('', incorrect) };
}
