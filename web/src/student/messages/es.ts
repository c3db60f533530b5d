import { common } from '../../i18n/common/es';
import { question } from '../../question/words/es';
import type { StudentMessages } from './en';

export const es: StudentMessages = {
  ...common,
  question,
  code: {
    title: 'Unirse a una sesión',
    label: 'Código',
    hint: 'Seis letras que te da tu docente.',
    go: 'Continuar',
    wrong: 'Un código tiene seis letras, como KXW QPT. Compruébalo e inténtalo de nuevo.',
    teacher: '¿Es docente?',
    signIn: 'Iniciar sesión',
    back: 'Volver con doce palabras',
    resumeTitle: 'Seguir donde estabas',
  },
  name: {
    title: '¿Cómo te llamas?',
    session: (code) => `Sesión ${code}`,
    otherCode: 'Otro código',
    label: 'Tu nombre',
    hint: 'No hace falta que sea tu nombre real, salvo que tu docente lo pida.',
    kept: 'Tu docente ve tu nombre y tus respuestas. Se guardan el tiempo acordado por tu centro y luego se borran. Sin cuenta, sin cookies.',
    join: 'Unirse',
    empty: 'Elige un nombre.',
    tooLong: (n) =>
      n === 1 ? 'A este nombre le sobra 1 carácter. Acórtalo.' : `A este nombre le sobran ${n} caracteres. Acórtalo.`,
    signs: 'Este nombre tiene caracteres que no se pueden mostrar. Usa letras, cifras y puntuación común.',
    paused: 'La sesión está en pausa. Podrás unirte cuando se reanude.',
  },
  resume: {
    title: (alias) => `¿Continuar como ${alias}?`,
    in: (title) => `En «${title}»`,
    go: (alias) => `Continuar como ${alias}`,
    notMe: 'No soy yo',
    notMeHint: '«No soy yo» quita a esa persona de este dispositivo. El docente conserva las respuestas guardadas.',
  },
  welcome: {
    hello: (alias) => `¡Hola, ${alias}!`,
    start: 'Empezar',
    paced: 'Tu docente muestra las preguntas una a una.',
  },
  privacy: {
    title: 'Qué pasa con tus datos',
    kept: (days, seenBy) =>
      `Tu nombre y tus respuestas se guardan ${days} después de que termine la sesión, y solo los ven ${seenBy}.`,
    restore: (window) => `Luego se borran; el borrado se puede deshacer durante ${window} como máximo; después, ya no.`,
    noRestore: 'Luego se borran definitivamente.',
    contact: 'Preguntas sobre esto:',
    page: 'Las reglas de tu centro',
    teachers: 'tus docentes',
    'school-admins': 'los administradores de tu centro',
  },
  data: {
    open: 'Tus datos',
    show: 'Ver lo que se guarda',
    device: 'Seguir en otro dispositivo',
    erase: 'Borrar mis datos',
    leave: 'No soy yo',
    heldTitle: 'Todo lo que se guarda aquí sobre ti',
    eraseTitle: '¿Borrarlo todo?',
    leaveTitle: '¿Olvidarte en este dispositivo?',
    leaveText: (alias) => `Este dispositivo olvida a ${alias}. Tu docente conserva las respuestas guardadas.`,
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
    waitText: 'Aparecerá aquí en cuanto tu docente la muestre.',
    waitFirst: 'Ya estás dentro',
    paused: 'La sesión está en pausa. Podrás seguir cuando se reanude.',
    until: (time) => `Abierta hasta las ${time}`,
    offline: 'Sin conexión.',
    offlineWaiting: (n) =>
      n === 1
        ? 'Sin conexión. Una respuesta está guardada en este dispositivo y se enviará sola cuando vuelva la conexión.'
        : `Sin conexión. ${n} respuestas están guardadas en este dispositivo y se enviarán solas cuando vuelva la conexión.`,
    keepOpen:
      'Sin conexión. Deja esta página abierta: tu navegador no guarda nada, y lo que no se ha enviado se perdería.',
    unstored:
      'Tu navegador no guarda nada. Deja esta página abierta: si la recargas, solo volverás con las doce palabras de «Tus datos».',
    trouble: 'Hay problemas para conectar con el servidor. Seguimos intentándolo.',
    newQuestion: 'Nueva pregunta',
    onceHint: 'Solo puedes responder una vez.',
    send: 'Enviar respuesta',
    sendEmpty: 'Primero escribe o elige una respuesta.',
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
    byHand: 'Tu docente la calificará.',
    points: (n, of) => `${n} de ${of} puntos`,
    accepted: 'Todo esto es correcto:',
    solution: 'La solución:',
    yours: 'Tu respuesta:',
  },
  end: {
    done: '¡Listo!',
    almost: 'Aún no has respondido todo',
    closed: 'La sesión ha terminado',
    closedText: 'Ya no puedes responder ni cambiar respuestas. Este dispositivo ha olvidado la sesión.',
    answered: (n, of) => `Has respondido ${n} de ${of} preguntas.`,
    allSaved: 'Todas tus respuestas están guardadas.',
    unsaved: (n) => (n === 1 ? 'Una respuesta aún no está guardada.' : `${n} respuestas aún no están guardadas.`),
    change: 'Todavía puedes cambiarlas hasta que termine la sesión.',
    lost: (n) =>
      n === 1
        ? 'Una respuesta no llegó antes de que terminara la sesión:'
        : `${n} respuestas no llegaron antes de que terminara la sesión:`,
    checking: 'Comprobando si han llegado todas tus respuestas…',
    score: (n, of) => `Tienes ${n} de ${of} puntos.`,
    solutions: 'Soluciones',
    noAnswer: 'No has respondido.',
    notAnswered: 'Sin responder',
    data: 'Qué pasa con tus datos',
  },
  gone: {
    title: 'Esta sesión ya no existe',
    text: 'Terminó y se eliminó. Si es un error, pregunta a tu docente.',
    again: 'Escribir un código',
  },
  denied: {
    title: 'No se puede continuar',
    text: 'El servidor no acepta este dispositivo. Inténtalo de nuevo, o vuelve a unirte con un código. Las respuestas guardadas están a salvo.',
  },
  elsewhere: {
    title: 'Abierta en otra pestaña',
    text: 'Esta sesión está abierta en otra pestaña o ventana de este navegador. Puedes seguir allí o aquí.',
    here: 'Seguir aquí',
  },
  rejected: {
    'not-current': 'Demasiado tarde: tu docente ya había pasado a otra pregunta.',
    closed: 'Demasiado tarde: la sesión había terminado.',
    'already-answered': 'Ya has respondido a esto. Cuenta tu primera respuesta.',
    'unknown-question': 'Esta pregunta no forma parte de la sesión.',
    'revision-out-of-range': 'Has cambiado esta respuesta todas las veces permitidas. Cuenta la última que se guardó.',
    'too-long': 'Es demasiado largo. Acórtalo.',
    'too-many': 'Son demasiadas palabras. Quita algunas.',
    empty: 'Escribe al menos una palabra.',
    'out-of-range': 'Este número está fuera de los límites. Elige otro.',
    dismissed: 'Tu docente te ha expulsado de la sesión. Pídele que te deje volver.',
    'too-many-answers': 'Has enviado demasiadas respuestas y ya no se aceptan más. Pregunta a tu docente.',
  },
  rejectedOther: 'Esta respuesta no se aceptó. Cámbiala o pregunta a tu docente.',
  problem: {
    'unknown-code': 'Ninguna sesión abierta tiene este código. Compruébalo o pregunta a tu docente.',
    'session-full': 'La sesión está llena. Pregunta a tu docente.',
    'participant-erased': 'Tus datos en esta sesión se han borrado. Para participar, únete de nuevo.',
    'invalid-token': 'El servidor ya no acepta este dispositivo. Pregunta a tu docente si necesitas tus datos.',
    'no-solutions': 'Tu docente no comparte las soluciones.',
  },
};
