import { useLocale } from '../../i18n/messages';
import type { DeskMessages } from './en';

export type { DeskMessages } from './en';

export const useDeskLocale = () => useLocale<DeskMessages>();
