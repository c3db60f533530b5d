import type { Words } from './en';

export const words: Words = {
  name: 'Nombre',
  about: 'Un nombre, avec une tolérance ou un intervalle.',
  numbers: 'Nombres acceptés',
  numbersHint: 'Les bornes d’une tolérance ou d’un intervalle sont comprises.',
  numberNumber: (n) => `Nombre accepté ${n}`,
  numberForm: (n) => `Forme du nombre accepté ${n}`,
  numberValue: 'Valeur',
  numberRange: 'Intervalle',
  value: 'Valeur',
  tolerance: 'Tolérance ±',
  min: 'De',
  max: 'À',
  addNumber: 'Ajouter un nombre accepté',
  csv: 'nombres acceptés comme 346, 346 ± 10 ou 1090..1100',
  faults: {
    negative: 'La valeur ne peut pas être négative. Saisissez 0 ou plus.',
    'range-order': 'La borne inférieure dépasse la supérieure. Échangez-les.',
  },
};
