import { characters, plainText } from '../../response';

export const WORD_MAX = 50;

/** The words that were filled in. */
export function filledIn(typed: readonly string[]): string[] {
  return typed.map((w) => plainText(w).trim()).filter((w) => w !== '');
}

export function problem(words: readonly string[]): string | undefined {
  if (words.length === 0) return 'empty';
  return words.some((w) => characters(w) > WORD_MAX) ? 'too-long' : undefined;
}
