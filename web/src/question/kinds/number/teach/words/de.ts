import type { Words } from './en';

export const words: Words = {
  name: 'Zahl',
  about: 'Eine Zahl, mit Toleranz oder Bereich.',
  numbers: 'Akzeptierte Zahlen',
  numbersHint: 'Auch die Grenzen einer Toleranz oder eines Bereichs gelten als richtig.',
  numberNumber: (n) => `Akzeptierte Zahl ${n}`,
  numberForm: (n) => `Form der akzeptierten Zahl ${n}`,
  numberValue: 'Wert',
  numberRange: 'Bereich',
  value: 'Wert',
  tolerance: 'Toleranz ±',
  min: 'Von',
  max: 'Bis',
  addNumber: 'Akzeptierte Zahl hinzufügen',
  csv: 'akzeptierte Zahlen wie 346, 346 ± 10 oder 1090..1100',
  faults: {
    negative: 'Das darf nicht negativ sein. Geben Sie 0 oder mehr ein.',
    'range-order': 'Die untere Grenze liegt über der oberen. Vertauschen Sie die beiden.',
  },
};
