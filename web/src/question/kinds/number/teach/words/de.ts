import type { Words } from './en';

export const words: Words = {
  name: 'Zahl',
  about: 'Eine Zahl, mit Toleranz oder Bereich.',
  numbers: 'Geltende Zahlen',
  numbersHint: 'Beide Enden einer Toleranz oder eines Bereichs gelten als richtig.',
  numberNumber: (n) => `Geltende Zahl ${n}`,
  numberForm: (n) => `Form der geltenden Zahl ${n}`,
  numberValue: 'Wert',
  numberRange: 'Bereich',
  value: 'Wert',
  tolerance: 'Toleranz ±',
  min: 'Von',
  max: 'Bis',
  addNumber: 'Geltende Zahl hinzufügen',
  csv: 'geltende Zahlen wie 346, 346 ± 10 oder 1090..1100',
  faults: {
    negative: 'Das kann nicht negativ sein. Nehmen Sie 0 oder mehr.',
    'range-order': 'Das untere Ende liegt über dem oberen. Vertauschen Sie sie.',
  },
};
