export interface Words {
  name: string;
  about: string;
  truth: string;
  faults: { 'no-truth': string };
}

export const words: Words = {
  name: 'True or false',
  about: 'A statement that is true or false.',
  truth: 'The statement is',
  faults: { 'no-truth': 'Say whether it is true or false, or make it a poll.' },
};
