import type { QuestionCounts } from '../../../../api/schema';
import { formatNumber } from '../../../../i18n/format';
import { BarChart } from '../../../teach/chart/BarChart';
import type { Bar, ChartProps } from '../../../teach/chart/bars';
import { isObject, noCorrect, noMoreAnswers } from '../../../teach/formats';
import type { EditorProps, TeacherKind } from '../../../teach/kind';
import { useEditing, useTeachWords } from '../../../teach/words';
import { useWords } from '../../../words';
import type { Words as StudentWords } from '../words/en';
import { emptyScale, readScale, shownScale, writeScale, type ScaleFields } from './draft';
import type { Words } from './words/en';
import './scale.css';
import '../../../teach/printed.css';

const isNumber = (v: unknown) => typeof v === 'number' && Number.isFinite(v);

export const scale: TeacherKind<ScaleFields> = {
  scored: 'never',
  byHand: false,
  draft: {
    empty: emptyScale,
    read: readScale,
    write: writeScale,
    enter: null,
    texts: null,
    shown: shownScale,
  },
  Editor,
  Advanced: null,
  bars(question, counts) {
    const rows: Bar[] = [];
    const { min, max, minLabel, maxLabel } = question.scale ?? { min: 1, max: 5 };
    for (let step = min; step <= max; step++) {
      const label = step === min ? minLabel : step === max ? maxLabel : undefined;
      rows.push({
        key: String(step),
        text: label ? `${step} – ${label}` : String(step),
        count: counts?.counts[String(step)] ?? 0,
        right: null,
      });
    }
    return { rows, others: 0 };
  },
  Chart,
  marks: { bars: false, options: false },
  solution: null,
  Projected({ question }) {
    const words = useWords<StudentWords>('scale');
    return question.scale ? <p class="soft">{words.hint(question.scale.min, question.scale.max)}</p> : null;
  },
  Printed({ question }) {
    const { min, max, minLabel, maxLabel } = question.scale ?? { min: 1, max: 5 };
    const steps = Array.from({ length: max - min + 1 }, (_, i) => min + i);
    return (
      <div class="printed-scale">
        {minLabel && <span dir="auto">{minLabel}</span>}
        {steps.map((step) => (
          <span key={step} class="printed-step">
            {step}
            <span class="printed-mark one" aria-hidden="true" />
          </span>
        ))}
        {maxLabel && <span dir="auto">{maxLabel}</span>}
      </div>
    );
  },
  gift: { read: {}, write: () => null },
  moodle: {},
  csv: {
    names: ['scale'],
    read(row) {
      const { answers, lost } = row;
      noMoreAnswers(row, 2);
      noCorrect(row);
      const [min, max] = [answers[0] || '1', answers[1] || '5'].map((s) => /^([+-]?\d+)(?![.,]?\d)\s*(.*)$/.exec(s));
      if (!min || !max) {
        lost.push({ code: 'bad-value', detail: 'answer' });
        return {};
      }
      return {
        scale: {
          min: Number(min[1]),
          max: Number(max[1]),
          ...(min[2] && { minLabel: min[2] }),
          ...(max[2] && { maxLabel: max[2] }),
        },
      };
    },
    example: ['How easy was this?', '1 hard', '5 easy', '', '', '', '', ''],
  },
  json: {
    isKey: () => false,
    fields: { scale: (v) => isObject(v) && isNumber(v['min']) && isNumber(v['max']) },
  },
};

function Editor({ q, change, form }: EditorProps<ScaleFields>) {
  const words = useTeachWords<Words>('scale');
  const set = (part: Partial<ScaleFields['scale']>) => change({ scale: { ...q.scale, ...part } });
  return (
    <div class="scale-fields">
      {form.text('scaleMin', words.scaleMin, q.scale.min, (min) => set({ min }), { numeric: true })}
      {form.text('minLabel', words.minLabel, q.scale.minLabel, (minLabel) => set({ minLabel }))}
      {form.text('scaleMax', words.scaleMax, q.scale.max, (max) => set({ max }), { numeric: true })}
      {form.text('maxLabel', words.maxLabel, q.scale.maxLabel, (maxLabel) => set({ maxLabel }))}
    </div>
  );
}

function Chart(props: ChartProps) {
  const words = useTeachWords<Words>('scale');
  const { language } = useEditing();
  const mean = meanOf(props.counts);
  return (
    <>
      <BarChart {...props} />
      {mean !== null && <p class="soft small">{words.mean(formatNumber(language, Math.round(mean * 100) / 100))}</p>}
    </>
  );
}

/** The mean of the steps that were chosen; null without an answer. */
export function meanOf(counts: QuestionCounts | undefined): number | null {
  const entries = Object.entries(counts?.counts ?? {});
  const n = entries.reduce((sum, [, count]) => sum + count, 0);
  return n === 0 ? null : entries.reduce((sum, [step, count]) => sum + Number(step) * count, 0) / n;
}
