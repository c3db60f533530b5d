import type { TrueFalse } from 'gift-pegjs';
import type { QuestionRequest } from '../../../../api/schema';
import {
  giftBlock,
  giftRemark,
  giftText,
  noMoreAnswers,
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
  const named = answers.map((a) => truthOf(a.text));
  const areNamed = named.length > 0 && named.every((truth, i) => truth !== null && named.indexOf(truth) === i);
  // Moodle wrote the words of the language it was used in, the one for true first.
  const truths = areNamed ? named : answers.map((_, i) => i === 0);
  if (!areNamed) {
    const detail = answers.map((a) => a.text.trim()).join(' / ');
    lost.push({ code: 'order-assumed', detail: detail.slice(0, 80) });
  }
  // With one answer alone the other one is right if it isn't.
  const right = answers.findIndex((a) => a.weight > 0);
  const truth = right >= 0 ? truths[right]! : answers.length === 1 ? !truths[0]! : null;
  if (truth === null) lost.push({ code: 'no-right-answer' });
  if (answers.length > 2) lost.push({ code: 'left-out', detail: answers[2]!.text.slice(0, 80) });
  const remark = (isRight: boolean) => answers.find((_, i) => (truths[i] === truth) === isRight)?.feedback ?? '';
  return {
    kind: 'trueFalse',
    prompt,
    ...(truth !== null && { correct: truth, ...remarks(remark(true), remark(false)) }),
  };
}

const yes = new Set('true t yes 1 wahr richtig ja vrai oui verdadero sí si cierto correcto vero'.split(' '));
const no = new Set('false f no 0 falsch nein faux non falso incorrecto'.split(' '));

function truthOf(text: string): boolean | null {
  const word = text.trim().toLowerCase();
  return yes.has(word) ? true : no.has(word) ? false : null;
}

export function readCSV(row: CSVRow): Partial<QuestionRequest> {
  const { answers, correct, lost } = row;
  // Some write the two down as options, in either order.
  const listed =
    answers.length === 2 && truthOf(answers[0]!) !== null && truthOf(answers[1]!) === !truthOf(answers[0]!);
  if (!listed) noMoreAnswers(row, 0);
  if (listed && /^[12]$/.test(correct)) return { correct: truthOf(answers[Number(correct) - 1]!)! };
  const truth = truthOf(correct);
  if (truth !== null) return { correct: truth };
  if (correct !== '') lost.push({ code: 'bad-value', detail: 'correct' }, { code: 'no-right-answer' });
  return {};
}
