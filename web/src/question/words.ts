import type { Kind } from '../api/schema';
import type { Common } from '../i18n/common/en';
import { useLocale } from '../i18n/messages';
import type { QuestionWords } from './words/en';

export interface QuestionMessages extends Common {
  question: QuestionWords;
}

export const useQuestionWords = () => useLocale<QuestionMessages>().messages.question;

/** What a kind says to students; W is its `Words`. That no file is missing is tested. */
export function useWords<W>(kind: Kind): W {
  const { language, messages } = useLocale<QuestionMessages>();
  return messages.question.kinds[`./${kind}/words/${language}.ts`] as W;
}
