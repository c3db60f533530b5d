import { limits } from '../../../teach/limits';
import type { AcceptedNumber, QuestionRequest } from '../../../../api/schema';
import { asList } from '../../../teach/fields';
import {
  atLeastNothing,
  giftBlock,
  giftRemark,
  giftShare,
  giftWeight,
  remarks,
  type Answer,
  type GIFTNumerical,
  type GIFTSource,
  type Lost,
  type MoodleSource,
} from '../../../teach/formats';
import { withPoint } from '../../../teach/numbers';
import { rangeOf, type Accepted } from './bars';
import { acceptedNumber } from './written';

export function readGIFT(q: GIFTNumerical, { prompt, text, lost }: GIFTSource): QuestionRequest {
  const answers = q.choices.map((c) => ({
    text: c.text.text.trim(),
    weight: giftShare(c),
    feedback: text(c.feedback),
  }));
  return { kind: 'number', prompt, ...accepted(answers, lost) };
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
  const written = answers.map(({ tolerance, text, ...a }) => ({
    ...a,
    text: tolerance === '' || text === '' || text === '*' ? text : `${text}:${tolerance}`,
  }));
  return { kind: 'number', prompt, ...accepted(written, lost) };
}

function accepted(answers: Omit<Answer, 'tolerance'>[], lost: Lost[]): Pick<QuestionRequest, 'correct' | 'feedback'> {
  let incorrect = '';
  const numbers = answers.flatMap((a): AcceptedNumber[] => {
    if (a.text === '*' || a.text === '') {
      if (a.weight > 0) lost.push({ code: 'wildcard', detail: '*' });
      else incorrect = a.feedback; // whatever else was typed
      return [];
    }
    const number = acceptedNumber(a.text, withPoint, lost);
    if (!number) return [];
    const weight = atLeastNothing(a.weight, lost);
    return [{ ...number, ...(weight !== limits.weight && { weight }), ...(a.feedback && { feedback: a.feedback }) }];
  });
  const full = numbers.some((n) => n.weight === undefined);
  if (!full) lost.push({ code: 'no-right-answer' });
  return { ...(full && { correct: numbers }), ...remarks('', incorrect) };
}
