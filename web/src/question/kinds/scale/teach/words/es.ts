import type { Words } from './en';

export const words: Words = {
  name: 'Escala',
  about: 'Un nivel en una escala. No hay correcto ni incorrecto.',
  scaleMin: 'Nivel más bajo',
  scaleMax: 'Nivel más alto',
  minLabel: 'Qué significa el más bajo (opcional)',
  maxLabel: 'Qué significa el más alto (opcional)',
  mean: (value) => `Media: ${value}`,
  csv: 'nivel más bajo y más alto como 1 difícil',
  faults: { 'scale-order': 'Una escala sube en niveles enteros, 100 como máximo.' },
};
