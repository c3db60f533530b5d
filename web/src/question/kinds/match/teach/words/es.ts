import type { Words } from './en';

export const words: Words = {
  name: 'Relacionar',
  about: 'Relacionar lo que va junto. Cada pareja da una parte de los puntos.',
  pairs: 'Parejas',
  pairsHint: 'El alumnado ve los dos lados mezclados. El mismo texto a la derecha puede ir con varios de la izquierda.',
  pairNumber: (n) => `Pareja ${n}`,
  left: (n) => `Pareja ${n}, izquierda`,
  right: (n) => `Pareja ${n}, derecha`,
  addPair: 'Añadir una pareja',
  extras: 'Elementos de más a la derecha, que no van con nada (opcional)',
  extrasHint: 'Dificultan acertar al azar.',
  extraNumber: (n) => `Sobrante ${n}`,
  addExtra: 'Añadir un elemento de más',
  onPaper: 'Escribir el número de lo que le corresponde.',
  csv: 'parejas como Sena = París',
};
