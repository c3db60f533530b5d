import type { FollowWords } from './en';

export const es: FollowWords = {
  title: 'Su solicitud',
  states: {
    unverified: [
      'Introduzca el código',
      'Un correo con un código va de camino a su dirección. Antes, el centro no ve la solicitud.',
    ],
    open: ['El centro tiene su solicitud', 'La respuesta llega aquí. Un correo le dirá cuándo.'],
    decided: ['El centro ha decidido', 'Lo decidido se está llevando a cabo.'],
    done: ['Su solicitud está atendida', 'La respuesta está en esta página.'],
  },
  code: {
    label: 'Código',
    hint: 'Ocho cifras, válidas durante 30 minutos.',
    enter: 'Confirmar',
    none: '¿No llega? Mire en el correo no deseado. Sale uno cada diez minutos como máximo, y tres al día.',
    again: 'Enviar otro código',
    problem: {
      invalid: 'El código tiene ocho cifras.',
      'wrong-code': 'Ese no es el código. Está en el último correo.',
      'code-over': 'El código ya no vale. Pida otro o vuelva a hacer la solicitud.',
    },
  },
  mailed: 'Si el último código tiene diez minutos, otro va de camino.',
  link: 'Guarde el enlace a esta página',
  linkText: 'Solo con él se vuelve aquí. Quien lo tenga puede leer la solicitud.',
  copy: 'Copiar el enlace',
  copied: 'Copiado.',
  school: 'Centro',
  request: 'Solicitud',
  received: 'Recibida',
  due: 'Respuesta antes del',
  extended: 'Más tarde que al principio: la solicitud es compleja, o hay muchas.',
  receipt: 'Recibo del borrado',
  kept: 'Se guarda hasta',
  gone: 'Aquí no hay ninguna solicitud',
  goneText:
    'Quizá el enlace está cortado, o la solicitud se borró al acabar su plazo: a los tres días si no se introdujo ningún código.',
};
