import type { Catalogue } from '../../i18n/catalogue';
import { useLocale } from '../../i18n/messages';
import type { StudentMessages } from './en';

export type { StudentMessages } from './en';

export const catalogue: Catalogue<StudentMessages> = {
  en: () => import('./en').then((m) => m.en),
  de: () => import('./de').then((m) => m.de),
  fr: () => import('./fr').then((m) => m.fr),
  es: () => import('./es').then((m) => m.es),
};

export const useStudent = () => useLocale<StudentMessages>();
