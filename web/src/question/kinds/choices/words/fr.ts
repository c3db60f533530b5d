import type { Words } from './en';

export const words: Words = {
  hint: 'Choisis tout ce qui convient.',
};
