import type { PaperQuestion, QuestionRequest } from '../../../../api/schema';
import type { Check, DraftBase } from '../../../teach/fields';
import { limits } from '../../../teach/limits';

export interface ScaleFields {
  scale: { min: string; max: string; minLabel: string; maxLabel: string };
}

export const emptyScale = (): ScaleFields => ({ scale: { min: '1', max: '5', minLabel: '', maxLabel: '' } });

export function readScale({ scale }: QuestionRequest, typed: (n: number | undefined) => string): ScaleFields {
  const { min = 1, max = 5, minLabel = '', maxLabel = '' } = scale ?? {};
  return { scale: { min: typed(min), max: typed(max), minLabel, maxLabel } };
}

export function writeScale(q: DraftBase & ScaleFields, check: Check): Partial<QuestionRequest> {
  const min = check.number('scaleMin', q.scale.min);
  const max = check.number('scaleMax', q.scale.max);
  const minLabel = check.text('minLabel', q.scale.minLabel, 0, limits.scaleLabel);
  const maxLabel = check.text('maxLabel', q.scale.maxLabel, 0, limits.scaleLabel);
  if (min !== undefined && max !== undefined) {
    const whole = Number.isInteger(min) && Number.isInteger(max);
    const bounded = Math.abs(min) <= limits.scaleBound && Math.abs(max) <= limits.scaleBound;
    if (!whole || !bounded || max <= min || max - min > limits.scaleSpan) check.fault('scaleMax', 'scale-order');
  }
  return {
    scale: {
      min: min ?? 1,
      max: max ?? 5,
      ...(minLabel.trim() !== '' && { minLabel }),
      ...(maxLabel.trim() !== '' && { maxLabel }),
    },
  };
}

/** A scale that has no end yet is shown with a usual one. */
export function shownScale(_: PaperQuestion, { scale }: QuestionRequest): Partial<PaperQuestion> {
  if (!scale) return {};
  const { min, max } = scale;
  return { scale: max > min && max - min <= limits.scaleSpan ? scale : { ...scale, min: 1, max: 5 } };
}
