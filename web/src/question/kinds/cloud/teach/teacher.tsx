import type { ChartProps } from '../../../teach/chart/bars';
import { most } from '../../../teach/chart/bars';
import { noCorrect, noMoreAnswers } from '../../../teach/formats';
import type { EditorProps, TeacherKind } from '../../../teach/kind';
import { PrintedLines } from '../../../teach/Printed';
import { readNumber } from '../../../teach/numbers';
import { limits } from '../../../teach/limits';
import { useEditing, useTeachWords } from '../../../teach/words';
import type { Words } from './words/en';
import './cloud.css';

interface CloudFields {
  maxWords: string;
}

const WORDS_SHOWN = 60;

export const cloud: TeacherKind<CloudFields> = {
  scored: 'never',
  byHand: false,
  draft: {
    empty: () => ({ maxWords: '3' }),
    read: (q, typed) => ({ maxWords: typed(q.maxWords ?? 3) }),
    write(q, check) {
      const n = check.number('maxWords', q.maxWords);
      const allowed = n === undefined || (Number.isInteger(n) && n >= 1 && n <= limits.cloudWords);
      if (!allowed) check.fault('maxWords', 'words-range');
      return { maxWords: n ?? 3 };
    },
    enter: null,
    texts: null,
    shown: (_, { maxWords }) =>
      maxWords ? { maxWords: Math.max(1, Math.min(limits.cloudWords, Math.trunc(maxWords))) } : {},
  },
  Editor,
  Advanced: null,
  bars: (_, counts) => most(counts, (key) => ({ text: key, right: null }), WORDS_SHOWN),
  Chart: Cloud,
  marks: { bars: false, options: false },
  solution: null,
  Projected: null,
  Printed: ({ question }) => <PrintedLines lines={question.maxWords ?? 3} short />,
  gift: { read: {}, write: () => null },
  moodle: {},
  csv: {
    names: ['cloud'],
    read(row) {
      const { answers, lost, numbers } = row;
      noMoreAnswers(row, 1);
      noCorrect(row);
      const maxWords = readNumber(answers[0] || '3', numbers, lost);
      if (maxWords === undefined) lost.push({ code: 'bad-value', detail: answers[0]!.slice(0, 80) });
      return { maxWords: maxWords ?? 3 };
    },
    example: ['What comes to your mind?', '3', '', '', '', '', '', ''],
  },
  json: { isKey: () => false, fields: { maxWords: (v) => typeof v === 'number' && Number.isFinite(v) } },
};

function Editor({ q, change, form }: EditorProps<CloudFields>) {
  const words = useTeachWords<Words>('cloud');
  return (
    <div class="narrow">
      {form.text('maxWords', words.maxWords, q.maxWords, (maxWords) => change({ maxWords }), { numeric: true })}
    </div>
  );
}

/** Words in sizes by how often they came; each says its number to those who don't see the size. */
function Cloud({ rows, others }: ChartProps) {
  const words = useEditing().messages.chart;
  const often = rows[0]?.count ?? 1;
  // By the alphabet, so that words stay where they are when others grow.
  const shown = [...rows].sort((a, b) => a.key.localeCompare(b.key));
  return (
    <>
      <ul class="cloud">
        {shown.map(({ key, text, count }) => (
          <li key={key} class={`size-${often === 1 ? 2 : 1 + Math.round((4 * (count - 1)) / (often - 1))}`}>
            <bdi>{text}</bdi> <span class="cloud-count">{count}</span>
          </li>
        ))}
      </ul>
      {others > 0 && <p class="soft small">{words.others(others)}</p>}
    </>
  );
}
