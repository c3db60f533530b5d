import type { Words } from './en';

export const words: Words = {
  name: 'Verdadero o falso',
  about: 'Una afirmación verdadera o falsa.',
  truth: 'La afirmación es',
  faults: { 'no-truth': 'Diga si es verdadero o falso, o conviértala en encuesta.' },
};
