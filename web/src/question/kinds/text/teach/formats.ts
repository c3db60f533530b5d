import type { Essay, ShortAnswer } from 'gift-pegjs';
import type { AcceptedText, QuestionRequest } from '../../../../api/schema';
import { asList } from '../../../teach/fields';
import {
  atLeastNothing,
  giftBlock,
  giftRemark,
  giftShare,
  giftText,
  giftWeight,
  remarks,
  type GIFTSource,
  type MoodleSource,
} from '../../../teach/formats';

export function readShort(q: ShortAnswer, { prompt, text, lost }: GIFTSource): QuestionRequest {
  const texts = q.choices.map((c) => {
    const weight = atLeastNothing(giftShare(c), lost);
    const feedback = text(c.feedback);
    return { text: text(c.text), ...(weight !== 100 && { weight }), ...(feedback !== '' && { feedback }) };
  });
  return { kind: 'text', prompt, correct: texts };
}

export function readEssay(_: Essay, { prompt }: GIFTSource): QuestionRequest {
  return { kind: 'text', prompt };
}

export function writeGIFT(q: QuestionRequest): string {
  const texts = asList<string | AcceptedText>(q.correct).map(
    (t): AcceptedText => (typeof t === 'string' ? { text: t } : t),
  );
  return giftBlock(
    texts.map(
      (t) => `=${t.weight === undefined ? '' : giftWeight(t.weight)}${giftText(t.text)}${giftRemark(t.feedback)}`,
    ),
  );
}

export function fromMoodle({ prompt, answers, isOn, lost }: MoodleSource): QuestionRequest {
  if (isOn('usecase')) lost.push({ code: 'case' });
  let incorrect = '';
  const texts = answers.flatMap((a): AcceptedText[] => {
    if (a.text === '*') {
      incorrect = a.feedback;
      return [];
    }
    if (a.text.replace(/\\./gs, '').includes('*')) {
      lost.push({ code: 'wildcard', detail: a.text });
      return [];
    }
    const weight = atLeastNothing(a.weight, lost);
    return [
      {
        text: a.text.replace(/\\\*/g, '*'),
        ...(weight !== 100 && { weight }),
        ...(a.feedback && { feedback: a.feedback }),
      },
    ];
  });
  const full = texts.some((t) => t.weight === undefined);
  if (!full) lost.push({ code: 'no-right-answer' });
  return { kind: 'text', prompt, ...(full && { correct: texts }), ...remarks('', incorrect) };
}
