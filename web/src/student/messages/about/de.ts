import type { AboutMessages } from './en';

export const de: AboutMessages = {
  title: 'Datenschutz',
  intro:
    'Mit cleanslate beantwortet eine Klasse Fragen, die Lehrkraft sieht die Antworten, und dann werden sie vergessen.',
  whatTitle: 'Was von Schülerinnen und Schülern gespeichert wird',
  googleTitle: 'Was Google sieht',
  rightsTitle: 'Was du tun kannst',
  contactTitle: 'Kontakt',
  contact: 'Datenschutzkontakt',
  contactSchool: 'Die Adressen lassen sich gerade nicht laden. Versuche es später noch einmal oder frag deine Schule.',
  misuse: 'Missbrauch melden',
  back: 'Zum Anfang',
};
