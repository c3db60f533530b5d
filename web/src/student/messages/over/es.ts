import type { OverMessages } from './en';

export const es: OverMessages = {
  paused: 'La sesión está en pausa. Podrás seguir cuando tu docente la reanude; lo que hay hasta ahora está abajo.',
  did: (title) => `Lo que hiciste en «${title}»`,
  again: 'Seguir',
  leave: 'Salir de esta página',
  forgets: 'Esta página no guarda nada en este dispositivo: si sales, volverás a necesitar las palabras.',
};
