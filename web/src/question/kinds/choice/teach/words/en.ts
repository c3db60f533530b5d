export interface Words {
  name: string;
  about: string;
  hint: string;
  csv: string;
  faults: { 'one-right-option': string; 'right-weight': string };
}

export const words: Words = {
  name: 'Single choice',
  about: 'One of several options.',
  hint: 'Mark the right one.',
  csv: 'the options',
  faults: {
    'one-right-option': 'Mark the right answer, or make it a poll.',
    'right-weight': 'The right answer earns all points. Remove its share, or mark another answer.',
  },
};
