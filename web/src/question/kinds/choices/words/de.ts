import type { Words } from './en';

export const words: Words = {
  hint: 'Wähle alles, was passt.',
};
