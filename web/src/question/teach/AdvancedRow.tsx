import type { Form } from './Form';
import { useEditing } from './words';

interface Props {
  form: Form;
  rowKey: string;
  name: string;
  /** Null where nothing earns points. */
  weight: string | null;
  feedback: string;
  set(part: { weight?: string; feedback?: string }): void;
}

/** The share of the points, and the remark, of one option or accepted answer. */
export function AdvancedRow({ form, rowKey, name, weight, feedback, set }: Props) {
  const words = useEditing().messages.editing;
  return (
    <fieldset class="advanced-row">
      <legend class="small soft" dir="auto">
        {name}
      </legend>
      {weight !== null && (
        <div class="narrow">
          {form.text(`weight:${rowKey}`, words.weight, weight, (typed) => set({ weight: typed }), { numeric: true })}
        </div>
      )}
      {form.text(`feedback:${rowKey}`, words.feedback, feedback, (typed) => set({ feedback: typed }), { lines: true })}
    </fieldset>
  );
}

/** The rows, with one of them changed. */
export function replaced<T extends { key: string }>(rows: readonly T[], key: string, part: Partial<T>): T[] {
  return rows.map((row) => (row.key === key ? { ...row, ...part } : row));
}
