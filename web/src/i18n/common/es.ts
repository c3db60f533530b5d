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
    promises: 'Promesas',
    contact: 'Contacto de privacidad',
    misuse: 'Denunciar un abuso',
  },
  notice: {
    label: 'Aviso público sobre un incidente de datos',
    read: 'Qué ha ocurrido y qué se puede hacer',
    published: (day) => `Publicado el ${day}`,
  },
  crash: {
    title: 'Se ha producido un error por nuestra parte',
    text: 'No se pierde nada de lo guardado. Hay que volver a cargar la página para continuar.',
    reload: 'Volver a cargar',
  },
  error: {
    offline: 'Parece que no hay conexión. Hay que comprobar la red e intentarlo de nuevo.',
    timeout: 'El servidor ha tardado demasiado en responder. Se puede intentar de nuevo en un momento.',
    internal: 'Algo ha fallado por nuestra parte. Se puede intentar de nuevo en un momento.',
    slug: {
      'too-many-requests':
        'Hay demasiadas peticiones en este momento. Hay que esperar un momento e intentarlo de nuevo.',
      unavailable: 'El servicio está muy ocupado ahora. Hay que esperar un momento e intentarlo de nuevo.',
      'too-large': 'Es demasiado largo para enviarlo. Hay que acortarlo.',
      invalid: 'Algún dato no es válido. Hay que revisarlo e intentarlo de nuevo.',
      'not-found': 'Esto ya no existe.',
      malformed: 'Esta página está desactualizada. Hay que volver a cargarla.',
    },
  },
};
