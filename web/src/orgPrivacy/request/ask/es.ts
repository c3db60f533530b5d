import type { AskWords } from './en';

export const es: AskWords = {
  title: (school) => `Solicitud a ${school}`,
  intro:
    'No hace falta una cuenta. Recibirá un código por correo; el centro ve la solicitud cuando usted lo haya introducido.',
  fields: {
    kind: ['¿Qué desea?', '', 'Elija una opción.'],
    from: ['¿Quién es usted?', '', 'Elija una opción.'],
    text: ['Su solicitud', 'Con sus propias palabras.', 'Diga qué desea en 4000 caracteres como máximo.'],
    'about/alias': ['Nombre usado en la sesión', '', 'Como máximo 100 caracteres en una línea.'],
    'about/code': ['Código de la sesión', '', 'Un código tiene seis letras.'],
    'about/from': ['Desde', '', 'Indique un día.'],
    'about/to': ['Hasta', '', 'Indique un día que no sea anterior al primero.'],
    email: [
      'Dirección de correo',
      'Para el código y la respuesta del centro, y nada más.',
      'Indique una dirección como ada@mail.example.',
    ],
  },
  kind: {
    know: 'Saber qué se guarda y tener una copia',
    correct: 'Que se corrija algo',
    delete: 'Que se borre algo',
    port: 'Tener los datos en un formato común',
    restrict: 'Que se limite su uso',
    object: 'Oponerme a su uso',
  },
  from: {
    student: 'Estudiante o antiguo estudiante',
    parent: 'Madre, padre o tutor',
    teacher: 'Docente',
    other: 'Otra persona',
  },
  about: 'Qué datos, si lo sabe',
  send: 'Enviar el código',
  contact: 'Contacto de privacidad del centro:',
  problem: {
    'requests-full': 'El centro no puede recibir hoy más solicitudes aquí. Escriba a su contacto o vuelva mañana.',
  },
};
