import type { AcceptedNumber } from '../../../../api/schema';
import type { Lost, NumberStyle } from '../../../teach/formats';
import { readNumber, readTolerance } from '../../../teach/numbers';

/**
 * Reads 346, 346 ± 10, 346 ± 5 % or 1090..1100, and 346:10 where the format has that for the second; what can't be
 * read goes to `lost`.
 */
export function acceptedNumber(written: string, style: NumberStyle, lost: Lost[]): AcceptedNumber | undefined {
  const range = written.split(/\s*(?:\.\.+|…|(?<=\d)\s*–)\s*/);
  if (range.length === 2) {
    const said: Lost[] = [];
    const [min, max] = range.map((n) => readNumber(n, style, said));
    if (min !== undefined && max !== undefined) {
      lost.push(...said);
      return { min, max };
    }
  }
  const [of, around, ...more] = written.split(style.certain ? /\s*(?:±|\+-|\+\/-|:)\s*/ : /\s*(?:±|\+-|\+\/-)\s*/);
  const value = more.length > 0 ? undefined : readNumber(of!, style, lost);
  if (value === undefined) {
    lost.push({ code: 'bad-value', detail: written.trim().slice(0, 80) });
    return undefined;
  }
  if (around === undefined) return { value };
  const tolerance = readTolerance(around, value, style, lost);
  if (tolerance === undefined) lost.push({ code: 'bad-value', detail: written.trim().slice(0, 80) });
  return { value, ...(tolerance && { tolerance }) };
}
