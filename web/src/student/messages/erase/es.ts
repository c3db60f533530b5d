import type { EraseMessages } from './en';

export const es: EraseMessages = {
  text: 'Tu nombre y tus respuestas de esta sesión se borran al instante. Tu docente ya no podrá verlos, contarlos ni calificarlos, y verá que alguien se ha ido. No se puede deshacer.',
  go: 'Borrarlo todo',
  title: 'Tus datos están borrados',
  erased: 'Tu nombre y tus respuestas de esta sesión están borrados, y este dispositivo los ha olvidado.',
  hiddenTitle: 'Nadie puede ver ya tus datos',
  hidden: 'Se borrarán en cuanto nada lo impida.',
  receipt: 'Recibo',
  from: (date) => `A partir del ${date} nadie puede recuperarlos, ni siquiera de una copia de seguridad.`,
  again: 'Escribir un código',
};
