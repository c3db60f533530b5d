import type { Words } from './en';

export const words: Words = {
  name: 'Relacionar',
  about: 'Encontrar lo que va junto. Cada pareja da una parte.',
  pairs: 'Parejas',
  pairsHint:
    'El alumnado recibe los dos lados mezclados. El mismo texto a la derecha puede ir con varios de la izquierda.',
  pairNumber: (n) => `Pareja ${n}`,
  left: (n) => `Pareja ${n}, izquierda`,
  right: (n) => `Pareja ${n}, derecha`,
  addPair: 'Añadir una pareja',
  extras: 'Más a la derecha que no van con nada (opcional)',
  extrasHint: 'Hacen más difícil adivinar.',
  extraNumber: (n) => `Sobrante ${n}`,
  addExtra: 'Añadir uno que no va con nada',
  csv: 'parejas como Sena = París',
};
