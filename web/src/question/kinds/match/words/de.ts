import type { Words } from './en';

export const words: Words = {
  hint: 'Finde, was zusammengehört.',
  belongsTo: (item) => `Gehört zu: ${item}`,
};
