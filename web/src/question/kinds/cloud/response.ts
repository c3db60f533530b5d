import { responseItemsMaxLength } from '../../../api/values';
import { characters, plainText } from '../../response';

/** The words that were filled in. */
export function filledIn(typed: readonly string[]): string[] {
  return typed.map((w) => plainText(w).trim()).filter((w) => w !== '');
}

export function problem(words: readonly string[]): string | undefined {
  if (words.length === 0) return 'empty';
  return words.some((w) => characters(w) > responseItemsMaxLength) ? 'too-long' : undefined;
}
