import type { Question, Response } from '../../../api/schema';
import { formatNumber } from '../../../i18n/format';
import { ResponseText } from '../../ResponseText';
import { teacherKinds } from '../kinds';
import { useEditing } from '../words';

/** What is right, in words; nothing where nothing is. */
export function Solution({ question }: { question: Question }) {
  const { messages, language } = useEditing();
  const { correct } = question;
  if (correct === undefined) return null;
  const lines = teacherKinds[question.kind].solution?.(question, (n) => formatNumber(language, n)) ?? [];
  return (
    <div class="solution">
      <span class="soft small">{messages.chart.solution}</span>{' '}
      {lines.length > 0 ? (
        <span class="text" dir="auto">
          {lines.join(' / ')}
        </span>
      ) : (
        <ResponseText question={question} response={correct as Response} />
      )}
    </div>
  );
}
