import { limits } from '../../../teach/limits';
import type { Essay, ShortAnswer } from 'gift-pegjs';
import type { AcceptedText, QuestionRequest } from '../../../../api/schema';
import { asList } from '../../../teach/fields';
import {
  atLeastNothing,
  giftAnswer,
  giftBlock,
  giftRemark,
  giftShare,
  giftUsual,
  giftWeight,
  hasArrow,
  remarks,
  type Answer,
  type GIFTSource,
  type Lost,
  type MoodleSource,
} from '../../../teach/formats';

export function readShort(q: ShortAnswer, { prompt, text, lost }: GIFTSource): QuestionRequest {
  // Whatever format the question has, its answers are plain text.
  const answers = q.choices.map((c) => ({
    text: c.text.text.trim(),
    weight: giftShare(c),
    feedback: text(c.feedback),
  }));
  return { kind: 'text', prompt, ...accepted(answers, lost) };
}

export function readEssay(_: Essay, { prompt }: GIFTSource): QuestionRequest {
  return { kind: 'text', prompt, points: 1 };
}

export function writeGIFT(q: QuestionRequest): string | null {
  const texts = asList<string | AcceptedText>(q.correct).map(
    (t): AcceptedText => (typeof t === 'string' ? { text: t } : t),
  );
  if (texts.some((t) => hasArrow(t.text))) return null; // it would be a pair
  return giftBlock(
    texts.map((t) => {
      const weight = t.weight === undefined ? giftUsual(t.text, 100) : giftWeight(t.weight);
      // A star that isn't escaped stands for anything.
      return `=${weight}${giftAnswer(t.text).replace(/\*/g, '\\*')}${giftRemark(t.feedback)}`;
    }),
  );
}

export function fromMoodle({ prompt, answers, isOn, lost }: MoodleSource): QuestionRequest {
  if (isOn('usecase')) lost.push({ code: 'case' });
  return { kind: 'text', prompt, ...accepted(answers, lost) };
}

/** Accepted answers as Moodle writes them, where * stands for anything and \\* for itself. */
function accepted(answers: Omit<Answer, 'tolerance'>[], lost: Lost[]): Pick<QuestionRequest, 'correct' | 'feedback'> {
  let incorrect = '';
  const texts = answers.flatMap((a): AcceptedText[] => {
    if (a.text === '*' && a.weight <= 0) {
      incorrect = a.feedback; // whatever else was typed
      return [];
    }
    if (/(?<!\\)\*/.test(a.text)) {
      lost.push({ code: 'wildcard', detail: a.text });
      return [];
    }
    const weight = atLeastNothing(a.weight, lost);
    return [
      {
        text: a.text.replace(/\\\*/g, '*'),
        ...(weight !== limits.weight && { weight }),
        ...(a.feedback && { feedback: a.feedback }),
      },
    ];
  });
  const full = texts.some((t) => t.weight === undefined);
  if (!full) lost.push({ code: 'no-right-answer' });
  return { ...(full && { correct: texts }), ...remarks('', incorrect) };
}
