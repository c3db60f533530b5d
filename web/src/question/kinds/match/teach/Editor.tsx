import { newItem } from '../../../teach/fields';
import type { EditorProps } from '../../../teach/kind';
import { limits } from '../../../teach/limits';
import { Rows, RowText } from '../../../teach/Rows';
import { useTeachWords } from '../../../teach/words';
import { newPair, type MatchFields } from './draft';
import type { Words } from './words/en';

export function Editor({ q, change, form }: EditorProps<MatchFields>) {
  const words = useTeachWords<Words>('match');
  return (
    <>
      <Rows
        legend={words.pairs}
        hint={words.pairsHint}
        rows={q.pairs}
        empty={() => newPair()}
        most={limits.items}
        least={limits.optionsMin}
        add={words.addPair}
        name={(p, i) => p.left.trim() || words.pairNumber(i + 1)}
        onChange={(pairs) => change({ pairs })}
        fault={form.groupFault('pairs')}
      >
        {(p, set, i) => (
          <div class="pair-row">
            <RowText
              label={words.left(i + 1)}
              value={p.left}
              error={form.fault(`left:${p.key}`)}
              mark={form.mark(`left:${p.key}`)}
              onInput={(left) => set({ ...p, left })}
            />
            <span aria-hidden="true" class="soft">
              →
            </span>
            <RowText
              label={words.right(i + 1)}
              value={p.right}
              error={form.fault(`right:${p.key}`)}
              mark={form.mark(`right:${p.key}`)}
              onInput={(right) => set({ ...p, right })}
            />
          </div>
        )}
      </Rows>
      <Rows
        legend={words.extras}
        hint={words.extrasHint}
        rows={q.extras}
        empty={() => newItem()}
        most={limits.items}
        least={0}
        add={words.addExtra}
        name={(o, i) => o.text.trim() || words.extraNumber(i + 1)}
        onChange={(extras) => change({ extras })}
        fault={form.groupFault('extras')}
      >
        {(o, set, i) => (
          <RowText
            label={words.extraNumber(i + 1)}
            value={o.text}
            error={form.fault(`extras:${o.key}`)}
            mark={form.mark(`extras:${o.key}`)}
            onInput={(text) => set({ ...o, text })}
          />
        )}
      </Rows>
    </>
  );
}
