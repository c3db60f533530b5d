import type { Participant, Question } from '../../api/schema';
import { formatNumber } from '../../i18n/format';
import { useTeach } from '../messages';
import { figuresOf, hardness, separating } from './figures';

/** How hard a question was and whether it tells those who know from those who don't, in a sentence each. */
export function QuestionFigures({ participants, question }: { participants: Participant[]; question: Question }) {
  const { messages, language } = useTeach();
  const t = messages.report;
  const { answers, earned, separation } = figuresOf(participants, question);
  if (earned === null) return null;
  const number = (n: number) => formatNumber(language, Math.round(n * 100) / 100);
  return (
    <>
      <p class="small">{t.earned[hardness(earned)](formatNumber(language, Math.round(earned * 100)))}</p>
      <p class="small">
        {separation === null ? t.unknown(answers) : t.separates[separating(separation)](number(separation))}
      </p>
    </>
  );
}
