import { common } from '../../i18n/common/es';
import type { StaffMessages } from './en';

export const staff: StaffMessages = {
  ...common,
  delete: 'Eliminar',
  showMore: 'Mostrar más',
  moreShown: (n) => `${n} más mostrados`,
  search: { titles: 'Buscar en los títulos', go: 'Buscar' },
  nav: {
    label: 'Menú principal',
    sessions: 'Sesiones',
    sets: 'Series de preguntas',
    trash: 'Papelera',
    privacy: 'Privacidad',
    requests: 'Solicitudes',
    incidents: 'Incidentes',
    profile: 'Su perfil',
    school: 'Centro',
    schools: 'Centros',
    signOut: 'Cerrar sesión',
  },
  signIn: {
    title: 'Acceso para docentes',
    noStorage:
      'Su navegador no guarda nada para este sitio, así que no puede iniciar sesión. Permita las cookies y los datos del sitio, o salga de la navegación privada, y recargue la página.',
    text: 'Escriba preguntas, abra una sesión y vea cómo llegan las respuestas. Su centro le ha dado una cuenta.',
    invited: 'Un compañero de su centro le ha invitado a dirigir una sesión con él. Inicie sesión para verla.',
    joining:
      'Su centro le ha invitado. Tenga a mano el teléfono, una llave de seguridad o el lector de huellas de su ordenador: también configurará un segundo factor, necesario para exportar y borrar.',
    denied: 'Se ha denegado el acceso. Quizá su cuenta aún no pertenezca a este centro; pregunte a su administrador.',
    failed: 'El inicio de sesión no se completó. Inténtelo de nuevo.',
    button: 'Iniciar sesión',
    kept: 'El servicio de acceso instala cookies; no se guarda nada más en este navegador.',
    looking: 'Comprobando si ha iniciado sesión…',
    ended: 'Se ha cerrado su sesión. Inicie sesión de nuevo para volver a esta página.',
    again: 'Volver a iniciar sesión',
  },
  failure: {
    secondFactor:
      'Para esto hace falta un segundo factor confirmado en los últimos 15 minutos, y el servicio de acceso no ha confirmado ninguno. No se ha cambiado nada. Inténtelo de nuevo.',
    noFactor:
      'Para esto hace falta un segundo factor, y su cuenta aún no tiene ninguno. La contraseña sola no basta para configurar uno, por si la han robado. Pida al administrador de su centro que solicite que le abran la configuración y vuelva a intentarlo aquí. No se ha cambiado nada.',
    slug: {
      'invalid-token': 'Su acceso ya no es válido. Cierre sesión y vuelva a iniciarla.',
      'not-authenticated': 'Su acceso ya no es válido. Cierre sesión y vuelva a iniciarla.',
      deactivated:
        'Ha eliminado su perfil, por eso su cuenta está desactivada aquí. Abra su perfil y escriba su nombre.',
      held: 'Una retención legal de su centro impide eliminarlo. Pregunte al administrador de su centro cuándo termina.',
      restricted:
        'Aquí el tratamiento de datos está limitado: se conservan y no se usan, porque alguien lo pidió. Quien atiende las solicitudes sobre datos en su centro puede levantar la limitación; hasta entonces no pueden borrarse, eliminarse ni calificarse.',
      forbidden: 'Su cuenta no tiene permiso para esto. El administrador de su centro puede concederlo.',
      'organization-required':
        'No ha iniciado sesión en ningún centro. Cierre sesión e inicie sesión con la cuenta de su centro.',
      'too-many-views': 'Estos resultados están abiertos en demasiadas ventanas. Cierre algunas e inténtelo de nuevo.',
      'not-owner': 'Solo puede hacerlo quien abrió la sesión. Pregúntele.',
      'not-found': 'Aquí no hay nada a lo que tenga acceso. Quizá se haya eliminado o sea de otra persona.',
      'too-many-question-sets':
        'Tiene 2000 series de preguntas, incluidas las de la papelera. Cambie una de ellas o espere a que se vacíe la papelera.',
      'too-many-sessions': 'Ha abierto 500 sesiones en un día. Siga con una de ellas o espere hasta mañana.',
      'too-many-incidents':
        'Ha notificado 100 incidentes en un día. Complete uno de ellos o pida a otra persona que notifique el nuevo.',
      'too-many-parent-codes':
        'Para este estudiante se crearon tantos códigos como es posible. El último vale. Cree otro mañana, salvo que ya fueran veinte.',
      'agreement-missing':
        'Su centro no tiene ningún acuerdo en vigor que permita recoger datos. Pregunte a su administrador.',
      'wrong-state': 'La sesión ha cambiado mientras tanto y esto ya no es posible.',
      conflict: 'Otra persona ha cambiado esto al mismo tiempo. Inténtelo de nuevo.',
      'restore-window-over': 'Esta sesión ya no se puede restaurar. Sus datos se han borrado definitivamente.',
      'unknown-invitation': 'Esta invitación no es para usted o ya no es válida. Pida otra a quien la envió.',
      'invitation-expired': 'La invitación ha caducado. Pida otra a quien la envió.',
      'too-large': 'La serie de preguntas es demasiado grande. Divídala.',
    },
  },
  toSessions: 'Ir a sus sesiones',
};
