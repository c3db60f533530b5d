/** Whether what was typed is the word that was asked for; letter case, accents' encoding and spaces around don't count. */
export function sameWord(typed: string, word: string): boolean {
  const plain = (s: string) => s.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLowerCase();
  return plain(typed) === plain(word) && plain(word) !== '';
}
