import { common } from '../../i18n/common/fr';
import { en, type TeachMessages } from './en';

export const fr: TeachMessages = { ...en, ...common };
