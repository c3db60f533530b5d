import type { Words } from './en';

export const words: Words = {
  name: 'Escala',
  about: 'Un paso en una escala. No hay correcto ni incorrecto.',
  scaleMin: 'Paso más bajo',
  scaleMax: 'Paso más alto',
  minLabel: 'Qué significa el más bajo (opcional)',
  maxLabel: 'Qué significa el más alto (opcional)',
  mean: (value) => `Media: ${value}`,
  csv: 'paso más bajo y más alto como 1 difícil',
  faults: { 'scale-order': 'Una escala sube en pasos enteros, 100 como máximo.' },
};
