import type { Words } from './en';

export const words: Words = {
  name: 'Texto',
  about: 'Un texto corto. Mayúsculas, espacios y comillas no cuentan.',
  poll: 'Ninguna respuesta es correcta por sí misma',
  pollHint: 'La califica usted a mano. Con 0 puntos no se califica.',
  texts: 'Respuestas aceptadas',
  textsHint: 'Todas las formas de escribirla que da por buenas. Otras las puede calificar a mano después.',
  textNumber: (n) => `Respuesta aceptada ${n}`,
  addText: 'Añadir una respuesta aceptada',
  csv: 'textos aceptados',
};
