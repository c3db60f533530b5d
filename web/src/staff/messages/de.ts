import { common } from '../../i18n/common/de';
import type { StaffMessages } from './en';

export const staff: StaffMessages = {
  ...common,
  delete: 'Löschen',
  showMore: 'Mehr anzeigen',
  moreShown: (n) => `${n} weitere angezeigt`,
  search: { titles: 'In Titeln suchen', go: 'Suchen' },
  nav: {
    label: 'Hauptmenü',
    sessions: 'Sitzungen',
    sets: 'Fragensammlungen',
    trash: 'Papierkorb',
    privacy: 'Datenschutz',
    requests: 'Anträge',
    incidents: 'Vorfälle',
    profile: 'Ihr Profil',
    school: 'Schule',
    schools: 'Schulen',
    signOut: 'Abmelden',
  },
  signIn: {
    title: 'Anmeldung für Lehrkräfte',
    noStorage:
      'Ihr Browser speichert für diese Website nichts, deshalb können Sie sich nicht anmelden. Erlauben Sie Cookies und Websitedaten, oder verlassen Sie den privaten Modus, und laden Sie die Seite neu.',
    text: 'Schreiben Sie Fragen, öffnen Sie eine Sitzung und sehen Sie zu, wie die Antworten eintreffen. Ihr Konto erhalten Sie von Ihrer Schule.',
    invited:
      'Jemand aus Ihrem Kollegium hat Sie eingeladen, eine Sitzung gemeinsam zu leiten. Melden Sie sich an, um sie zu sehen.',
    joining:
      'Ihre Schule hat Sie eingeladen. Halten Sie Ihr Smartphone, einen Sicherheitsschlüssel oder den Fingerabdrucksensor Ihres Computers bereit: Sie richten auch einen zweiten Faktor ein, den Sie zum Exportieren und Löschen brauchen.',
    denied:
      'Die Anmeldung wurde abgelehnt. Vielleicht gehört Ihr Konto noch nicht zu dieser Schule; fragen Sie die Administration Ihrer Schule.',
    failed: 'Die Anmeldung wurde nicht abgeschlossen. Versuchen Sie es noch einmal.',
    button: 'Anmelden',
    kept: 'Der Anmeldedienst setzt Cookies; sonst wird in diesem Browser nichts gespeichert.',
    looking: 'Anmeldung wird geprüft …',
    ended: 'Sie wurden abgemeldet. Melden Sie sich wieder an, um auf diese Seite zurückzukommen.',
    again: 'Wieder anmelden',
  },
  failure: {
    secondFactor:
      'Hierfür muss in den letzten 15 Minuten ein zweiter Faktor bestätigt worden sein; der Anmeldedienst hat keinen bestätigt. Es wurde nichts geändert. Versuchen Sie es noch einmal.',
    noFactor:
      'Hierfür ist ein zweiter Faktor nötig, und Ihr Konto hat noch keinen. Mit dem Passwort allein lässt sich keiner einrichten, denn es könnte gestohlen sein. Bitten Sie die Administration Ihrer Schule, die Einrichtung für Sie freigeben zu lassen, und versuchen Sie es dann hier noch einmal. Es wurde nichts geändert.',
    slug: {
      'invalid-token': 'Ihre Anmeldung ist nicht mehr gültig. Melden Sie sich ab und wieder an.',
      'not-authenticated': 'Ihre Anmeldung ist nicht mehr gültig. Melden Sie sich ab und wieder an.',
      deactivated:
        'Sie haben Ihr Profil gelöscht, deshalb ist Ihr Konto hier abgeschaltet. Öffnen Sie Ihr Profil und geben Sie Ihren Namen ein.',
      held: 'Eine Löschsperre Ihrer Schule verhindert das Löschen. Fragen Sie die Administration Ihrer Schule, wann sie endet.',
      restricted:
        'Hier sind Daten eingeschränkt: Sie werden auf Antrag aufbewahrt und nicht verwendet. Wer in Ihrer Schule Anträge zu Daten beantwortet, kann das aufheben; bis dahin lassen sie sich hier nicht vernichten, löschen oder bewerten.',
      forbidden: 'Ihr Konto hat dafür keine Berechtigung. Die Administration Ihrer Schule kann sie erteilen.',
      'organization-required':
        'Sie sind bei keiner Schule angemeldet. Melden Sie sich ab und mit dem Konto Ihrer Schule wieder an.',
      'too-many-views':
        'Diese Ergebnisse sind in zu vielen Fenstern geöffnet. Schließen Sie einige davon und versuchen Sie es erneut.',
      'not-owner': 'Das kann nur die Lehrkraft, die die Sitzung gestartet hat. Wenden Sie sich an sie.',
      'not-found':
        'Hier ist nichts, worauf Sie Zugriff haben. Vielleicht wurde es gelöscht oder gehört jemand anderem.',
      'too-many-question-sets':
        'Sie haben 2.000 Fragensammlungen, die im Papierkorb mitgezählt. Ändern Sie eine davon, oder warten Sie, bis der Papierkorb geleert ist.',
      'too-many-sessions':
        'Sie haben an einem Tag 500 Sitzungen gestartet. Machen Sie mit einer davon weiter, oder warten Sie bis morgen.',
      'too-many-incidents':
        'Sie haben an einem Tag 100 Vorfälle gemeldet. Ergänzen Sie einen davon, oder lassen Sie jemand anderen den neuen melden.',
      'too-many-parent-codes':
        'Für diese Person wurden so viele Codes erstellt, wie es geht. Der letzte gilt. Erstellen Sie morgen einen neuen, sofern es nicht schon zwanzig waren.',
      'agreement-missing':
        'Für Ihre Schule gilt zurzeit keine Vereinbarung, unter der Daten erhoben werden dürfen. Fragen Sie die Administration Ihrer Schule.',
      'wrong-state': 'Die Sitzung hat sich inzwischen geändert; das ist nicht mehr möglich.',
      conflict: 'Jemand anders hat das gleichzeitig geändert. Versuchen Sie es noch einmal.',
      'restore-window-over':
        'Diese Sitzung lässt sich nicht mehr wiederherstellen. Ihre Daten sind endgültig gelöscht.',
      'unknown-invitation':
        'Diese Einladung gilt nicht für Sie oder nicht mehr. Bitten Sie die einladende Lehrkraft um eine neue.',
      'invitation-expired': 'Die Einladung ist abgelaufen. Bitten Sie die einladende Lehrkraft um eine neue.',
      'too-large': 'Die Fragensammlung ist zu groß. Teilen Sie sie auf.',
    },
  },
  toSessions: 'Zu Ihren Sitzungen',
};
