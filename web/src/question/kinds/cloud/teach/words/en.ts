export interface Words {
  name: string;
  about: string;
  maxWords: string;
  csv: string;
  faults: { 'words-range': string };
}

export const words: Words = {
  name: 'Word cloud',
  about: 'Words that form a picture together. There is no right or wrong.',
  maxWords: 'Words each student may give',
  csv: 'the number of words of a cloud',
  faults: { 'words-range': 'Allow 1 to 10 words.' },
};
