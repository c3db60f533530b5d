import type { Words } from './en';

export const words: Words = {
  label: 'Deine Antwort',
  left: (n) => `noch ${n} Zeichen`,
};
