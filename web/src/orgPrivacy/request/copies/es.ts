import type { CopiesWords } from './en';

export const es: CopiesWords = {
  title: 'Su copia',
  text: (until) =>
    `Todo lo que se guarda, en un archivo. Puede guardarla hasta el ${until}, con un código recibido por correo.`,
  mail: 'Recibir un código por correo',
  mailed: 'Un código va de camino a su dirección, salvo que se haya enviado otro en los últimos diez minutos.',
  code: 'Código',
  hint: 'Ocho cifras, válidas 30 minutos.',
  save: 'Guardar la copia',
  saveOne: (n, of) => `Guardar la copia ${n} de ${of}`,
  saved: 'Guardado. Conserve el archivo donde nadie más lo lea.',
  restricted: 'Se conserva y no se usa',
  restrictedText:
    'El centro conserva los datos y no los usa: los docentes no los ven y no están en ningún resultado. Se lo dirá antes de levantarlo. Los datos se borran cuando termina su plazo.',
  lifting: (at) => `El centro va a levantar la limitación, no antes del ${at}. Escríbale si no está de acuerdo.`,
  problem: {
    invalid: 'El código tiene ocho cifras.',
    'wrong-code': 'Ese no es el código. Está en el último correo.',
    'too-many-codes': 'Se enviaron cinco códigos en un día. Vuelva mañana o pida al centro otra semana.',
    'code-over': 'El código ya no vale. Pida otro.',
    gone: 'Esta copia ya no puede guardarse: su plazo ha terminado o los datos se borraron.',
  },
};
