import type { Words } from './en';

export const words: Words = {
  yes: 'Richtig',
  no: 'Falsch',
};
