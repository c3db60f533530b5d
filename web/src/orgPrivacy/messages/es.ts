import type { OrgPrivacyMessages } from './en';

export const es: OrgPrivacyMessages = {
  title: (name) => `Privacidad: ${name}`,
  sentence: (kept, restore) =>
    `Los nombres y las respuestas se guardan ${kept} tras el final de una sesión. Después se eliminan, y una eliminación se puede deshacer durante ${restore}. Luego se borran definitivamente.`,
  sentenceNoRestore: (kept) =>
    `Los nombres y las respuestas se guardan ${kept} tras el final de una sesión. Después se borran definitivamente.`,
  keptFor: (period) => `${period} tras el final de una sesión`,
  restoreFor: (period) => `durante ${period} después`,
  unknownTitle: 'Este centro no existe aquí',
  unknown: 'Puede que la dirección esté mal escrita o que el centro ya no esté.',
};
