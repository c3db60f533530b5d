// The words of a policy's versions. Children, parents and staff read them, so they address nobody.

import type { PolicyVersion } from '../../api/schema';
import type { Language } from '../../i18n/language';

export interface ChangesWords {
  title: string;
  announcedTitle: string;
  announced(day: string): string;
  sinceDay(day: string): string;
  version(n: number): string;
  states: Record<PolicyVersion['state'], (day: string) => string>;
  until(day: string): string;
  published(day: string): string;
  child: string;
  unknown: string;
  more: string;
  ownerTitle(owner: string): string;
  owner(day: string, owner: string, country: string): string;
}

export const words: Record<Language, ChangesWords> = {
  en: {
    title: 'What applied when',
    announcedTitle: 'This will change',
    announced: (day) => `From ${day} on, with what already exists too:`,
    sinceDay: (day) => `In force since ${day}.`,
    version: (n) => `Version ${n}`,
    states: {
      'in-force': (day) => `in force since ${day}`,
      announced: (day) => `announced, in force from ${day}`,
      earlier: (day) => `in force from ${day}`,
      withdrawn: () => 'withdrawn before it came into force',
    },
    until: (day) => `until ${day}`,
    published: (day) => `Published on ${day}.`,
    child: 'It came into force at once, because a child’s data had to be erased.',
    unknown: 'an unknown day',
    more: 'Show earlier versions',
    ownerTitle: (owner) => `The service gets a new owner: ${owner}`,
    owner: (day, owner, country) =>
      `On ${day} ${owner} (${country}) becomes the owner of cleanslate. Until then nothing changes.`,
  },
  de: {
    title: 'Was wann galt',
    announcedTitle: 'Das ändert sich',
    announced: (day) => `Ab ${day}, auch für alles, was schon da ist:`,
    sinceDay: (day) => `Gilt seit ${day}.`,
    version: (n) => `Fassung ${n}`,
    states: {
      'in-force': (day) => `gilt seit ${day}`,
      announced: (day) => `angekündigt, gilt ab ${day}`,
      earlier: (day) => `galt ab ${day}`,
      withdrawn: () => 'zurückgezogen, bevor sie galt',
    },
    until: (day) => `bis ${day}`,
    published: (day) => `Veröffentlicht am ${day}.`,
    child: 'Sie galt sofort, weil die Daten eines Kindes gelöscht werden mussten.',
    unknown: 'einem unbekannten Tag',
    more: 'Frühere Fassungen zeigen',
    ownerTitle: (owner) => `Der Dienst bekommt einen neuen Eigentümer: ${owner}`,
    owner: (day, owner, country) => `Ab ${day} gehört cleanslate ${owner} (${country}). Bis dahin ändert sich nichts.`,
  },
  fr: {
    title: 'Ce qui valait, et quand',
    announcedTitle: 'Ce qui va changer',
    announced: (day) => `À partir du ${day}, y compris pour ce qui existe déjà :`,
    sinceDay: (day) => `En vigueur depuis le ${day}.`,
    version: (n) => `Version ${n}`,
    states: {
      'in-force': (day) => `en vigueur depuis le ${day}`,
      announced: (day) => `annoncée, en vigueur à partir du ${day}`,
      earlier: (day) => `en vigueur à partir du ${day}`,
      withdrawn: () => 'retirée avant d’entrer en vigueur',
    },
    until: (day) => `jusqu’au ${day}`,
    published: (day) => `Publiée le ${day}.`,
    child: 'Elle est entrée en vigueur aussitôt, car les données d’un enfant devaient être effacées.',
    unknown: 'jour inconnu',
    more: 'Afficher les versions précédentes',
    ownerTitle: (owner) => `Le service change de propriétaire : ${owner}`,
    owner: (day, owner, country) =>
      `Le ${day}, ${owner} (${country}) devient propriétaire de cleanslate. Jusque-là, rien ne change.`,
  },
  es: {
    title: 'Qué regía y cuándo',
    announcedTitle: 'Esto cambiará',
    announced: (day) => `Desde el ${day}, también para lo que ya existe:`,
    sinceDay: (day) => `En vigor desde el ${day}.`,
    version: (n) => `Versión ${n}`,
    states: {
      'in-force': (day) => `en vigor desde el ${day}`,
      announced: (day) => `anunciada, en vigor desde el ${day}`,
      earlier: (day) => `en vigor desde el ${day}`,
      withdrawn: () => 'retirada antes de entrar en vigor',
    },
    until: (day) => `hasta el ${day}`,
    published: (day) => `Publicada el ${day}.`,
    child: 'Entró en vigor de inmediato, porque había que borrar los datos de un menor.',
    unknown: 'día desconocido',
    more: 'Mostrar versiones anteriores',
    ownerTitle: (owner) => `El servicio cambia de propietario: ${owner}`,
    owner: (day, owner, country) =>
      `El ${day}, ${owner} (${country}) pasa a ser propietario de cleanslate. Hasta entonces no cambia nada.`,
  },
};
