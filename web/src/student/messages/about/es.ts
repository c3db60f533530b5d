import type { AboutMessages } from './en';

export const es: AboutMessages = {
  title: 'Privacidad',
  intro: 'Con cleanslate una clase responde preguntas, el docente ve las respuestas, y luego se olvidan.',
  whatTitle: 'Qué se guarda del alumnado',
  googleTitle: 'Qué ve Google',
  rightsTitle: 'Qué puedes hacer',
  contactTitle: 'Contacto',
  contact: 'Contacto de privacidad',
  contactSchool: 'Ahora no se pueden cargar las direcciones. Inténtalo más tarde o pregunta en tu centro.',
  misuse: 'Denunciar un abuso',
  back: 'Al principio',
};
