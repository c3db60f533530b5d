import type { Words } from './en';

export const words: Words = {
  name: 'Nube de palabras',
  about: 'Palabras que juntas forman una imagen. No hay correcto ni incorrecto.',
  maxWords: 'Palabras por estudiante',
  csv: 'el número de palabras de una nube',
  faults: { 'words-range': 'Permita de 1 a 10 palabras.' },
};
