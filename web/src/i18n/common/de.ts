import type { Common } from './en';

export const common: Common = {
  skip: 'Zum Inhalt springen',
  language: 'Sprache',
  loading: 'Wird geladen …',
  close: 'Schließen',
  cancel: 'Abbrechen',
  tryAgain: 'Noch einmal versuchen',
  footer: {
    privacy: 'Datenschutz',
    promises: 'Versprechen',
    contact: 'Datenschutzkontakt',
    misuse: 'Missbrauch melden',
  },
  notice: {
    label: 'Öffentliche Mitteilung zu einem Datenvorfall',
    read: 'Was geschehen ist und was zu tun ist',
    published: (day) => `Veröffentlicht am ${day}`,
  },
  crash: {
    title: 'Bei uns ist etwas schiefgegangen',
    text: 'Gespeichertes ist nicht verloren. Bitte die Seite neu laden.',
    reload: 'Neu laden',
  },
  error: {
    offline: 'Offenbar besteht keine Verbindung. Bitte das Netz prüfen und noch einmal versuchen.',
    timeout: 'Der Server hat zu lange nicht geantwortet. Bitte gleich noch einmal versuchen.',
    internal: 'Bei uns ist etwas schiefgegangen. Bitte gleich noch einmal versuchen.',
    slug: {
      'too-many-requests': 'Gerade gibt es zu viele Anfragen. Bitte kurz warten und noch einmal versuchen.',
      unavailable: 'Der Dienst ist gerade sehr ausgelastet. Bitte kurz warten und noch einmal versuchen.',
      'too-large': 'Das ist zu lang. Bitte kürzen.',
      invalid: 'Eine Angabe ist ungültig. Bitte prüfen und noch einmal versuchen.',
      'not-found': 'Das gibt es nicht mehr.',
      malformed: 'Diese Seite ist veraltet. Bitte neu laden.',
    },
  },
};
