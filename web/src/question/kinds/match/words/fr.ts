import type { Words } from './en';

export const words: Words = {
  hint: 'Trouve ce qui va ensemble.',
  belongsTo: (item) => `Va avec : ${item}`,
};
