import type { AcceptedNumber, QuestionRequest } from '../../../../api/schema';
import { parseNumber } from '../../../response';
import type { CSVRow } from '../../../teach/formats';

export function readCSV({ answers, correct, lost }: CSVRow): Partial<QuestionRequest> {
  const numbers = (answers.length > 0 ? answers : [correct]).flatMap((s): AcceptedNumber[] => {
    const accepted = acceptedNumber(s);
    if (!accepted && s !== '') lost.push({ code: 'bad-value', detail: 'answer' });
    return accepted ? [accepted] : [];
  });
  if (numbers.length > 0) return { correct: numbers };
  if (lost.length > 0) lost.push({ code: 'no-right-answer' });
  return {};
}

/** 346, 346 ± 10, or 1090..1100 */
function acceptedNumber(s: string): AcceptedNumber | undefined {
  // French has either sign before the fraction, and no groups.
  const range = s.split(/\s*(?:\.\.+|…|–)\s*/);
  if (range.length === 2) {
    const [min, max] = range.map((n) => parseNumber(n, 'fr'));
    if (min !== undefined && max !== undefined) return { min, max };
  }
  const [value, tolerance] = s.split(/\s*(?:±|\+-|\+\/-)\s*/).map((n) => parseNumber(n, 'fr'));
  if (value === undefined) return undefined;
  return { value, ...(tolerance !== undefined && { tolerance }) };
}
