import { useMemo } from 'preact/hooks';
import { formatNumber } from '../../i18n/format';
import { Icon } from '../icons';
import { useTeach } from '../messages';
import type { Participant, Question, QuestionCounts } from '../../api/schema';
import { barsOf, meanOf, spellingsOf } from './bars';

interface Props {
  question: Question;
  counts: QuestionCounts | undefined;
  participants: Participant[];
  /** Whether to mark what is right. */
  solution: boolean;
}

/** How a class answered a question: as bars, or as a cloud of words. */
export function Chart({ question, counts, participants, solution }: Props) {
  const { messages, language } = useTeach();
  const t = messages.chart;
  const answered = counts?.answered ?? 0;
  const free = question.kind === 'text' || question.kind === 'cloud';
  const spellings = useMemo(
    () => (free ? spellingsOf(question.id, participants) : null),
    [free, question.id, participants],
  );
  const spelled = (text: string) => spellings?.get(text) ?? text;
  if (question.kind === 'cloud') return <Cloud counts={counts} spelled={spelled} />;
  const { rows, others } = barsOf(question, counts);
  if (rows.length === 0 && others === 0) return <p class="soft">{t.none}</p>;
  const mean = question.kind === 'scale' ? meanOf(counts) : null;
  return (
    <div class="stack tight">
      <ul class="bars">
        {rows.map((row, i) => {
          const share = answered > 0 ? row.count / answered : 0;
          return (
            <li key={row.key} class={solution && row.right ? 'bar right' : 'bar'}>
              <span class="bar-label">
                {row.of !== undefined && row.of !== rows[i - 1]?.of && (
                  <span class="bar-of text" dir="auto">
                    {row.of}
                  </span>
                )}
                <span class={row.of !== undefined ? 'bar-to' : ''}>
                  <span class="text" dir="auto">
                    {row.text !== null ? spelled(row.text) : row.truth ? messages.question.yes : messages.question.no}
                  </span>
                  {solution && row.right && (
                    <span class="right-sign">
                      <Icon name="yes" />
                      <span class="hidden">{t.right}</span>
                    </span>
                  )}
                </span>
              </span>
              <span class="bar-track" aria-hidden="true">
                <span class="bar-fill" style={{ width: `${Math.min(100, share * 100)}%` }} />
              </span>
              <span class="bar-count">{t.count(row.count, formatNumber(language, Math.round(share * 100)))}</span>
            </li>
          );
        })}
      </ul>
      {others > 0 && <p class="soft small">{t.others(others)}</p>}
      {mean !== null && <p class="soft small">{t.mean(formatNumber(language, Math.round(mean * 100) / 100))}</p>}
    </div>
  );
}

const CLOUD_MAX = 60;

/** Words in sizes by how often they came; each says its number to those who don't see the size. */
function Cloud({ counts, spelled }: { counts: QuestionCounts | undefined; spelled(word: string): string }) {
  const { messages } = useTeach();
  const t = messages.chart;
  const words = Object.entries(counts?.counts ?? {}).sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  if (words.length === 0) return <p class="soft">{t.none}</p>;
  const most = words[0]![1];
  const shown = words.slice(0, CLOUD_MAX);
  const others = words.slice(CLOUD_MAX).reduce((sum, [, n]) => sum + n, counts?.otherCount ?? 0);
  // By the alphabet, so that words stay where they are when others grow.
  shown.sort(([a], [b]) => a.localeCompare(b));
  return (
    <div class="stack tight">
      <ul class="cloud">
        {shown.map(([word, n]) => (
          <li key={word} class={`size-${most === 1 ? 2 : 1 + Math.round((4 * (n - 1)) / (most - 1))}`}>
            <bdi>{spelled(word)}</bdi> <span class="cloud-count">{n}</span>
          </li>
        ))}
      </ul>
      {others > 0 && <p class="soft small">{t.others(others)}</p>}
    </div>
  );
}
