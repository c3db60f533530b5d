import type { ProfileMessages } from './en';

export const es: ProfileMessages = {
  title: 'Su perfil',
  first: '¿Cómo quiere que le vean sus colegas?',
  intro:
    'Sus colegas del centro ven su nombre. Nadie ve su correo electrónico, y el alumnado no ve ninguno de los dos.',
  firstIntro:
    'Indique el nombre por el que le conocen sus colegas del centro, si quiere que lo vean. Puede cambiarlo en cualquier momento. El alumnado no lo ve.',
  name: 'Nombre',
  nameHint: 'Como le conocen sus colegas, por ejemplo Ada Norte.',
  nameWrong: 'Escriba un nombre en una línea, de 80 caracteres como máximo.',
  email: '¿Podemos escribirle? (opcional)',
  emailHint:
    'Le escribimos cuando datos de sus sesiones pueden haber quedado expuestos y cuando cambian las reglas de su centro sobre los datos o el propietario del servicio. Si no, se lo dirá su centro.',
  emailUnverified:
    'Solo podemos escribir a la dirección con la que inicia sesión, y su servicio de acceso no la ha confirmado. Su centro le dirá lo que necesite saber.',
  emailWrong: 'No es la dirección con la que inicia sesión. Desmárquela, o cierre la sesión y vuelva a entrar.',
  mail: '¿De qué más podremos escribirle más adelante?',
  service: 'Sobre el servicio: interrupciones previstas',
  news: 'Sobre las novedades',
  language: 'Idioma de nuestros correos',
  languageHint: 'El idioma de las páginas se elige al final de cada página.',
  sealed: 'Todo esto se guarda cifrado, con una clave solo suya.',
  save: 'Guardar',
  continue: 'Guardar y continuar',
  later: 'Ahora no',
  saved: 'Guardado.',
  deleted:
    'Su perfil se ha borrado y su cuenta aquí está desactivada. Para activarla de nuevo, escriba su nombre. Si no, ya puede cerrar la sesión.',
  delete: 'Eliminar el perfil',
  deleteTitle: '¿Eliminar su perfil?',
  deleteText:
    'Su nombre y su dirección se borran para siempre, y su cuenta en este centro queda desactivada hasta que escriba de nuevo un nombre. Sus sesiones y series de preguntas se quedan en el centro.',
};
