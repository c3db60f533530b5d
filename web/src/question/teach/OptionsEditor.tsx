import { AdvancedRow, replaced } from './AdvancedRow';
import type { EditorProps } from './kind';
import { limits } from './limits';
import { newOption, type OptionFields } from './options';
import { Rows, RowText } from './Rows';
import { useEditing } from './words';

interface Props extends EditorProps<OptionFields> {
  hint: string;
  /** Whether several can be right. */
  several: boolean;
}

export function OptionsEditor({ q, scored, change, form, hint, several }: Props) {
  const words = useEditing().messages.editing;
  return (
    <Rows
      legend={words.options}
      hint={scored ? hint : undefined}
      rows={q.options}
      empty={() => newOption()}
      most={limits.options}
      least={limits.optionsMin}
      add={words.addOption}
      name={(o, i) => o.text.trim() || words.optionNumber(i + 1)}
      onChange={(options) => change({ options })}
      fault={form.groupFault('options')}
    >
      {(o, set, i) => (
        <>
          {scored && (
            <label class="right-mark">
              <input
                type={several ? 'checkbox' : 'radio'}
                name={`${q.key}-right`}
                checked={o.right}
                onChange={(e) => {
                  const right = e.currentTarget.checked;
                  change({
                    options: q.options.map((other) =>
                      other.key === o.key
                        ? { ...other, right }
                        : !several && right
                          ? { ...other, right: false }
                          : other,
                    ),
                  });
                }}
              />
              <span class="hidden">{words.isRight(o.text.trim() || words.optionNumber(i + 1))}</span>
            </label>
          )}
          <RowText
            label={words.optionNumber(i + 1)}
            value={o.text}
            error={form.fault(`options:${o.key}`)}
            mark={form.mark(`options:${o.key}`)}
            onInput={(text) => set({ ...o, text })}
          />
        </>
      )}
    </Rows>
  );
}

export function OptionsAdvanced({ q, scored, change, form }: EditorProps<OptionFields>) {
  const words = useEditing().messages.editing;
  return (
    <>
      <p class="hint">{scored ? words.weightsHint : words.feedbackHint}</p>
      {q.options.map((o, i) => (
        <AdvancedRow
          key={o.key}
          form={form}
          rowKey={o.key}
          name={o.text.trim() || words.optionNumber(i + 1)}
          weight={scored ? o.weight : null}
          feedback={o.feedback}
          set={(part) => change({ options: replaced(q.options, o.key, part) })}
        />
      ))}
    </>
  );
}
