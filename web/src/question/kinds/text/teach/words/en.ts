export interface Words {
  name: string;
  about: string;
  poll: string;
  pollHint: string;
  texts: string;
  textsHint: string;
  textNumber(n: number): string;
  addText: string;
  csv: string;
}

export const words: Words = {
  name: 'Text',
  about: 'A short text. Case, spaces and quotation marks do not count.',
  poll: 'No answer is right by itself',
  pollHint: 'You grade it by hand. With 0 points it is not graded.',
  texts: 'Accepted answers',
  textsHint: 'Every way of writing it that you take for right. You can grade others by hand later.',
  textNumber: (n) => `Accepted answer ${n}`,
  addText: 'Add an accepted answer',
  csv: 'accepted texts',
};
