import { byKind } from '../byKind';
import type { ChartWords, EditingWords } from './en';

export const editing: EditingWords = {
  kind: 'Tipo de pregunta',
  points: 'Puntos',
  prompt: 'Pregunta',
  poll: 'Encuesta: no hay respuestas correctas ni incorrectas',
  pollHint: 'No da puntos.',
  options: 'Opciones',
  optionNumber: (n) => `Opción ${n}`,
  addOption: 'Añadir una opción',
  isRight: (option) => `Correcta: ${option}`,
  moveUp: (name) => `Subir: ${name}`,
  moveDown: (name) => `Bajar: ${name}`,
  remove: (name) => `Eliminar: ${name}`,
  advanced: 'Explicación, comentarios, reparto de puntos',
  explanation: 'Explicación',
  explanationHint: 'El alumnado la lee junto con la solución.',
  whenRight: 'Comentario si la respuesta es correcta',
  whenWrong: 'Comentario para cualquier otra respuesta',
  weight: 'Parte en %',
  feedback: 'Comentario',
  weightsHint:
    'La parte es el porcentaje de los puntos que da o resta una opción. Sin partes, cuentan las marcas de arriba. Quienes eligieron la opción ven su comentario.',
  feedbackHint: 'Quienes eligieron la opción ven su comentario.',
  acceptedWeightsHint:
    'Sin porcentaje, una respuesta da todos los puntos. Ponga 0 a un error frecuente que merezca un comentario.',
  faults: {
    empty: 'Está vacío. Rellénelo.',
    'too-long': 'Es demasiado largo. Acórtelo.',
    'no-questions': 'Todavía no hay ninguna pregunta. Añada al menos una.',
    'too-many-tags': 'Una serie tiene como máximo 20 etiquetas de hasta 50 caracteres. Quite o acorte algunas.',
    'too-many-questions': 'Una serie tiene como máximo 200 preguntas. Divídala.',
    'set-too-large': 'La serie supera los 512 KiB. Divídala.',
    'too-few-options': 'Hacen falta al menos dos. Añada otra.',
    'too-many-options': 'Hay demasiadas. Quite algunas.',
    'same-text': 'Otra tiene el mismo texto y nadie podría distinguirlas. Cambie una de las dos.',
    'no-full-answer': 'Al menos una respuesta debe dar todos los puntos: una sin porcentaje, o con 100.',
    'too-many-accepted': 'Se pueden aceptar como máximo 50 respuestas. Quite algunas.',
    'not-a-number': 'Esto no es un número. Escriba por ejemplo 12, -3 o 2,5.',
    'points-range': 'Los puntos van de 0 a 1000.',
    'weight-range': 'Es un porcentaje: de -100 a 100 para opciones, de 0 a 100 para respuestas aceptadas.',
  },
  kinds: byKind(import.meta.glob('../../kinds/*/teach/words/es.ts', { eager: true, import: 'words' })),
};

export const chart: ChartWords = {
  none: 'Todavía no hay respuestas.',
  right: 'correcto',
  solution: 'Correcto:',
  count: (n, percent) => `${n} (${percent} %)`,
  others: (n) => (n === 1 ? '1 respuesta más' : `${n} respuestas más`),
};
