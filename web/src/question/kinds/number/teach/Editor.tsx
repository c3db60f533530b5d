import { Field } from '../../../../ui/Field';
import { AdvancedRow, replaced } from '../../../teach/AdvancedRow';
import type { EditorProps } from '../../../teach/kind';
import { limits } from '../../../teach/limits';
import { Rows } from '../../../teach/Rows';
import { useEditing, useTeachWords } from '../../../teach/words';
import { newNumber, type NumberFields } from './draft';
import type { Words } from './words/en';

export function Editor({ q, scored, change, form }: EditorProps<NumberFields>) {
  const words = useTeachWords<Words>('number');
  if (!scored) return null;
  const numeric = { numeric: true };
  return (
    <Rows
      legend={words.numbers}
      hint={words.numbersHint}
      rows={q.numbers}
      empty={() => newNumber()}
      most={limits.accepted}
      least={1}
      add={words.addNumber}
      name={(_, i) => words.numberNumber(i + 1)}
      onChange={(numbers) => change({ numbers })}
      fault={form.groupFault('numbers')}
    >
      {(n, set, i) => (
        <div class="number-row">
          <Field label={<span class="hidden">{words.numberForm(i + 1)}</span>}>
            {(attributes) => (
              <select
                {...attributes}
                class="input"
                value={n.range ? 'range' : 'value'}
                onChange={(e) => set({ ...n, range: e.currentTarget.value === 'range' })}
              >
                <option value="value">{words.numberValue}</option>
                <option value="range">{words.numberRange}</option>
              </select>
            )}
          </Field>
          {n.range ? (
            <>
              {form.text(`min:${n.key}`, words.min, n.min, (min) => set({ ...n, min }), numeric)}
              {form.text(`max:${n.key}`, words.max, n.max, (max) => set({ ...n, max }), numeric)}
            </>
          ) : (
            <>
              {form.text(`numbers:${n.key}`, words.value, n.value, (value) => set({ ...n, value }), numeric)}
              {form.text(
                `tolerance:${n.key}`,
                words.tolerance,
                n.tolerance,
                (tolerance) => set({ ...n, tolerance }),
                numeric,
              )}
            </>
          )}
        </div>
      )}
    </Rows>
  );
}

export function Advanced({ q, scored, change, form }: EditorProps<NumberFields>) {
  const words = useTeachWords<Words>('number');
  const { editing } = useEditing().messages;
  if (!scored) return null;
  return (
    <>
      <p class="hint">{editing.acceptedWeightsHint}</p>
      {q.numbers.map((n, i) => (
        <AdvancedRow
          key={n.key}
          form={form}
          rowKey={n.key}
          name={words.numberNumber(i + 1)}
          weight={n.weight}
          feedback={n.feedback}
          set={(part) => change({ numbers: replaced(q.numbers, n.key, part) })}
        />
      ))}
    </>
  );
}
