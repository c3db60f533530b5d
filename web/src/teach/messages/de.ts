import { common } from '../../i18n/common/de';
import { en, type TeachMessages } from './en';

export const de: TeachMessages = { ...en, ...common };
