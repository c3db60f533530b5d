import type { Catalogue } from '../../i18n/catalogue';
import type { IncidentMessages } from './en';

export type { IncidentMessages } from './en';

/** Apart from the desk's, so that only who manages incidents loads them. */
export const catalogue: Catalogue<IncidentMessages> = {
  en: () => import('./en').then((m) => m.en),
  de: () => import('./de').then((m) => m.de),
  fr: () => import('./fr').then((m) => m.fr),
  es: () => import('./es').then((m) => m.es),
};
