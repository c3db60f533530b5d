import type { AcceptedNumber, AcceptedText, Question, Response } from '../../api/schema';
import { formatNumber } from '../../i18n/format';
import { ResponseText } from '../../question/ResponseText';
import { useTeach } from '../messages';

/** What is right, in words; nothing where nothing is. */
export function Solution({ question }: { question: Question }) {
  const { messages, language } = useTeach();
  const { correct } = question;
  if (correct === undefined) return null;
  const n = (x: number) => formatNumber(language, x);
  const lines: string[] = [];
  if (question.kind === 'text') {
    for (const t of [correct].flat() as (string | AcceptedText)[]) {
      if (typeof t === 'string') lines.push(t);
      else if (t.weight === undefined || t.weight === 100) lines.push(t.text);
    }
  }
  if (question.kind === 'number') {
    for (const a of [correct].flat() as (number | AcceptedNumber)[]) {
      const {
        value,
        min,
        max,
        weight,
        tolerance = question.tolerance,
      }: AcceptedNumber = typeof a === 'number' ? { value: a } : a;
      if (weight !== undefined && weight !== 100) continue;
      lines.push(
        value === undefined ? `${n(min!)} – ${n(max!)}` : tolerance ? `${n(value)} ± ${n(tolerance)}` : n(value),
      );
    }
  }
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
