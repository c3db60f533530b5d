import type { AcceptedText, QuestionRequest } from '../../../../api/schema';
import { asList, newDraftKey, type Check, type DraftBase } from '../../../teach/fields';
import { limits } from '../../../teach/limits';

interface DraftText {
  key: string;
  text: string;
  weight: string;
  feedback: string;
}

export interface TextFields {
  texts: DraftText[];
}

export const newText = (text = ''): DraftText => ({ key: newDraftKey(), text, weight: '', feedback: '' });

export const emptyTexts = (): TextFields => ({ texts: [newText()] });

export function readTexts(q: QuestionRequest, typed: (n: number | undefined) => string): Partial<TextFields> {
  if (q.correct === undefined || q.correct === null) return {};
  const texts = asList<string | AcceptedText>(q.correct).map((t) => {
    const accepted: AcceptedText = typeof t === 'string' ? { text: t } : t;
    return {
      key: newDraftKey(),
      text: accepted.text,
      weight: typed(accepted.weight),
      feedback: accepted.feedback ?? '',
    };
  });
  return { texts };
}

export function writeTexts(q: DraftBase & TextFields, check: Check): Partial<QuestionRequest> {
  if (!check.scored) return {};
  const texts = q.texts.map(
    (t): AcceptedText => ({
      text: check.text(`texts:${t.key}`, t.text, 1, limits.text),
      ...check.share(`weight:${t.key}`, t.weight),
      ...check.remark(`feedback:${t.key}`, t.feedback),
    }),
  );
  check.accepted('texts', texts);
  const plain = texts.every((t) => t.weight === undefined && t.feedback === undefined);
  if (!plain) return { correct: texts };
  return { correct: texts.length === 1 ? texts[0]!.text : texts.map((t) => t.text) };
}
