import type { Catalogue } from '../../i18n/catalogue';
import { useLocale } from '../../i18n/messages';
import type { TeachMessages } from './en';

export type { TeachMessages } from './en';

export const catalogue: Catalogue<TeachMessages> = {
  en: () => import('./en').then((m) => m.en),
  de: () => import('./de').then((m) => m.de),
  fr: () => import('./fr').then((m) => m.fr),
  es: () => import('./es').then((m) => m.es),
};

export const useTeach = () => useLocale<TeachMessages>();
