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
  mail: '¿De qué más podemos escribirle?',
  service: 'Sobre el servicio: interrupciones previstas y cambios de reglas',
  mailMust:
    'Los avisos de brechas y de cambios de las reglas de su centro o del propietario del servicio le llegan elija lo que elija: lo exigen las leyes y los acuerdos.',
  unsubscribe: {
    title: 'Dejar un boletín',
    ask: 'Viene de un boletín. Si lo deja, no recibirá más correo de este tipo.',
    leave: 'Dejarlo',
    left: 'Ya no recibirá correo de este tipo. Lo que ya está en camino aún puede llegar.',
    must: 'Seguirá recibiendo lo que exigen las leyes y los acuerdos, como el aviso de una brecha. Puede cambiar su elección en su perfil cuando quiera.',
    noLink: 'Abra esta página con el enlace del boletín. En su perfil también elige qué correo recibe.',
  },
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
  take: {
    title: 'Llevarse sus datos',
    text: 'Un archivo zip con su perfil, sus series de preguntas (JSON y GIFT), las sesiones que imparte con sus preguntas, y lo que usted abrió según el registro de accesos, en JSON y en tablas. Lo que escribió el alumnado no está: es suyo y del centro, y se guarda sesión por sesión. La papelera tampoco está.',
    save: 'Guardar mis datos en un archivo zip',
    progress: (done, of) => `${done} de ${of}`,
    saved: (name) => `Guardado como ${name}`,
  },
  leave: {
    title: 'Dejar el centro',
    text: 'Puede irse en cualquier momento, sin pedirlo a nadie. Mire primero qué ocurre: mirar no cambia nada.',
    show: 'Mostrar qué pasaría',
    account:
      'Se borran al instante y para siempre: su nombre, su dirección y su idioma, y su cuenta en el servicio de acceso, salvo que pertenezca también a otro centro aquí.',
    stays:
      'Lo que queda: el recibo del borrado, sin su nombre; durante tres años, el registro de lo que se abrió, con un número que ya no lleva a nadie; y lo que compartió con el centro, mientras este lo quiera.',
    others:
      'Lo que escribió el alumnado en una sesión va con ella: se oculta cuando se elimina, vuelve si se restaura y se borra con ella.',
    nothing: 'No tiene aquí ni sesiones ni series de preguntas.',
    truncated: 'Hay más de lo que se puede mostrar aquí.',
    held: 'El centro está bajo una retención legal. Usted quedaría fuera al instante, pero nada se borra hasta que termine.',
    groups: {
      deleted: 'Se elimina, y la administración puede restaurarlo un tiempo',
      trashed: 'Ya está en la papelera',
      stays: 'Se queda en el centro',
      held: 'Lo guarda una retención legal',
    },
    kinds: { session: 'Sesión', questionSet: 'Serie de preguntas' },
    deleted: 'Se elimina cuando usted se va.',
    restorable: (until) =>
      `Se elimina cuando usted se va, la administración puede restaurarla hasta el ${until}, y después se borra.`,
    trashed: (on) => `Se borra el ${on}, como ocurriría de todos modos.`,
    itemHeld: 'Una retención legal la guarda hasta que termine.',
    why: {
      receipts: 'Queda el recibo.',
      school: 'Está compartida con el centro, al que pertenece entonces.',
      colleagues: 'Otros también la imparten y siguen con ella.',
      others: 'Lo que escribieron otros se queda el tiempo previsto.',
    },
    leave: 'Irme para siempre',
    confirmTitle: '¿Dejar el centro para siempre?',
    confirmText:
      'Su cuenta y lo que dijo de usted se borran y no vuelven. Para regresar, tendrían que invitarle de nuevo. Guarde antes lo que quiera conservar.',
    confirm: 'Irme',
  },
  left: {
    title: 'Ha dejado el centro',
    text: 'Está fuera, y lo que era suyo aquí se está borrando o eliminando, como se le mostró. Gracias por haber estado.',
    held: 'Está fuera. Una retención legal del centro detiene el borrado; se hará cuando termine.',
    receipt:
      'El número del recibo, que guarda su centro y no nombra a nadie. Si alguna vez lo pregunta, dice desde cuándo ya no se puede recuperar nada:',
    signOut: 'Cerrar sesión',
  },
  slug: {
    'last-administrator':
      'Usted es la última persona activa de la administración, y alguien tiene que poder decidir sobre las personas y los datos del centro. Dé antes ese papel a un colega, en la página «Centro». Si es el centro el que quiere irse, el operador pone fin a su contrato.',
  },
};
