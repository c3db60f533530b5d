import type { OrgPrivacyMessages } from './en';

export const es: OrgPrivacyMessages = {
  title: (name) => `Privacidad: ${name}`,
  plainTitle: 'Privacidad de un centro',
  sentence: (kept, restore) =>
    `Los nombres y las respuestas se guardan ${kept} tras el final de una sesión. Después se eliminan, y una eliminación se puede deshacer durante ${restore}. Luego se borran definitivamente.`,
  sentenceNoRestore: (kept) =>
    `Los nombres y las respuestas se guardan ${kept} tras el final de una sesión. Después se borran definitivamente.`,
  policyTitle: 'Las reglas vigentes',
  what: 'Qué se guarda',
  whatText:
    'El nombre que se escribe al unirse a una sesión, cuándo fue, las respuestas y los puntos que da un docente. El alumnado no tiene cuenta.',
  kept: 'Cuánto tiempo',
  keptFor: (period) => `${period} tras el final de una sesión`,
  restore: 'Una eliminación se puede deshacer',
  restoreFor: (period) => `durante ${period} después`,
  restoreNone: 'nunca',
  purposes: 'Para qué',
  seenBy: 'Quién lo ve',
  roles: { teachers: 'los docentes de la sesión', 'school-admins': 'los administradores del centro' },
  clause: 'Base en el acuerdo',
  none: 'no indicado',
  endTitle: 'Cómo termina',
  end: [
    'Lo eliminado deja de ser visible para todos de inmediato. Se puede restaurar durante seis meses como máximo, sean cuales sean las reglas del centro.',
    'Después se destruyen las claves: ya nadie puede leerlo, y el centro obtiene un recibo firmado.',
    'Desde la fecha del recibo, al menos siete días después, nadie puede recuperarlo, ni de una copia de seguridad ni con ayuda de un administrador.',
    'Tres cosas pueden retrasarlo: una retención legal, por ejemplo para conservar pruebas; la investigación de un incidente de seguridad, por períodos de 90 días como máximo; y la comprobación por una persona, cuando se ha restaurado una base de datos desde una copia o hay mucho más que borrar de lo habitual.',
  ],
  rightsTitle: 'Derechos',
  rights:
    'En una sesión, «Tus datos» muestra todo lo que hay allí sobre quien participa, y permite borrarlo. Alumnado, familias y personal pueden pedir también al centro ver, corregir o borrar datos. Un borrado así es definitivo de inmediato.',
  contact: 'Contacto de privacidad del centro',
  unknownTitle: 'Este centro no existe aquí',
  unknown:
    'Puede que la dirección esté mal escrita o que el centro ya no esté. El centro puede dar la dirección de su página.',
  general: 'Cómo trata los datos este servicio',
};
