import type { Words } from './en';

export const words: Words = {
  label: 'Tu respuesta',
  left: (n) => (n === 1 ? 'Queda 1 carácter' : `Quedan ${n} caracteres`),
};
