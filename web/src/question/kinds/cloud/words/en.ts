export interface Words {
  hint(n: number): string;
  word(n: number): string;
}

export const words: Words = {
  hint: (n) => (n === 1 ? 'Write one word, or a few that belong together.' : `Write up to ${n} words.`),
  word: (n) => `Word ${n}`,
};
