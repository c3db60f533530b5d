import type { Words } from './en';

export const words: Words = {
  yes: 'Verdadero',
  no: 'Falso',
};
