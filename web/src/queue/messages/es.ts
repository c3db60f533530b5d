import type { QueueMessages } from './en';

export const es: QueueMessages = {
  title: 'Solicitudes',
  notAllowed: 'Su cuenta no puede decidir solicitudes. La administración de su centro puede cambiarlo.',
  toSessions: 'Ir a sus sesiones',
  stepUp:
    'Las solicitudes son personales: para leerlas hace falta un segundo factor de los últimos 15 minutos. Confírmelo y volverá a esta página.',
  stepUpButton: 'Confirmar el segundo factor',
  slug: {
    'not-found':
      'Esta solicitud no está en su lista. Puede que se remitiera, o que su plazo haya pasado y se haya borrado.',
    'request-decided': 'Esta solicitud ya está decidida. Recargue la página para leer la decisión.',
    'request-undecided': 'Esta solicitud no está decidida, o ya está atendida. Recargue la página.',
    'identity-unchecked':
      'Anote antes cómo sabe quién lo pide: nadie recibe los datos de otra persona ni consigue que se borren.',
    'find-unfinished':
      'La búsqueda sigue en curso, o no hubo ninguna. Espere a que termine y marque después a quién se refiere.',
    'found-unmarked': 'Marque a todas las personas encontradas, como aludida o como otra persona, y guárdelo.',
    'erasure-open': 'Aún no está todo borrado. Tarda unos minutos, o lo que dure una retención.',
    'copy-open': 'La copia aún no está lista. Tarda un minuto.',
    'correction-open': 'La rectificación aún no se ve. Tarda un minuto.',
    'not-restricted': 'Esta solicitud no llevó a ninguna limitación. Recargue la página.',
    'lift-too-soon': 'La persona lo supo hace menos de tres días. Levante la limitación después.',
    'no-copies': 'Esta solicitud no tiene copia, o no está atendida. Recargue la página.',
    changed:
      'Entretanto otra persona ha buscado de nuevo o ha marcado a otras. Recargue la página, mire y repita lo que hizo.',
    'nothing-to-extend': 'El plazo no puede prorrogarse ahora: ninguna cláusula lo permite, o el primer plazo ya pasó.',
    'not-forwarded': 'La solicitud no puede remitirse allí. Puede que esté decidida o que haya ido y vuelto demasiado.',
    invalid: 'Algo de lo escrito no puede ser correcto. Revise los recibos, el motivo y el identificador del centro.',
  },
  kinds: {
    know: 'Acceso a los datos',
    correct: 'Rectificación',
    delete: 'Borrado',
    restrict: 'Limitación',
    port: 'Datos en un formato común',
    object: 'Oposición',
  },
  from: { student: 'Estudiante', parent: 'Padre o madre', teacher: 'Docente', other: 'Otra persona' },
  states: { open: 'Abierta', decided: 'Por ejecutar', done: 'Atendida' },
  decisions: { granted: 'Aceptada', partly: 'Aceptada en parte', refused: 'Rechazada' },
  grounds: {
    'not-identified': 'No puede saberse si los datos son suyos',
    'not-entitled': 'Sin derecho a pedirlo por esta persona',
    excessive: 'Manifiestamente infundada o excesiva',
    anonymous: 'Los datos no pueden atribuirse a nadie',
    'nothing-held': 'No se guarda nada, o ya no',
    'rights-of-others': 'Informaría sobre otras personas',
    accurate: 'Los datos son exactos',
    expression: 'Libertad de expresión e información',
    'legal-obligation': 'Obligación legal de conservarlos',
    'public-health': 'Salud pública',
    'archiving-research': 'Archivo o investigación de interés público',
    'legal-claims': 'Reclamaciones legales',
    'school-records': 'Parte de los expedientes del centro',
    'no-condition': 'No se cumple ninguna condición para limitar',
    'compelling-grounds': 'Motivos legítimos imperiosos',
    'not-portable': 'Fuera del derecho a la portabilidad',
    'no-such-right': 'La ley no prevé este derecho',
  },
  list: {
    intro:
      'Lo que las personas piden a su centro sobre sus datos en la página de privacidad, una vez confirmada su dirección. El plazo para responder cuenta desde la recepción; la secretaría del centro recibe recordatorios por correo.',
    show: 'Mostrar',
    all: 'Todas',
    empty: 'No hay solicitudes. El formulario está en la página pública de privacidad de su centro.',
    received: (on) => `recibida el ${on}`,
    done: (on) => `atendida el ${on}`,
  },
  request: {
    title: 'Solicitud',
    back: 'Todas las solicitudes',
    written: 'Lo que se pide',
    from: 'Dice ser',
    email: 'Dirección confirmada',
    emailHint:
      'La dirección se confirmó con un código y sirve solo para correos sobre esta solicitud. Compárela con la que tiene el centro; no la guarde en ningún sitio.',
    language: 'Idioma',
    alias: 'Nombre en la sesión',
    code: 'Código de la sesión',
    period: 'Días',
    received: 'Recibida',
    keptUntil: 'Se guarda hasta',
    forwarded: (from, to, at) => `Remitida de ${from} a ${to}, ${at}`,
    answer: 'Su respuesta',
    receipts: 'Recibos',
  },
  clocks: {
    title: 'Plazo para responder',
    intro:
      'Según el derecho del país de su centro y sus acuerdos. Termina cuando la solicitud está atendida, no cuando se decide.',
    due: (at) => `vence el ${at}`,
    left: (days) => (days === 1 ? 'Queda 1 día.' : `Quedan ${days} días.`),
    over: (days) => (days === 1 ? 'Vencido desde hace 1 día.' : `Vencido desde hace ${days} días.`),
    gone: (percent) => `Ha pasado el ${percent} % del plazo`,
    escalated: (percent) => `La secretaría recibió un recordatorio al ${percent} %.`,
    extended: 'Prorrogado.',
    longest: (until) => `Prorrogable hasta el ${until}.`,
    source: (source) => `Según ${source}`,
    states: { running: 'en curso', late: 'vencido', met: 'a tiempo', missed: 'respuesta tardía' },
  },
  identity: {
    title: '¿Quién lo pide?',
    intro:
      'Indique cómo sabe que es esta persona. Solo se anota eso: no guarde nunca la copia de un documento y no pida más de lo necesario.',
    legend: 'Cómo sabe quién lo pide',
    checks: {
      known: 'Conocida en persona',
      document: 'Mostró un documento',
      'on-file': 'Dirección o número que tiene el centro',
      account: 'Con sesión iniciada en el centro',
      details: 'Sabía lo que solo ella sabe',
      failed: 'Sin identificar',
    },
    hints: {
      known: 'Alguien del centro habló con ella y la conoce.',
      document: 'Lo ha mirado y no ha guardado nada de él.',
      'on-file': 'La dirección confirmada, o el número al que llamó, es el que tiene el centro.',
      account: 'La misma solicitud llegó desde una cuenta del centro.',
      details: 'Por ejemplo, el nombre, el código y el día de una sesión.',
      failed: 'Entonces solo es posible un rechazo.',
    },
    save: 'Anotar',
    noted: 'Anotado',
    now: (check) => `Anotado: ${check}`,
  },
  find: {
    title: '¿De quién se trata?',
    intro: (sessions) =>
      `Busque en las sesiones de su centro el nombre que usó la persona. Se recorren las ${sessions} últimas, también las de la papelera, y cada una se anota en el registro. Un nombre solo no decide nada: marque a quién se refiere.`,
    alias: 'Nombre en las sesiones',
    aliasHint: 'Cada palabra debe estar en el nombre. Las mayúsculas no importan.',
    aliasMissing: 'Escriba un nombre.',
    from: 'Primer día',
    to: 'Último día',
    daysHint: 'En que se crearon las sesiones. Sin días se recorren todas.',
    narrow: 'Buscar solo en las sesiones de un docente',
    teacher: 'Sesiones de',
    everybody: 'Todos',
    button: 'Buscar',
    again: 'Buscar de nuevo',
    started: 'La búsqueda está en curso',
    running: (sessions) =>
      sessions === 1 ? 'Buscando: 1 sesión hasta ahora.' : `Buscando: ${sessions} sesiones hasta ahora.`,
    leave: 'Puede salir de esta página; la búsqueda continúa.',
    result: (found, sessions) =>
      `${found === 1 ? '1 persona' : `${found} personas`} en ${sessions === 1 ? '1 sesión' : `${sessions} sesiones`}`,
    none: 'Nadie con ese nombre. Quizá usó otro, o sus datos ya están borrados.',
    older: 'Hay sesiones más antiguas que no se recorrieron. Busque en otros días.',
    full: 'Hay demasiadas personas con ese nombre y la búsqueda terminó antes. Busque en menos días o un nombre más largo.',
    choose: 'Compare nombre, sesión y día con lo que sabe de la persona. Si duda, pregunte.',
    where: (title, code) => `${title}, código ${code}`,
    joined: (on) => `entró el ${on}`,
    answers: (n) => (n === 1 ? '1 respuesta' : `${n} respuestas`),
    marks: { meant: 'Es la aludida', excluded: 'Otra persona' },
    erased: 'Borrada desde que se marcó como aludida.',
    save: 'Guardar las marcas',
    saved: 'Guardado',
    unmarked: 'Aún faltan personas por marcar.',
    kept: 'Lo encontrado se borra siete días después de atender la solicitud, o 120 días después de la búsqueda si no se atiende; lo de cada persona, con sus demás datos.',
  },
  extend: {
    title: 'Más tiempo',
    intro:
      'El plazo puede prorrogarse una vez, donde la ley lo permite, y solo mientras corre. La persona se entera por correo y lee el motivo en su página.',
    legend: 'Por qué',
    grounds: { complexity: 'La solicitud es compleja', 'number-of-requests': 'Hay muchas solicitudes' },
    hints: {
      complexity: 'Encontrar o separar los datos lleva más tiempo.',
      'number-of-requests': 'De esta persona, o en este momento.',
    },
    button: 'Prorrogar el plazo',
    confirm: 'La persona se entera enseguida. El plazo no podrá prorrogarse otra vez.',
    done: 'Prorrogado. Se informa a la persona.',
  },
  decide: {
    title: 'Decisión',
    legend: 'Lo que decide',
    hints: {
      granted: 'Por completo.',
      partly: 'En parte. Para el resto, indique un motivo.',
      refused: 'Nada. La solicitud queda atendida con eso.',
    },
    ground: 'Motivo',
    groundHint: 'La ley no conoce otros. Los datos anónimos o agregados no entran en las solicitudes.',
    groundMissing: 'Elija el motivo.',
    choose: 'Elegir…',
    text: 'Lo que le dice',
    textHint: (language) =>
      `Escriba en su idioma: ${language}. La decisión, el motivo y lo que puede hacer en contra se añaden en ese idioma.`,
    textMissing: 'Escriba qué ha decidido y por qué.',
    after: {
      know: 'Después entrega usted la copia y anota aquí que está hecho.',
      correct: 'Después lo rectifica usted y anota aquí que está hecho.',
      delete: 'La decisión no borra nada. Después solicita usted el borrado e indica aquí sus recibos.',
      restrict: 'Después se ocupa usted de que los datos no se usen y lo anota aquí.',
      port: 'Después entrega usted el archivo y anota aquí que está hecho.',
      object: 'Después se ocupa usted de que los datos ya no se usen para eso y lo anota aquí.',
    },
    erases: (students) =>
      students === 1
        ? 'Con la decisión se borran los datos de la persona que ha marcado: ocultos enseguida, borrados en minutos.'
        : `Con la decisión se borran los datos de las ${students} personas que ha marcado: ocultos enseguida, borrados en minutos.`,
    copies: (students) =>
      students === 1
        ? 'Con la decisión se prepara una copia de lo que se guarda sobre la persona marcada. Cuando anote que está hecho, podrá guardarse durante siete días.'
        : `Con la decisión se preparan copias de lo que se guarda sobre las ${students} personas marcadas. Cuando anote que está hecho, podrán guardarse durante siete días.`,
    correction: 'Lo que debe leerse en su lugar',
    correctionHint:
      'Los docentes la leen junto al trabajo y en las exportaciones, y también la propia persona, marcada como rectificación. El alumnado corrige su nombre por sí mismo.',
    correctionMissing: 'Escriba qué debe leerse en su lugar.',
    corrects: (students) =>
      students === 1
        ? 'Con la decisión, la rectificación consta junto al trabajo de la persona marcada.'
        : `Con la decisión, la rectificación consta junto al trabajo de las ${students} personas marcadas.`,
    restricts: (students) =>
      students === 1
        ? 'Con la decisión, los datos de la persona marcada se conservan y no se usan: resultados y exportaciones solo dicen que su tratamiento está limitado. Se borran cuando termina su plazo, salvo que una retención los conserve.'
        : `Con la decisión, los datos de las ${students} personas marcadas se conservan y no se usan: resultados y exportaciones solo dicen que su tratamiento está limitado. Se borran cuando termina su plazo, salvo que una retención los conserve.`,
    preview: 'Vista previa',
    previewTitle: 'Esto es lo que leerá',
    shown: 'Se muestra la vista previa',
    send: 'Enviar la decisión',
    sent: 'Enviada. Se informa a la persona.',
    confirmTitle: '¿Enviar la decisión?',
    confirm: 'La persona se entera por correo y lee su texto en su página. Después no puede cambiarse.',
  },
  complete: {
    title: 'Llevarlo a cabo',
    byHand: 'Nada más se hace solo: hágalo a mano y anótelo aquí. El plazo corre hasta entonces.',
    erasing:
      'Estos datos se están borrando. Cuando todo esté borrado, anote que la solicitud está atendida: los recibos llegan a la persona.',
    erasures: {
      asked: 'a punto de empezar',
      erasing: 'borrándose',
      held: 'conservado por una retención',
      erased: 'borrado',
    },
    copyMaking: 'La copia se está preparando; tarda un minuto.',
    copyReady: (students) =>
      students === 1
        ? 'La copia está lista. Anote que la solicitud está atendida: podrá guardarse durante siete días, con el enlace y un código recibido por correo.'
        : `Las copias de ${students} personas están listas. Anote que la solicitud está atendida: podrán guardarse durante siete días, con el enlace y un código recibido por correo.`,
    correcting: 'La rectificación se está anotando; tarda un minuto.',
    corrected: (students) =>
      students === 1
        ? 'La rectificación consta junto al trabajo. Anote que la solicitud está atendida.'
        : `La rectificación consta junto al trabajo de ${students} personas. Anote que la solicitud está atendida.`,
    restricted: (students) =>
      students === 1
        ? 'Los datos se conservan y no se usan. Anote que la solicitud está atendida; sigue así hasta que usted levante la limitación.'
        : `Los datos de ${students} personas se conservan y no se usan. Anote que la solicitud está atendida; sigue así hasta que usted levante la limitación.`,
    look: 'Mirar otra vez',
    more: 'Otros recibos',
    how: {
      know: 'Pida a los docentes de las sesiones una exportación de lo que escribió esta persona, compruebe que no trata de nadie más y entréguela de un modo acorde con cómo la conoce.',
      correct:
        'El alumnado corrige su nombre en su propia página. Lo que calificaron los docentes, lo corrigen ellos en la sesión.',
      delete:
        'Abra las sesiones de que se trata, busque el nombre y solicite un borrado formal de ese estudiante, con el motivo «padre o madre» o «persona interesada». Cada borrado tiene un recibo: escriba aquí su número para que llegue a la persona.',
      restrict:
        'Ponga una retención si las sesiones no deben borrarse, y diga a sus docentes que no usen los resultados.',
      port: 'Pida a los docentes de las sesiones una exportación en CSV o JSON de lo que escribió esta persona y entréguela.',
      object: 'Diga a los docentes de las sesiones qué no debe hacerse más con los datos.',
    },
    toErasures: 'Ir a los borrados formales',
    toSessions: 'Ir a las sesiones',
    receipts: 'Números de los recibos',
    receiptsHint: 'Uno por borrado, de la página del recibo. Déjelo vacío si no se borró nada.',
    receiptsWrong: 'El número de un recibo tiene 26 letras y cifras. Cópielo de su página.',
    button: 'Está hecho',
    confirm: (receipts) =>
      receipts === 0
        ? 'La persona se entera de que está hecho. No se indica ningún recibo.'
        : receipts === 1
          ? 'La persona se entera de que está hecho y recibe un recibo.'
          : `La persona se entera de que está hecho y recibe ${receipts} recibos.`,
    done: 'Anotado. Se informa a la persona.',
  },
  correction: 'Lo que debe leerse en su lugar',
  restriction: {
    title: 'Limitación',
    stands: (students) =>
      students === 1
        ? 'Los datos de una persona se conservan y no se usan: resultados y exportaciones solo dicen que su tratamiento está limitado, y nada los cuenta. Se borran cuando termina su plazo, salvo que una retención los conserve.'
        : `Los datos de ${students} personas se conservan y no se usan: resultados y exportaciones solo dicen que su tratamiento está limitado, y nada los cuenta. Se borran cuando termina su plazo, salvo que una retención los conserve.`,
    first: 'Antes de levantarla, la persona debe saberlo: avísele primero y levántela tres días después.',
    from: (at) => `Se avisó a la persona por correo. Puede levantarse a partir del ${at}.`,
    announce: 'Avisar de que se levantará',
    lift: 'Levantar la limitación',
    confirmAnnounce: 'La persona se entera por correo. Aún no se levanta nada.',
    confirmLift: 'Los docentes vuelven a ver y usar el trabajo, salvo que otra solicitud lo limite.',
    announced: 'Se ha avisado a la persona.',
    lifted: 'Levantada.',
    liftedAt: (at) => `Levantada el ${at}.`,
    left: 'Esto aún no vale para todos. Anote que la solicitud está atendida, o levante la limitación: ambas cosas hacen lo que falta.',
  },
  renew: {
    title: 'La copia',
    until: (at) => `Puede guardarse hasta el ${at}, con el enlace y un código recibido por correo.`,
    intro:
      'Se envían como mucho cinco códigos al día. Si a la persona se le pasó el plazo, o alguien con su enlace agotó los códigos, empiece de nuevo los siete días.',
    button: 'Empezar de nuevo los siete días',
    confirm: 'La copia se hace de nuevo, y la persona se entera por correo. Queda anotado abajo.',
    done: 'Empezado de nuevo. Se ha avisado a la persona.',
  },
  forward: {
    title: '¿No le corresponde decidir?',
    introOperator:
      'Si la solicitud trata del operador de este servicio y no de las clases de su centro, remítala. Sale de su lista, y el plazo sigue contando desde la recepción.',
    introSchool:
      'Si la solicitud trata de las clases de un centro, decide el centro. Sale de su lista, y el plazo sigue contando desde la recepción, según el derecho de ese centro.',
    org: 'Identificador del centro',
    orgHint: 'Como en la lista de centros, por ejemplo org_north.',
    toOperator: 'Remitir al operador',
    toSchool: 'Remitir al centro',
    confirm: 'Ya no verá la solicitud. La persona se entera de quién la tiene.',
  },
  timeline: {
    title: 'Lo que se ha hecho',
    verified: 'El registro está completo: cada entrada se sigue de la anterior.',
    broken: 'El registro se ha cambiado desde fuera. Avise al operador.',
    empty: 'Todavía nada.',
    automatic: 'Automático',
    person: (id) => `Miembro ${id}`,
    kinds: {
      received: 'Recibida',
      identity: 'Identidad anotada',
      searched: 'Búsqueda hecha',
      marked: 'Marcada',
      lifting: 'Aviso de levantamiento',
      lifted: 'Limitación levantada',
      renewed: 'Copia de nuevo disponible',
      extended: 'Plazo prorrogado',
      forwarded: 'Remitida',
      decided: 'Decidida',
      done: 'Atendida',
      escalated: 'El plazo se agota',
      met: 'A tiempo',
      missed: 'Plazo vencido',
    },
    facts: {
      due: 'primer plazo',
      clause: 'cláusula',
      deadline: 'plazo',
      percent: 'por ciento del plazo',
      identity: 'cómo',
      ground: 'motivo',
      decision: 'decisión',
      meant: 'personas aludidas',
      liftable: 'a partir del',
      excluded: 'otras personas',
      receipts: 'recibos',
      from: 'de',
      org: 'a',
    },
  },
};
