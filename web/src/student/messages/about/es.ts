import type { AboutMessages } from './en';

export const es: AboutMessages = {
  title: 'Privacidad',
  intro: 'Con cleanslate una clase responde preguntas, el docente ve las respuestas, y luego se olvidan.',
  whatTitle: 'Qué se guarda del alumnado',
  what: [
    'El nombre que escribes al unirte, cuándo fue, tus respuestas y los puntos que te da un docente. Sin cuenta, sin dirección de correo, sin cookies, sin rastreo, sin publicidad.',
    'Nombres y respuestas están cifrados. Los pueden leer los docentes de la sesión y los administradores de tu centro. Quienes gestionan este servicio no tienen acceso; quien se lo diera dejaría constancia durante tres años.',
    'Tu centro fija cuánto tiempo se guardan, y lo ves al unirte. Lo borrado se puede restaurar durante seis meses como máximo. Después se borra, y tu centro recibe un recibo con la fecha desde la que nadie puede recuperarlo, ni siquiera de una copia de seguridad.',
    'Tu navegador guarda lo que necesita para enviar tus respuestas, hasta que la sesión termina o dices «No soy yo» o «Borrar mis datos».',
  ],
  googleTitle: 'Qué ve Google',
  google: [
    'Google gestiona nuestros servidores. Como cualquier servidor, ven la dirección (dirección IP) del dispositivo que los llama. Para frenar avalanchas de peticiones, Google las cuenta por dirección en memoria: durante un minuto, o diez tras demasiadas.',
    'Nadie guarda esa dirección: cuando cargas estas páginas, te unes, respondes o pides tus datos, después no está en ningún registro, ni nuestro ni de Google. Los nuestros cuentan esas peticiones y cuánto duraron, no de quién eran.',
    'Las peticiones de docentes y administradores se registran con su dirección durante 30 días, sin lo que vieron o escribieron.',
  ],
  rightsTitle: 'Qué puedes hacer',
  rights:
    'En una sesión, «Tus datos» te muestra todo lo que hay allí sobre ti y lo borra si quieres. Para lo demás, escribe al contacto de privacidad de tu centro, que aparece allí, o al nuestro.',
  contactTitle: 'Contacto',
  contact: 'Contacto de privacidad',
  contactSchool: 'Ahora no se pueden cargar las direcciones. Inténtalo más tarde o pregunta en tu centro.',
  misuse: 'Denunciar un abuso',
  back: 'Al principio',
};
