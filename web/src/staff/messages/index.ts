import { useLocale } from '../../i18n/messages';
import type { StaffMessages } from './en';

export type { StaffMessages } from './en';

export const useStaffLocale = () => useLocale<StaffMessages>();
