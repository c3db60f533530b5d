import type { Common } from './en';

export const common: Common = {
  skip: 'Saltar al contenido',
  language: 'Idioma',
  loading: 'Cargando…',
  close: 'Cerrar',
  cancel: 'Cancelar',
  tryAgain: 'Intentar de nuevo',
  footer: {
    privacy: 'Privacidad',
    contact: 'Contacto de privacidad',
    misuse: 'Denunciar un abuso',
  },
  notice: {
    label: 'Aviso público sobre un incidente de datos',
    read: 'Qué ha ocurrido y qué se puede hacer',
    published: (day) => `Publicado el ${day}`,
  },
  crash: {
    title: 'Algo ha fallado aquí',
    text: 'La página ha tropezado con un error nuestro. No se pierde nada de lo guardado. Al volver a cargarla se puede continuar.',
    reload: 'Volver a cargar',
  },
  error: {
    offline: 'Ahora no hay conexión. Hay que comprobar la red e intentarlo de nuevo.',
    timeout: 'El servidor ha tardado demasiado en responder. Conviene intentarlo de nuevo en un momento.',
    internal: 'Algo ha fallado por nuestra parte. Conviene intentarlo de nuevo en un momento.',
    slug: {
      'too-many-requests': 'Ahora hay demasiadas peticiones. Conviene esperar un momento e intentarlo de nuevo.',
      unavailable: 'El servicio está muy ocupado ahora. Conviene esperar un momento e intentarlo de nuevo.',
      'too-large': 'Es demasiado grande para enviarlo. Hay que acortarlo.',
      invalid: 'Algo de lo escrito no se acepta. Hay que revisarlo e intentarlo de nuevo.',
      'not-found': 'Esto ya no existe.',
      malformed: 'Esta página está desactualizada. Hay que volver a cargarla.',
    },
  },
};
