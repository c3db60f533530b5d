export interface Words {
  name: string;
  about: string;
  numbers: string;
  numbersHint: string;
  numberNumber(n: number): string;
  numberForm(n: number): string;
  numberValue: string;
  numberRange: string;
  value: string;
  tolerance: string;
  min: string;
  max: string;
  addNumber: string;
  csv: string;
  faults: { negative: string; 'range-order': string };
}

export const words: Words = {
  name: 'Number',
  about: 'A number, with a tolerance or a range.',
  numbers: 'Accepted numbers',
  numbersHint: 'Both ends of a tolerance or a range count as right.',
  numberNumber: (n) => `Accepted number ${n}`,
  numberForm: (n) => `Form of accepted number ${n}`,
  numberValue: 'Value',
  numberRange: 'Range',
  value: 'Value',
  tolerance: 'Tolerance ±',
  min: 'From',
  max: 'To',
  addNumber: 'Add an accepted number',
  csv: 'accepted numbers such as 346, 346 ± 10 or 1090..1100',
  faults: {
    negative: 'This can’t be negative. Use 0 or more.',
    'range-order': 'The lower end is above the upper one. Swap them.',
  },
};
