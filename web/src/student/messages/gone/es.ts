import type { GoneMessages } from './en';

export const es: GoneMessages = {
  title: 'Está borrado',
  erased: 'Lo que se guardaba en esta sesión para estas palabras está borrado.',
  hidden:
    'Nadie puede ver ya lo que se guardaba en esta sesión para estas palabras. Se borrará en cuanto nada lo impida.',
  receipt: (id, date) =>
    `Recibo ${id}. A partir del ${date} nadie puede recuperarlo, ni siquiera de una copia de seguridad.`,
  first: 'A la primera página',
};
