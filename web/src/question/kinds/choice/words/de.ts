import type { Words } from './en';

export const words: Words = {
  hint: 'Wähle eine Antwort.',
};
