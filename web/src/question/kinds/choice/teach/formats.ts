import type { MultipleChoice } from 'gift-pegjs';
import type { QuestionRequest } from '../../../../api/schema';
import { asList } from '../../../teach/fields';
import {
  giftAnswer,
  giftBlock,
  giftRemark,
  giftShare,
  giftUsual,
  giftWeight,
  type GIFTSource,
  type MoodleSource,
} from '../../../teach/formats';
import { chooseAmong } from '../../../teach/options';

/** GIFT doesn't say how many can be chosen; several can when none is right by itself. */
export function readGIFT(q: MultipleChoice, { prompt, text, lost }: GIFTSource): QuestionRequest {
  const several = !q.choices.some((c) => c.isCorrect) && q.choices.some((c) => (c.weight ?? 0) > 0);
  const options = q.choices.map((c) => ({ text: text(c.text), weight: giftShare(c), feedback: text(c.feedback) }));
  return chooseAmong(prompt, options, several, lost);
}

export function writeGIFT(q: QuestionRequest): string {
  const right = asList<string>(q.correct);
  return giftBlock(
    (q.options ?? []).map((o) => {
      const tail = `${giftAnswer(o.text)}${giftRemark(o.feedback)}`;
      if (right.includes(o.id ?? '')) return `=${giftUsual(o.text, 100)}${tail}`;
      return `~${o.weight ? giftWeight(o.weight) : giftUsual(o.text, 0)}${tail}`;
    }),
  );
}

export function fromMoodle({ type, prompt, answers, plain, lost }: MoodleSource): QuestionRequest {
  const isSet = type === 'multichoiceset';
  const several = isSet || ['false', '0', ''].includes(plain('single', 'true').toLowerCase());
  const right = answers.filter((a) => a.weight > 0).length;
  const options = answers.map(({ text, weight, feedback }) => ({
    text,
    // In a set all right ones together earn everything.
    weight: isSet ? (weight > 0 ? 100 / right : weight) : weight,
    feedback,
  }));
  return chooseAmong(prompt, options, several, lost);
}
