export interface Words {
  name: string;
  about: string;
  scaleMin: string;
  scaleMax: string;
  minLabel: string;
  maxLabel: string;
  mean(value: string): string;
  csv: string;
  faults: { 'scale-order': string };
}

export const words: Words = {
  name: 'Scale',
  about: 'A step on a scale. There is no right or wrong.',
  scaleMin: 'Lowest step',
  scaleMax: 'Highest step',
  minLabel: 'What the lowest means (optional)',
  maxLabel: 'What the highest means (optional)',
  mean: (value) => `Mean: ${value}`,
  csv: 'lowest and highest step such as 1 hard',
  faults: { 'scale-order': 'A scale goes up in whole steps, at most 100 of them.' },
};
