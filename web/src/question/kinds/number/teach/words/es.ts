import type { Words } from './en';

export const words: Words = {
  name: 'Número',
  about: 'Un número, con tolerancia o intervalo.',
  numbers: 'Números aceptados',
  numbersHint: 'Los extremos de una tolerancia o un intervalo también son correctos.',
  numberNumber: (n) => `Número aceptado ${n}`,
  numberForm: (n) => `Forma del número aceptado ${n}`,
  numberValue: 'Valor',
  numberRange: 'Intervalo',
  value: 'Valor',
  tolerance: 'Tolerancia ±',
  min: 'De',
  max: 'A',
  addNumber: 'Añadir un número aceptado',
  csv: 'números aceptados como 346, 346 ± 10 o 1090..1100',
  faults: {
    negative: 'No puede ser negativo. Ponga 0 o más.',
    'range-order': 'El límite inferior supera al superior. Intercámbielos.',
  },
};
