import type { Question, QuestionCounts } from '../../../../api/schema';
import { BarChart } from '../../../teach/chart/BarChart';
import type { Bars, ChartProps } from '../../../teach/chart/bars';
import type { EditorProps, TeacherKind } from '../../../teach/kind';
import { PrintedItems } from '../../../teach/Printed';
import { useTeachWords } from '../../../teach/words';
import { useWords } from '../../../words';
import type { Words as StudentWords } from '../words/en';
import { fromMoodle, readCSV, readGIFT, writeGIFT } from './formats';
import type { Words } from './words/en';

interface TrueFalseFields {
  truth: boolean | null;
}

export const trueFalse: TeacherKind<TrueFalseFields> = {
  scored: 'optional',
  byHand: false,
  draft: {
    empty: () => ({ truth: null }),
    read: (q) => ({ truth: typeof q.correct === 'boolean' ? q.correct : null }),
    write(q, check) {
      if (!check.scored) return {};
      if (q.truth !== null) return { correct: q.truth };
      check.fault('truth', 'no-truth');
      return {};
    },
    enter: null,
    texts: null,
    shown: null,
  },
  Editor,
  Advanced: null,
  bars,
  Chart,
  marks: { bars: true, options: false },
  solution: null,
  Projected({ solution }) {
    const { yes, no } = useWords<StudentWords>('trueFalse');
    return solution ? null : (
      <p class="soft">
        {yes} / {no}
      </p>
    );
  },
  Printed() {
    const { yes, no } = useWords<StudentWords>('trueFalse');
    return (
      <PrintedItems
        items={[
          { id: 'true', text: yes },
          { id: 'false', text: no },
        ]}
        mark="one"
      />
    );
  },
  gift: { read: { TF: readGIFT }, write: writeGIFT },
  moodle: { truefalse: fromMoodle },
  csv: {
    names: ['truefalse', 'true/false'],
    read: readCSV,
    example: ['The Danube crosses ten countries.', '', '', '', '', 'true', '1', ''],
  },
  json: { isKey: (v) => typeof v === 'boolean', fields: {} },
};

function Editor({ q, scored, change, form }: EditorProps<TrueFalseFields>) {
  const words = useTeachWords<Words>('trueFalse');
  const { yes, no } = useWords<StudentWords>('trueFalse');
  if (!scored) return null;
  const fault = form.fault('truth');
  return (
    <fieldset class="stack tight">
      <legend class="legend">{words.truth}</legend>
      <div class="row">
        {[true, false].map((value) => (
          <label key={String(value)} class="check">
            <input
              type="radio"
              name={`${q.key}-truth`}
              checked={q.truth === value}
              onChange={() => change({ truth: value })}
              {...(value ? form.mark('truth') : {})}
            />
            <span>{value ? yes : no}</span>
          </label>
        ))}
      </div>
      {fault && <p class="error">{fault}</p>}
    </fieldset>
  );
}

/** The rows are called true and false; the chart says it in the reader's language. */
function bars({ correct }: Question, counts: QuestionCounts | undefined): Bars {
  const rows = [true, false].map((truth) => ({
    key: String(truth),
    text: String(truth),
    count: counts?.counts[String(truth)] ?? 0,
    right: correct === undefined || correct === null ? null : correct === truth,
  }));
  return { rows, others: 0 };
}

function Chart({ rows, ...props }: ChartProps) {
  const { yes, no } = useWords<StudentWords>('trueFalse');
  return <BarChart {...props} rows={rows.map((row) => ({ ...row, text: row.key === 'true' ? yes : no }))} />;
}
