import { common } from '../../i18n/common/es';
import { en, type TeachMessages } from './en';

export const es: TeachMessages = { ...en, ...common };
