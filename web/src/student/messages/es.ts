import { common } from '../../i18n/common/es';
import { question } from '../../question/words/es';
import type { StudentMessages } from './en';

export const es: StudentMessages = {
  ...common,
  question,
  code: {
    title: 'Unirse a una sesión',
    label: 'Código',
    hint: 'Seis letras, de tu docente.',
    go: 'Continuar',
    wrong: 'Un código tiene seis letras, como KXW QPT. Compruébalo y escríbelo otra vez.',
    teacher: '¿Da clases?',
    signIn: 'Iniciar sesión',
    resumeTitle: 'Seguir donde estabas',
  },
  name: {
    title: '¿Cómo te llamas?',
    session: (code) => `Sesión ${code}`,
    otherCode: 'Otro código',
    label: 'Tu nombre',
    hint: 'No hace falta que sea tu nombre real, salvo que tu docente lo pida.',
    kept: 'Tu docente ve tu nombre y tus respuestas. Se guardan el tiempo que tu centro ha acordado y luego se borran. Sin cuenta, sin cookies.',
    join: 'Unirse',
    empty: 'Elige un nombre.',
    tooLong: (n) =>
      n === 1 ? 'A este nombre le sobra 1 carácter. Acórtalo.' : `A este nombre le sobran ${n} caracteres. Acórtalo.`,
    signs: 'Este nombre tiene signos que no se pueden mostrar. Usa letras, cifras y signos corrientes.',
    paused: 'La sesión está en pausa. Entrarás cuando tu docente continúe.',
  },
  resume: {
    title: (alias) => `¿Continuar como ${alias}?`,
    in: (title) => `En «${title}»`,
    go: (alias) => `Continuar como ${alias}`,
    notMe: 'No soy yo',
    notMeHint:
      'Con «No soy yo» este dispositivo olvida a esa persona. Las respuestas guardadas las conserva el docente.',
  },
  welcome: {
    hello: (alias) => `¡Hola, ${alias}!`,
    start: 'Empezar',
    paced: 'Tu docente muestra una pregunta tras otra.',
  },
  privacy: {
    title: 'Qué pasa con tus datos',
    kept: (days, seenBy) =>
      `Tu nombre y tus respuestas se guardan ${days} después de que termine la sesión, y solo los ven ${seenBy}.`,
    restore: (window) =>
      `Luego se borran; el borrado se puede deshacer durante ${window} como máximo, y después nunca más.`,
    noRestore: 'Luego se borran para siempre.',
    contact: 'Preguntas sobre esto:',
    page: 'Las reglas de tu centro',
    teachers: 'tus docentes',
    'school-admins': 'la administración de tu centro',
  },
  data: {
    open: 'Tus datos',
    show: 'Mostradme lo que tenéis',
    erase: 'Borrarme',
    leave: 'No soy yo',
    heldTitle: 'Todo lo que tenemos aquí sobre ti',
    heldName: 'Nombre',
    heldJoined: 'Entrada',
    heldSession: 'Sesión',
    heldBasis: 'Recogido según el acuerdo',
    heldAnswers: 'Respuestas',
    heldNone: 'Ninguna respuesta.',
    heldAt: (time) => `guardado ${time}`,
    heldGrade: 'Puntos puestos a mano',
    heldUntil: 'Se guarda hasta',
    heldUntilOpen: 'El plazo empieza cuando se cierra la sesión.',
    save: 'Guardar en un archivo',
    eraseTitle: '¿Borrarlo todo?',
    eraseText:
      'Tu nombre y tus respuestas de esta sesión se borran en el acto. Tu docente dejará de verlos. No se puede deshacer.',
    eraseDo: 'Borrarlo todo',
    leaveTitle: '¿Olvidarte en este dispositivo?',
    leaveText: (alias) => `Este dispositivo olvida a ${alias}. Las respuestas guardadas las conserva tu docente.`,
    leaveLost: (n) =>
      n === 1
        ? 'Una respuesta aún no está guardada y se perdería.'
        : `${n} respuestas aún no están guardadas y se perderían.`,
    leaveDo: 'Olvidar',
  },
  lesson: {
    question: (n, of) => `Pregunta ${n} de ${of}`,
    back: 'Atrás',
    next: 'Siguiente',
    finish: 'Terminar',
    overview: 'Resumen',
    waitTitle: 'Espera la próxima pregunta',
    waitText: 'Aparece aquí sola cuando tu docente la muestra.',
    waitFirst: 'Ya estás dentro',
    paused: 'La sesión está en pausa. Podrás seguir cuando tu docente continúe.',
    until: (time) => `Abierta hasta las ${time}`,
    offline: 'Sin conexión.',
    offlineWaiting: (n) =>
      n === 1
        ? 'Sin conexión. Una respuesta está guardada en este dispositivo y se enviará sola cuando vuelva la conexión.'
        : `Sin conexión. ${n} respuestas están guardadas en este dispositivo y se enviarán solas cuando vuelva la conexión.`,
    keepOpen:
      'Sin conexión. Deja esta página abierta: tu navegador no guarda nada, y lo que no se ha enviado se perdería.',
    trouble: 'Ahora no se llega bien al servidor. Seguimos intentándolo.',
    newQuestion: 'Nueva pregunta',
    onceHint: 'Solo puedes responder una vez.',
    send: 'Enviar respuesta',
    sendEmpty: 'Da primero una respuesta.',
  },
  status: {
    saving: 'Guardando…',
    saved: 'Guardado',
    waiting: 'Aún sin guardar',
    earlier: 'Tu respuesta anterior sigue contando:',
  },
  feedback: {
    right: '¡Correcto!',
    partly: 'Correcto en parte',
    wrong: 'No es correcto',
    done: 'Gracias.',
    byHand: 'Los puntos los da tu docente.',
    points: (n, of) => `${n} de ${of} puntos`,
    solution: 'La solución:',
    yours: 'Tu respuesta:',
  },
  end: {
    done: '¡Listo!',
    almost: 'Casi listo',
    closed: 'La sesión está cerrada',
    closedText:
      'Ya no se pueden dar ni cambiar respuestas. Este dispositivo ha olvidado la sesión; esta página es lo último que queda.',
    answered: (n, of) => `Has respondido ${n} de ${of} preguntas.`,
    allSaved: 'Todas tus respuestas están guardadas.',
    unsaved: (n) => (n === 1 ? 'Una respuesta aún no está guardada.' : `${n} respuestas aún no están guardadas.`),
    change: 'Todavía puedes cambiarlas hasta que tu docente cierre la sesión.',
    lost: (n) =>
      n === 1
        ? 'Una respuesta no llegó antes de que se cerrara la sesión:'
        : `${n} respuestas no llegaron antes de que se cerrara la sesión:`,
    checking: 'Comprobando si han llegado todas tus respuestas…',
    score: (n, of) => `Tienes ${n} de ${of} puntos.`,
    solutions: 'Soluciones',
    noAnswer: 'No respondiste.',
    notAnswered: 'Sin responder',
    data: 'Qué pasa con tus datos',
  },
  erased: {
    title: 'Tus datos están borrados',
    text: 'Tu nombre y tus respuestas de esta sesión están borrados, y este dispositivo los ha olvidado.',
    hiddenTitle: 'Nadie ve ya tus datos',
    hidden: 'Se borrarán en cuanto nada lo impida.',
    receipt: 'Recibo',
    from: (date) => `A partir del ${date} nadie puede recuperarlos, ni siquiera de una copia de seguridad.`,
    again: 'Escribir un código',
  },
  gone: {
    title: 'Esta sesión ya no existe',
    text: 'Se terminó y se retiró. Si crees que es un error, pregunta a tu docente.',
    again: 'Escribir un código',
  },
  denied: {
    title: 'No se puede continuar',
    text: 'El servidor ya no acepta este dispositivo. Inténtalo otra vez; si no sirve, pide un código a tu docente y únete de nuevo. Las respuestas guardadas están a salvo.',
  },
  elsewhere: {
    title: 'Abierta en otra pestaña',
    text: 'Esta sesión está abierta en otra pestaña o ventana de este navegador. Puedes seguir allí, o aquí.',
    here: 'Seguir aquí',
  },
  rejected: {
    'not-current': 'Demasiado tarde: tu docente ya había pasado a otra pregunta.',
    closed: 'Demasiado tarde: la sesión estaba cerrada.',
    'already-answered': 'Ya has respondido a esto. Cuenta tu primera respuesta.',
    'unknown-question': 'Esta pregunta no es de la sesión.',
    'revision-out-of-range': 'Has cambiado esta respuesta todas las veces posibles. Cuenta la última que se guardó.',
    'too-long': 'Es demasiado largo. Acórtalo.',
    'too-many': 'Son demasiadas palabras. Quita algunas.',
    empty: 'Escribe al menos una palabra.',
    'out-of-range': 'Este número está fuera de los límites. Elige otro.',
    dismissed: 'Tu docente te ha sacado de la sesión. Pídele que te deje volver y responde de nuevo.',
    'too-many-answers': 'Has enviado demasiadas respuestas y ya no se aceptan más. Pregunta a tu docente.',
  },
  rejectedOther: 'Esta respuesta no se ha aceptado. Cámbiala e inténtalo otra vez.',
  problem: {
    'unknown-code': 'Ahora no hay ninguna sesión abierta con este código. Comprueba el código o pregunta a tu docente.',
    'session-full': 'La sesión está llena. Pregunta a tu docente.',
    'participant-erased': 'Lo que dejaste en esta sesión se ha borrado. Para participar otra vez, únete de nuevo.',
    'invalid-token': 'El servidor ya no acepta este dispositivo. Pregunta a tu docente si necesitas tus datos.',
    'no-solutions': 'Tu docente no muestra las soluciones.',
  },
};
