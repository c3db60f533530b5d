import type { Words } from './en';

export const words: Words = {
  name: 'Échelle',
  about: 'Un degré sur une échelle. Il n’y a ni juste ni faux.',
  scaleMin: 'Degré le plus bas',
  scaleMax: 'Degré le plus haut',
  minLabel: 'Ce que veut dire le plus bas (facultatif)',
  maxLabel: 'Ce que veut dire le plus haut (facultatif)',
  mean: (value) => `Moyenne : ${value}`,
  csv: 'degrés le plus bas et le plus haut comme 1 difficile',
  faults: { 'scale-order': 'Une échelle compte au plus 100 degrés, par nombres entiers croissants.' },
};
