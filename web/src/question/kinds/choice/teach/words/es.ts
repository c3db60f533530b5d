import type { Words } from './en';

export const words: Words = {
  name: 'Opción única',
  about: 'Una de varias opciones.',
  hint: 'Marque la correcta.',
  csv: 'las opciones',
  faults: {
    'one-right-option': 'Marque la respuesta correcta, o conviértala en encuesta.',
    'right-weight': 'La respuesta correcta da todos los puntos. Quite su porcentaje, o marque otra.',
  },
};
