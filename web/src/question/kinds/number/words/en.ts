export interface Words {
  label: string;
  read(x: string): string;
  changeSign: string;
  notANumber: string;
}

export const words: Words = {
  label: 'Your answer, a number',
  read: (x) => `Read as ${x}`,
  changeSign: 'Change the sign',
  notANumber: 'This isn’t a number. Enter something like 12, -3 or 2.5.',
};
