import type { Words } from './en';

export const words: Words = {
  hint: 'Busca lo que va junto.',
  belongsTo: (item) => `Va con: ${item}`,
};
