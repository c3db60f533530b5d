import type { Words } from './en';

export const words: Words = {
  name: 'Skala',
  about: 'Eine Stufe auf einer Skala. Es gibt kein Richtig und Falsch.',
  scaleMin: 'Unterste Stufe',
  scaleMax: 'Oberste Stufe',
  minLabel: 'Was die unterste bedeutet (optional)',
  maxLabel: 'Was die oberste bedeutet (optional)',
  mean: (value) => `Mittelwert: ${value}`,
  csv: 'unterste und oberste Stufe wie 1 schwer',
  faults: { 'scale-order': 'Eine Skala steigt in ganzen Stufen, höchstens 100 davon.' },
};
