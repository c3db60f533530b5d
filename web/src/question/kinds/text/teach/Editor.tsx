import { AdvancedRow, replaced } from '../../../teach/AdvancedRow';
import type { EditorProps } from '../../../teach/kind';
import { limits } from '../../../teach/limits';
import { Rows, RowText } from '../../../teach/Rows';
import { useEditing, useTeachWords } from '../../../teach/words';
import { newText, type TextFields } from './draft';
import type { Words } from './words/en';

export function Editor({ q, scored, change, form }: EditorProps<TextFields>) {
  const words = useTeachWords<Words>('text');
  if (!scored) return null;
  return (
    <Rows
      legend={words.texts}
      hint={words.textsHint}
      rows={q.texts}
      empty={() => newText()}
      most={limits.accepted}
      least={1}
      add={words.addText}
      name={(o, i) => o.text.trim() || words.textNumber(i + 1)}
      onChange={(texts) => change({ texts })}
      fault={form.groupFault('texts')}
    >
      {(o, set, i) => (
        <RowText
          label={words.textNumber(i + 1)}
          value={o.text}
          error={form.fault(`texts:${o.key}`)}
          mark={form.mark(`texts:${o.key}`)}
          onInput={(text) => set({ ...o, text })}
        />
      )}
    </Rows>
  );
}

export function Advanced({ q, scored, change, form }: EditorProps<TextFields>) {
  const words = useTeachWords<Words>('text');
  const { editing } = useEditing().messages;
  if (!scored) return null;
  return (
    <>
      <p class="hint">{editing.acceptedWeightsHint}</p>
      {q.texts.map((o, i) => (
        <AdvancedRow
          key={o.key}
          form={form}
          rowKey={o.key}
          name={o.text.trim() || words.textNumber(i + 1)}
          weight={o.weight}
          feedback={o.feedback}
          set={(part) => change({ texts: replaced(q.texts, o.key, part) })}
        />
      ))}
    </>
  );
}
