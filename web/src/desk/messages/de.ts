import { common } from '../../i18n/common/de';
import type { DeskMessages } from './en';

export const desk: DeskMessages = {
  ...common,
  delete: 'Löschen',
  showMore: 'Mehr anzeigen',
  moreShown: (n) => `${n} weitere angezeigt`,
  nav: {
    label: 'Hauptmenü',
    sessions: 'Sitzungen',
    sets: 'Fragensammlungen',
    trash: 'Papierkorb',
    privacy: 'Datenschutz',
    incidents: 'Vorfälle',
    signOut: 'Abmelden',
  },
  signIn: {
    title: 'Anmelden zum Unterrichten',
    text: 'Schreiben Sie Fragen, öffnen Sie eine Sitzung und sehen Sie zu, wie die Antworten eintreffen. Ihr Konto haben Sie von Ihrer Schule.',
    invited:
      'Jemand aus Ihrem Kollegium lädt Sie ein, eine Sitzung gemeinsam zu leiten. Melden Sie sich an, um sie zu sehen.',
    joining:
      'Ihre Schule hat Sie eingeladen. Halten Sie Telefon, Sicherheitsschlüssel oder den Fingerabdruckleser Ihres Rechners bereit: Sie richten auch einen zweiten Faktor ein, den Sie zum Exportieren und Löschen brauchen.',
    denied:
      'Die Anmeldung wurde abgelehnt. Vielleicht gehört Ihr Konto noch nicht zu dieser Schule; fragen Sie die Verwaltung Ihrer Schule.',
    failed: 'Die Anmeldung kam nicht zu Ende. Versuchen Sie es noch einmal.',
    button: 'Anmelden',
    kept: 'Beim Anmelden setzt der Anmeldedienst Cookies; sonst bleibt nichts in diesem Browser.',
    looking: 'Es wird nachgesehen, ob Sie angemeldet sind …',
    ended: 'Ihre Anmeldung ist abgelaufen. Melden Sie sich wieder an; Sie kommen auf diese Seite zurück.',
    again: 'Wieder anmelden',
  },
  failure: {
    secondFactor:
      'Hierfür braucht es einen zweiten Faktor aus den letzten 15 Minuten, und der Anmeldedienst hat keinen bestätigt. Es wurde nichts geändert. Versuchen Sie es noch einmal.',
    noFactor:
      'Hierfür braucht es einen zweiten Faktor, und Ihr Konto hat noch keinen. Ein Passwort allein genügt nicht, um ihn einzurichten: Es könnte gestohlen sein. Bitten Sie die Administration Ihrer Schule, die Einrichtung für Sie freigeben zu lassen, und versuchen Sie es dann hier noch einmal. Es wurde nichts geändert.',
    slug: {
      'invalid-token': 'Ihre Anmeldung wird nicht angenommen. Melden Sie sich ab und wieder an.',
      'not-authenticated': 'Ihre Anmeldung wird nicht angenommen. Melden Sie sich ab und wieder an.',
      forbidden: 'Ihr Konto darf das nicht. Die Verwaltung Ihrer Schule kann es erlauben.',
      'organization-required':
        'Sie sind bei keiner Schule angemeldet. Melden Sie sich ab und mit dem Konto Ihrer Schule wieder an.',
      'not-owner': 'Das darf nur die Lehrkraft, die die Sitzung gestartet hat. Bitte fragen Sie sie.',
      'not-found':
        'Hier gibt es nichts, was Sie sehen können. Vielleicht wurde es gelöscht oder gehört jemand anderem.',
      'agreement-missing':
        'Für Ihre Schule gilt keine Vereinbarung, deshalb darf nichts erhoben werden. Fragen Sie die Verwaltung Ihrer Schule.',
      'wrong-state': 'Die Sitzung hat sich inzwischen geändert, und das geht nicht mehr.',
      conflict: 'Jemand hat das im selben Augenblick geändert. Versuchen Sie es noch einmal.',
      'restore-window-over':
        'Die Zeit, in der diese Sitzung wiederhergestellt werden konnte, ist vorbei. Ihr Inhalt ist endgültig weg.',
      'unknown-invitation':
        'Diese Einladung steht Ihnen nicht oder nicht mehr offen. Bitten Sie die einladende Lehrkraft um eine neue.',
      'invitation-expired': 'Die Einladung ist abgelaufen. Bitten Sie die einladende Lehrkraft um eine neue.',
      'too-large': 'Die Fragensammlung ist zu groß. Teilen Sie sie auf.',
    },
  },
  toSessions: 'Zu Ihren Sitzungen',
};
