import { common } from '../../i18n/common/es';
import type { DeskMessages } from './en';

export const desk: DeskMessages = {
  ...common,
  delete: 'Eliminar',
  showMore: 'Mostrar más',
  moreShown: (n) => `${n} más mostrados`,
  nav: {
    label: 'Menú principal',
    sessions: 'Sesiones',
    sets: 'Series de preguntas',
    trash: 'Papelera',
    privacy: 'Privacidad',
    incidents: 'Incidentes',
    signOut: 'Cerrar sesión',
  },
  signIn: {
    title: 'Iniciar sesión para enseñar',
    text: 'Escriba preguntas, abra una sesión y vea cómo llegan las respuestas. Su centro le ha dado una cuenta.',
    invited: 'Alguien de su centro le invita a dirigir una sesión en común. Inicie sesión para verla.',
    joining:
      'Su centro le ha invitado. Tenga a mano el teléfono, una llave de seguridad o el lector de huellas de su ordenador: también configurará un segundo factor, necesario para exportar y borrar.',
    denied: 'El acceso fue rechazado. Quizá su cuenta aún no pertenece a este centro; pregunte a su administración.',
    failed: 'El inicio de sesión no terminó. Inténtelo otra vez.',
    button: 'Iniciar sesión',
    kept: 'Al iniciar sesión, el servicio de acceso pone cookies; nada más queda en este navegador.',
    looking: 'Se comprueba si ha iniciado sesión…',
    ended: 'Su sesión de acceso ha terminado. Vuelva a iniciarla; regresará a esta página.',
    again: 'Volver a iniciar sesión',
  },
  failure: {
    secondFactor:
      'Para esto hace falta un segundo factor de los últimos 15 minutos, y el servicio de acceso no ha confirmado ninguno. No se ha cambiado nada. Inténtelo otra vez.',
    noFactor:
      'Para esto hace falta un segundo factor, y su cuenta aún no tiene ninguno. Una contraseña sola no basta para configurarlo, por si fue robada. Pida a la administración de su centro que le abran la configuración y vuelva a intentarlo aquí. No se ha cambiado nada.',
    slug: {
      'invalid-token': 'No se acepta su acceso. Cierre la sesión y vuelva a iniciarla.',
      'not-authenticated': 'No se acepta su acceso. Cierre la sesión y vuelva a iniciarla.',
      forbidden: 'Su cuenta no puede hacer esto. La administración de su centro puede permitirlo.',
      'organization-required': 'No ha entrado en ningún centro. Cierre la sesión y entre con la cuenta de su centro.',
      'not-owner': 'Solo puede hacerlo quien abrió la sesión. Pregúntele.',
      'not-found': 'Aquí no hay nada que usted pueda ver. Quizá se eliminó o es de otra persona.',
      'agreement-missing':
        'Su centro no tiene ningún acuerdo en vigor, así que no se puede recoger nada. Pregunte a su administración.',
      'wrong-state': 'La sesión ha cambiado entretanto y esto ya no es posible.',
      conflict: 'Alguien cambió esto en el mismo momento. Inténtelo otra vez.',
      'restore-window-over':
        'El plazo para restaurar esta sesión ha terminado. Lo que contenía se ha perdido para siempre.',
      'unknown-invitation': 'Esta invitación no está abierta para usted, o ya no. Pida otra a quien la envió.',
      'invitation-expired': 'La invitación ha caducado. Pida otra a quien la envió.',
      'too-large': 'La serie de preguntas es demasiado grande. Divídala.',
    },
  },
  toSessions: 'A sus sesiones',
};
