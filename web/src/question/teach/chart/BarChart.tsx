import { formatNumber } from '../../../i18n/format';
import { Icon } from '../../../ui/icons';
import { useEditing } from '../words';
import type { ChartProps } from './bars';

/** A bar for each answer, as long as its share of all. */
export function BarChart({ rows, others, counts, solution }: ChartProps) {
  const { messages, language } = useEditing();
  const words = messages.chart;
  const answered = counts?.answered ?? 0;
  return (
    <>
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
                    {row.text}
                  </span>
                  {solution && row.right && (
                    <span class="right-sign">
                      <Icon name="yes" />
                      <span class="hidden">{words.right}</span>
                    </span>
                  )}
                </span>
              </span>
              <span class="bar-track" aria-hidden="true">
                <span class="bar-fill" style={{ width: `${Math.min(100, share * 100)}%` }} />
              </span>
              <span class="bar-count">{words.count(row.count, formatNumber(language, Math.round(share * 100)))}</span>
            </li>
          );
        })}
      </ul>
      {others > 0 && <p class="soft small">{words.others(others)}</p>}
    </>
  );
}
