import type { Catalogue } from '../../i18n/catalogue';
import type { IncidentMessages } from './en';

export type { IncidentMessages } from './en';

/** A chunk of their own, so that only incident managers load them. */
export const catalogue: Catalogue<IncidentMessages> = {
  en: () => import('./en').then((m) => m.en),
  de: () => import('./de').then((m) => m.de),
  fr: () => import('./fr').then((m) => m.fr),
  es: () => import('./es').then((m) => m.es),
};
