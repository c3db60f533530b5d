import type { Language } from '../i18n/language';

interface Messages {
  label: string;
  read: string;
  published(day: string): string;
}

/** Few and short: all languages come with the banner. */
export const messages: Record<Language, Messages> = {
  en: {
    label: 'Public notice of an incident with data',
    read: 'What happened, and what you can do',
    published: (day) => `Published on ${day}`,
  },
  de: {
    label: 'Öffentliche Mitteilung zu einem Datenvorfall',
    read: 'Was geschehen ist und was zu tun ist',
    published: (day) => `Veröffentlicht am ${day}`,
  },
  fr: {
    label: 'Avis public sur un incident de données',
    read: 'Ce qui s’est passé et ce que l’on peut faire',
    published: (day) => `Publié le ${day}`,
  },
  es: {
    label: 'Aviso público sobre un incidente de datos',
    read: 'Qué ha ocurrido y qué se puede hacer',
    published: (day) => `Publicado el ${day}`,
  },
};
