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
  poll: 'No automatic scoring',
  pollHint: 'You grade it by hand. With 0 points it isn’t graded.',
  texts: 'Accepted answers',
  textsHint: 'Every spelling you accept. You can grade other answers by hand later.',
  textNumber: (n) => `Accepted answer ${n}`,
  addText: 'Add an accepted answer',
  csv: 'accepted texts',
};
