import type { Words } from './en';

export const words: Words = {
  label: 'Tu respuesta, un número',
  read: (x) => `Se entiende como ${x}`,
  changeSign: 'Cambiar el signo',
  notANumber: 'Esto no es un número. Escribe por ejemplo 12, -3 o 2,5.',
};
