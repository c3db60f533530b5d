import type { RefusedMessages } from './en';

export const es: RefusedMessages = {
  title: 'En este dispositivo no',
  text: 'La familia ha decidido que este dispositivo no participe en sesiones de este centro. No se ha enviado nada tuyo.',
  lift: 'Habla con tu familia y díselo a tu docente. La familia puede retirarlo aquí, con el papel que le dio el docente.',
  leave: 'Escribir otro código',
};
