/**
 * Brings a text into the form in which the server compares texts; see
 * shared/domain/fold.go. Two with the same form are the same answer.
 */
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Cf}|[\ufe00-\ufe0f]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/[‘’‚‛ʼ′]/g, "'")
    .replace(/[“”„‟«»″]/g, '"')
    .replace(/[‐‑‒–—−]/g, '-')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC');
}
