import type { Words } from './en';

export const words: Words = {
  name: 'Texto',
  about: 'Un texto corto. Las mayúsculas, los espacios y las comillas no cuentan.',
  poll: 'Sin corrección automática',
  pollHint: 'Usted califica a mano. Con 0 puntos no se califica.',
  texts: 'Respuestas aceptadas',
  textsHint: 'Todas las grafías que acepta. Las demás respuestas las puede calificar a mano después.',
  textNumber: (n) => `Respuesta aceptada ${n}`,
  addText: 'Añadir una respuesta aceptada',
  csv: 'textos aceptados',
};
