/** What is said to who comes back by the words or the link of a secret. */
export interface BackMessages {
  title: string;
  text: string;
  code: string;
  codeHint: string;
  words: string;
  wordsHint: string;
  go: string;
  first: string;
  notCode: string;
  count(n: number): string;
  unknown(words: string): string;
  order: string;
  nobody: string;
  badLink: string;
  taken: string;
}

export const en: BackMessages = {
  title: 'Come back',
  text: 'Enter the code of the session and the twelve words.',
  code: 'Code of the session',
  codeHint: 'Six letters.',
  words: 'Twelve words',
  wordsHint: 'In this order. Capitals don’t matter, and four letters of each word are enough.',
  go: 'Come back',
  first: 'To the first page',
  notCode: 'A code has six letters, like KXW QPT. Check it and try again.',
  count: (n) => `These are ${n} ${n === 1 ? 'word' : 'words'}. Enter all twelve.`,
  unknown: (words) => `Check ${words}: that isn’t on the list.`,
  order: 'These words don’t belong together. Check each one, and their order.',
  nobody: 'Nobody in this session has these words, or there is a newer slip. Check the code and the words.',
  badLink: 'This link isn’t good, or there is a newer slip.',
  taken:
    'Somebody else is in this session on this device. They choose “Not me” first, so that nothing of theirs is lost.',
};
