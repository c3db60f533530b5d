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
    whatText:
      'The name that a student types when joining a session, when that was, the answers, and points that a teacher gives. There is no student account.',
    kept: 'How long',
    keptFor: (period) => `${period} after a session closes`,
    restore: 'A deletion can be undone',
    restoreFor: (period) => `for ${period} afterwards`,
    restoreNone: 'not at all',
    purposes: 'What for',
    seenBy: 'Who sees it',
    roles: { teachers: 'the teachers of the session', 'school-admins': 'the administrators of the school' },
    clause: 'Basis in the agreement',
    none: 'not stated',
    endTitle: 'How it ends',
    end: [
      'Deleted data is hidden from everyone at once. It can be restored for at most six months, whatever the school’s policy says.',
      'After that its keys are destroyed: nobody can read it any more, and the school gets a signed receipt.',
      'From the date on the receipt, at least seven days later, nobody can bring it back, not from a backup and not with an administrator’s help.',
      'Three things can delay this: a legal hold, for evidence in a case for example; the investigation of a security incident, for at most 90 days at a time; and a check by a person, when a database was restored from a backup or unusually much is due at once.',
    ],
    rightsTitle: 'Rights',
    rights:
      'In a session, “Your data” shows a student everything held about them there, and lets them erase it. Students, parents and staff can also ask the school to see, correct or erase data. Such an erasure is final at once.',
    contact: 'Privacy contact of the school',
    unknownTitle: 'There is no such school',
    unknown: 'The address may be mistyped, or the school may have left. Ask the school for the address of its page.',
    general: 'How this service handles data',
  },
  de: {
    title: (name) => `Datenschutz: ${name}`,
    plainTitle: 'Datenschutz einer Schule',
    sentence: (kept, restore) =>
      `Aufbewahrung von Namen und Antworten: ${kept} nach dem Ende einer Sitzung. Dann werden sie gelöscht; Frist zum Wiederherstellen: ${restore}. Danach werden sie endgültig vernichtet.`,
    sentenceNoRestore: (kept) =>
      `Aufbewahrung von Namen und Antworten: ${kept} nach dem Ende einer Sitzung. Dann werden sie endgültig vernichtet.`,
    policyTitle: 'Die geltende Regelung',
    what: 'Was gespeichert wird',
    whatText:
      'Der Name, der beim Mitmachen eingegeben wird, wann das war, die Antworten und Punkte, die eine Lehrkraft gibt. Konten für Schülerinnen und Schüler gibt es nicht.',
    kept: 'Wie lange',
    keptFor: (period) => `${period} nach dem Ende einer Sitzung`,
    restore: 'Löschung lässt sich rückgängig machen',
    restoreFor: (period) => `noch ${period} danach`,
    restoreNone: 'gar nicht',
    purposes: 'Wofür',
    seenBy: 'Wer es sieht',
    roles: { teachers: 'die Lehrkräfte der Sitzung', 'school-admins': 'die Administration der Schule' },
    clause: 'Grundlage in der Vereinbarung',
    none: 'nicht angegeben',
    endTitle: 'Wie es endet',
    end: [
      'Gelöschtes kann sofort niemand mehr sehen. Wiederherstellen lässt es sich höchstens sechs Monate lang, unabhängig von der Regelung der Schule.',
      'Danach werden die Schlüssel zerstört: Niemand kann es mehr lesen, und die Schule bekommt einen signierten Beleg.',
      'Ab dem Tag auf dem Beleg, mindestens sieben Tage später, kann es niemand zurückholen, nicht aus einer Sicherung und auch nicht mit Administratorrechten.',
      'Drei Dinge können das aufschieben: eine rechtliche Sperre, etwa für Beweise in einem Verfahren; die Untersuchung eines Sicherheitsvorfalls, für jeweils höchstens 90 Tage; und die Prüfung durch einen Menschen, wenn eine Datenbank aus einer Sicherung wiederhergestellt wurde oder ungewöhnlich viel auf einmal ansteht.',
    ],
    rightsTitle: 'Rechte',
    rights:
      '„Deine Daten“ zeigt in einer Sitzung alles, was dort über eine Schülerin oder einen Schüler gespeichert ist, und löscht es auf Wunsch. Schülerinnen und Schüler, Eltern und Lehrkräfte können auch bei der Schule Auskunft, Berichtigung oder Löschung verlangen. Eine so verlangte Löschung ist sofort endgültig.',
    contact: 'Datenschutzkontakt der Schule',
    unknownTitle: 'Diese Schule gibt es hier nicht',
    unknown:
      'Vielleicht ist die Adresse falsch, oder die Schule ist nicht mehr dabei. Die Schule kann die Adresse ihrer Seite nennen.',
    general: 'Wie dieser Dienst mit Daten umgeht',
  },
  fr: {
    title: (name) => `Vie privée : ${name}`,
    plainTitle: 'Vie privée d’une école',
    sentence: (kept, restore) =>
      `Les noms et les réponses sont conservés ${kept} après la fin d’une séance. Ensuite, ils sont supprimés ; la suppression peut être annulée pendant ${restore}. Après cela, ils sont effacés définitivement.`,
    sentenceNoRestore: (kept) =>
      `Les noms et les réponses sont conservés ${kept} après la fin d’une séance. Ensuite, ils sont effacés définitivement.`,
    policyTitle: 'Les règles en vigueur',
    what: 'Ce qui est conservé',
    whatText:
      'Le nom qu’un élève saisit pour rejoindre une séance, le moment où il l’a fait, ses réponses et les points qu’un enseignant donne. Les élèves n’ont pas de compte.',
    kept: 'Combien de temps',
    keptFor: (period) => `${period} après la fin d’une séance`,
    restore: 'Une suppression peut être annulée',
    restoreFor: (period) => `pendant ${period} ensuite`,
    restoreNone: 'jamais',
    purposes: 'Pour quoi faire',
    seenBy: 'Qui le voit',
    roles: { teachers: 'les enseignants de la séance', 'school-admins': 'les administrateurs de l’école' },
    clause: 'Fondement dans l’accord',
    none: 'non indiqué',
    endTitle: 'Ce qui se passe à la fin',
    end: [
      'Ce qui est supprimé n’est immédiatement plus visible pour personne. On peut le restaurer pendant six mois au plus, quelles que soient les règles de l’école.',
      'Ensuite, les clés sont détruites : personne ne peut plus le lire, et l’école reçoit un reçu signé.',
      'À partir de la date indiquée sur le reçu, au moins sept jours plus tard, personne ne peut plus le récupérer, ni depuis une sauvegarde ni avec l’aide d’un administrateur.',
      'Trois choses peuvent retarder cela : un gel légal, par exemple pour conserver des preuves dans une affaire ; l’examen d’un incident de sécurité, par périodes de 90 jours au plus ; et une vérification par une personne, quand une base a été restaurée depuis une sauvegarde ou qu’il y a exceptionnellement beaucoup à effacer d’un coup.',
    ],
    rightsTitle: 'Droits',
    rights:
      'Dans une séance, « Tes données » montre à un élève tout ce qui y est conservé sur lui, et l’efface s’il le veut. Élèves, parents et personnel peuvent aussi demander à l’école de voir, corriger ou effacer des données. Un tel effacement est immédiatement définitif.',
    contact: 'Contact vie privée de l’école',
    unknownTitle: 'Cette école n’existe pas ici',
    unknown:
      'L’adresse est peut-être erronée, ou l’école n’utilise plus ce service. L’école peut donner l’adresse de sa page.',
    general: 'Comment ce service traite les données',
  },
  es: {
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
  },
};
