import type { AcceptedNumber, QuestionRequest } from '../../../../api/schema';
import { noCorrect, type CSVRow } from '../../../teach/formats';
import { acceptedNumber } from './written';

export function readCSV(row: CSVRow): Partial<QuestionRequest> {
  const { answers, correct, numbers: style, lost } = row;
  if (answers.length > 0) noCorrect(row);
  const written = (answers.length > 0 ? answers : [correct]).filter((s) => s !== '');
  const numbers = written.flatMap((s): AcceptedNumber[] => {
    const accepted = acceptedNumber(s, style, lost);
    return accepted ? [accepted] : [];
  });
  if (numbers.length > 0) return { correct: numbers };
  if (written.length > 0) lost.push({ code: 'no-right-answer' });
  return {};
}
