import type { TrueFalse } from 'gift-pegjs';
import type { QuestionRequest } from '../../../../api/schema';
import {
  giftBlock,
  giftRemark,
  giftText,
  remarks,
  type CSVRow,
  type GIFTSource,
  type MoodleSource,
} from '../../../teach/formats';

export function readGIFT(q: TrueFalse, { prompt, text }: GIFTSource): QuestionRequest {
  // The first remark is for the wrong answer, the second for the right one.
  const incorrect = text(q.trueFeedback);
  const correct = text(q.falseFeedback);
  return { kind: 'trueFalse', prompt, correct: q.isTrue, ...remarks(correct, incorrect) };
}

export function writeGIFT(q: QuestionRequest): string {
  // GIFT has no poll about a statement; one with two options comes nearest.
  if (typeof q.correct !== 'boolean') return giftBlock(['~True', '~False']);
  const { correct = '', incorrect = '' } = q.feedback ?? {};
  const said = correct || incorrect ? `#${giftText(incorrect)}${giftRemark(correct)}` : '';
  return `${q.correct ? 'TRUE' : 'FALSE'}${said}`;
}

export function fromMoodle({ prompt, answers, lost }: MoodleSource): QuestionRequest {
  const right = answers.find((a) => a.weight > 0);
  const wrong = answers.find((a) => a !== right);
  if (!right) lost.push({ code: 'no-right-answer' });
  return {
    kind: 'trueFalse',
    prompt,
    ...(right && { correct: right.text.toLowerCase() === 'true' }),
    ...(right && remarks(right.feedback, wrong?.feedback ?? '')),
  };
}

const yes = new Set(['true', 't', 'yes', '1', 'wahr', 'richtig', 'ja', 'vrai', 'oui', 'verdadero', 'sí', 'si']);
const no = new Set(['false', 'f', 'no', '0', 'falsch', 'nein', 'faux', 'non', 'falso']);

export function readCSV({ correct, lost }: CSVRow): Partial<QuestionRequest> {
  const word = correct.toLowerCase();
  if (yes.has(word) || no.has(word)) return { correct: yes.has(word) };
  if (word !== '') lost.push({ code: 'bad-value', detail: 'correct' }, { code: 'no-right-answer' });
  return {};
}
