// A school's page about privacy, in all languages: it is loaded by itself, and
// rarely. Children, parents and staff read it, so it addresses nobody.

import type { Language } from '../i18n/language';

export interface OrgPrivacyMessages {
  title(name: string): string;
  plainTitle: string;
  sentence(kept: string, restore: string): string;
  sentenceNoRestore(kept: string): string;
  policyTitle: string;
  what: string;
  whatText: string;
  kept: string;
  keptFor(period: string): string;
  restore: string;
  restoreFor(period: string): string;
  restoreNone: string;
  purposes: string;
  seenBy: string;
  roles: Record<'teachers' | 'school-admins', string>;
  clause: string;
  none: string;
  endTitle: string;
  end: string[];
  rightsTitle: string;
  rights: string;
  contact: string;
  unknownTitle: string;
  unknown: string;
  general: string;
}

export const orgPrivacy: Record<Language, OrgPrivacyMessages> = {
  en: {
    title: (name) => `Privacy at ${name}`,
    plainTitle: 'Privacy of a school',
    sentence: (kept, restore) =>
      `Names and answers are kept for ${kept} after a session closes. Then they are deleted, and a deletion can be undone for ${restore}. After that they are erased for good.`,
    sentenceNoRestore: (kept) =>
      `Names and answers are kept for ${kept} after a session closes. Then they are erased for good.`,
    policyTitle: 'The policy in force',
    what: 'What is kept',
    whatText: 'The name that a student types when joining a session, and the answers. There is no student account.',
    kept: 'How long',
    keptFor: (period) => `${period} after a session closes`,
    restore: 'A deletion can be undone',
    restoreFor: (period) => `for ${period} afterwards`,
    restoreNone: 'not at all',
    purposes: 'What for',
    seenBy: 'Who sees it',
    roles: { teachers: 'the teachers of the session', 'school-admins': 'the administrators of the school' },
    clause: 'Where the agreement says so',
    none: 'not stated',
    endTitle: 'How it ends',
    end: [
      'What is deleted is hidden from everybody at once. It can be brought back for at most six months, whatever the school’s policy says.',
      'When the time to undo it is over, its keys are destroyed: nobody can read it any more, and the school gets a signed receipt.',
      'From the day that the receipt names, seven days later at the earliest, nobody can bring it back, not from a backup and not with an administrator’s help.',
      'Only a legal hold, evidence in a case for example, can put this off, and for at most 90 days at a time the examination of a security incident.',
    ],
    rightsTitle: 'Rights',
    rights:
      'In a session, “Your data” shows a student all that is held about them there, and erases it at their word. Students, parents and staff can also ask the school to see, correct or erase data. An erasure asked for like this is final at once.',
    contact: 'Privacy contact of the school',
    unknownTitle: 'There is no such school',
    unknown: 'The address may be mistyped, or the school may have left. Ask the school for its page.',
    general: 'How this service treats data',
  },
  de: {
    title: (name) => `Datenschutz: ${name}`,
    plainTitle: 'Datenschutz einer Schule',
    sentence: (kept, restore) =>
      `Aufbewahrung von Namen und Antworten: ${kept} nach dem Ende einer Sitzung. Dann werden sie gelöscht; rückgängig machen lässt sich das noch so lange: ${restore}. Danach sind sie endgültig vernichtet.`,
    sentenceNoRestore: (kept) =>
      `Aufbewahrung von Namen und Antworten: ${kept} nach dem Ende einer Sitzung. Dann werden sie endgültig vernichtet.`,
    policyTitle: 'Die geltende Regelung',
    what: 'Was gespeichert wird',
    whatText:
      'Der Name, der beim Mitmachen eingegeben wird, und die Antworten. Konten für Schülerinnen und Schüler gibt es nicht.',
    kept: 'Wie lange',
    keptFor: (period) => `${period} nach dem Ende einer Sitzung`,
    restore: 'Löschen lässt sich rückgängig machen',
    restoreFor: (period) => `${period} danach noch`,
    restoreNone: 'gar nicht',
    purposes: 'Wofür',
    seenBy: 'Wer es sieht',
    roles: { teachers: 'die Lehrkräfte der Sitzung', 'school-admins': 'die Verwaltung der Schule' },
    clause: 'Wo es vereinbart ist',
    none: 'nicht angegeben',
    endTitle: 'Wie es endet',
    end: [
      'Gelöschtes sieht ab sofort niemand mehr. Zurückholen lässt es sich höchstens sechs Monate lang, was auch immer die Schule regelt.',
      'Ist die Zeit zum Rückgängigmachen vorbei, werden die Schlüssel vernichtet: Niemand kann es mehr lesen, und die Schule bekommt einen signierten Beleg.',
      'Ab dem Tag, den der Beleg nennt, frühestens sieben Tage später, kann es niemand zurückholen, nicht aus einer Sicherung und nicht mit Hilfe der Technik.',
      'Nur eine rechtliche Sperre, etwa als Beweis in einem Verfahren, kann das aufschieben, und für jeweils höchstens 90 Tage die Untersuchung eines Sicherheitsvorfalls.',
    ],
    rightsTitle: 'Rechte',
    rights:
      '„Deine Daten“ zeigt in einer Sitzung alles, was dort über eine Schülerin oder einen Schüler gespeichert ist, und löscht es auf Wunsch. Schülerinnen und Schüler, Eltern und Lehrkräfte können auch bei der Schule Auskunft, Berichtigung oder Löschung verlangen. Eine so verlangte Löschung ist sofort endgültig.',
    contact: 'Datenschutz-Kontakt der Schule',
    unknownTitle: 'Diese Schule gibt es hier nicht',
    unknown:
      'Vielleicht ist die Adresse vertippt, oder die Schule ist nicht mehr dabei. Die Schule kennt die Adresse ihrer Seite.',
    general: 'Wie dieser Dienst mit Daten umgeht',
  },
  fr: {
    title: (name) => `Vie privée : ${name}`,
    plainTitle: 'Vie privée d’une école',
    sentence: (kept, restore) =>
      `Les noms et les réponses sont gardés ${kept} après la fin d’une séance. Ensuite ils sont supprimés, et une suppression peut être annulée pendant ${restore}. Après cela ils sont effacés pour de bon.`,
    sentenceNoRestore: (kept) =>
      `Les noms et les réponses sont gardés ${kept} après la fin d’une séance. Ensuite ils sont effacés pour de bon.`,
    policyTitle: 'Les règles en vigueur',
    what: 'Ce qui est gardé',
    whatText: 'Le nom qu’un élève tape pour rejoindre une séance, et ses réponses. Les élèves n’ont pas de compte.',
    kept: 'Combien de temps',
    keptFor: (period) => `${period} après la fin d’une séance`,
    restore: 'Une suppression peut être annulée',
    restoreFor: (period) => `pendant ${period} ensuite`,
    restoreNone: 'jamais',
    purposes: 'Pour quoi faire',
    seenBy: 'Qui le voit',
    roles: { teachers: 'les enseignants de la séance', 'school-admins': 'l’administration de l’école' },
    clause: 'Où l’accord le dit',
    none: 'non indiqué',
    endTitle: 'Comment cela finit',
    end: [
      'Ce qui est supprimé n’est aussitôt plus visible pour personne. On peut le faire revenir pendant six mois au plus, quelles que soient les règles de l’école.',
      'Quand le délai d’annulation est passé, les clés sont détruites : personne ne peut plus le lire, et l’école reçoit un reçu signé.',
      'À partir du jour que le reçu nomme, sept jours plus tard au plus tôt, personne ne peut le faire revenir, ni depuis une sauvegarde ni avec l’aide d’un administrateur.',
      'Seul un gel légal, comme preuve dans une affaire par exemple, peut repousser cela, et pour 90 jours au plus à la fois l’examen d’un incident de sécurité.',
    ],
    rightsTitle: 'Droits',
    rights:
      'Dans une séance, « Tes données » montre à un élève tout ce qui y est gardé sur lui, et l’efface s’il le veut. Élèves, parents et personnel peuvent aussi demander à l’école de voir, corriger ou effacer des données. Un effacement demandé ainsi est aussitôt définitif.',
    contact: 'Contact vie privée de l’école',
    unknownTitle: 'Cette école n’existe pas ici',
    unknown: 'L’adresse est peut-être mal tapée, ou l’école est partie. L’école connaît l’adresse de sa page.',
    general: 'Comment ce service traite les données',
  },
  es: {
    title: (name) => `Privacidad: ${name}`,
    plainTitle: 'Privacidad de un centro',
    sentence: (kept, restore) =>
      `Los nombres y las respuestas se guardan ${kept} tras el cierre de una sesión. Después se eliminan, y una eliminación se puede deshacer durante ${restore}. Luego se borran para siempre.`,
    sentenceNoRestore: (kept) =>
      `Los nombres y las respuestas se guardan ${kept} tras el cierre de una sesión. Después se borran para siempre.`,
    policyTitle: 'Las reglas vigentes',
    what: 'Qué se guarda',
    whatText: 'El nombre que se escribe al unirse a una sesión, y las respuestas. El alumnado no tiene cuenta.',
    kept: 'Cuánto tiempo',
    keptFor: (period) => `${period} tras el cierre de una sesión`,
    restore: 'Una eliminación se puede deshacer',
    restoreFor: (period) => `durante ${period} después`,
    restoreNone: 'nunca',
    purposes: 'Para qué',
    seenBy: 'Quién lo ve',
    roles: { teachers: 'los docentes de la sesión', 'school-admins': 'la administración del centro' },
    clause: 'Dónde lo dice el acuerdo',
    none: 'no indicado',
    endTitle: 'Cómo termina',
    end: [
      'Lo eliminado deja de verse enseguida para todos. Se puede recuperar durante seis meses como máximo, digan lo que digan las reglas del centro.',
      'Cuando pasa el plazo para deshacerlo, se destruyen las claves: nadie puede leerlo ya, y el centro recibe un recibo firmado.',
      'Desde el día que nombra el recibo, siete días después como pronto, nadie puede recuperarlo, ni de una copia de seguridad ni con ayuda de un administrador.',
      'Solo una retención legal, como prueba en un caso por ejemplo, puede aplazarlo, y por 90 días como máximo cada vez el examen de un incidente de seguridad.',
    ],
    rightsTitle: 'Derechos',
    rights:
      'En una sesión, «Tus datos» muestra todo lo que hay allí sobre quien participa, y lo borra si así lo quiere. Alumnado, familias y personal pueden pedir también al centro ver, corregir o borrar datos. Un borrado pedido así es definitivo al instante.',
    contact: 'Contacto de privacidad del centro',
    unknownTitle: 'Aquí no hay tal centro',
    unknown:
      'Puede que la dirección esté mal escrita o que el centro ya no esté. El centro conoce la dirección de su página.',
    general: 'Cómo trata los datos este servicio',
  },
};
