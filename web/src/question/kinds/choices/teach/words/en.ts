export interface Words {
  name: string;
  about: string;
  hint: string;
  csv: string;
  faults: { 'no-right-option': string; weights: string };
}

export const words: Words = {
  name: 'Multiple choice',
  about: 'Any number of options. Each right one earns a share of the points; each wrong one costs as much.',
  hint: 'Mark all that are right.',
  csv: 'the options',
  faults: {
    'no-right-option': 'Mark the right answers, or make it a poll.',
    weights:
      'The shares of the right answers must be above 0 and add up to 100; those of the others must be 0 or less. Correct them, or remove them all.',
  },
};
