import type { Words } from './en';

export const words: Words = {
  name: 'Opción múltiple',
  about:
    'Cualquier número de opciones. Cada opción correcta da una parte de los puntos; cada incorrecta resta lo mismo.',
  hint: 'Marque todas las correctas.',
  csv: 'las opciones',
  faults: {
    'no-right-option': 'Marque las respuestas correctas, o conviértala en encuesta.',
    weights:
      'Los porcentajes de las respuestas correctas deben ser mayores que 0 y sumar 100; los de las demás, 0 o menos. Corríjalos, o quítelos todos.',
  },
};
