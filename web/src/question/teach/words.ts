import type { Kind } from '../../api/schema';
import { useLocale } from '../../i18n/messages';
import type { QuestionMessages } from '../words';
import type { ChartWords, EditingWords } from './words/en';

export interface EditingMessages extends QuestionMessages {
  editing: EditingWords;
  chart: ChartWords;
}

export const useEditing = () => useLocale<EditingMessages>();

/** What a kind says to teachers; W is its `Words`. */
export function useTeachWords<W>(kind: Kind): W {
  return useEditing().messages.editing.kinds[kind] as unknown as W;
}
