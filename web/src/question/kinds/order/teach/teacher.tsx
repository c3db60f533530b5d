import { textOf } from '../../../Written';
import { BarChart } from '../../../teach/chart/BarChart';
import { most } from '../../../teach/chart/bars';
import { asList, idOf, letter, newItem, rotate, type DraftItem } from '../../../teach/fields';
import { noCorrect } from '../../../teach/formats';
import type { EditorProps, TeacherKind } from '../../../teach/kind';
import { limits } from '../../../teach/limits';
import { byText, PrintedItems } from '../../../teach/Printed';
import { ProjectedOptions } from '../../../teach/Projected';
import { Rows, RowText } from '../../../teach/Rows';
import { useTeachWords } from '../../../teach/words';
import type { Words } from './words/en';

interface OrderFields {
  /** In the right order. */
  items: DraftItem[];
}

export const order: TeacherKind<OrderFields> = {
  scored: 'always',
  byHand: false,
  draft: {
    empty: () => ({ items: [newItem(), newItem()] }),
    read({ options = [], correct }) {
      const ids = options.map((o, i) => idOf(o, i));
      const right = correct === undefined || correct === null ? ids : asList<string>(correct);
      return { items: right.map((id) => newItem(options[ids.indexOf(id)]?.text ?? '')) };
    },
    write(q, check) {
      check.howMany('items', q.items.length, limits.items);
      check.distinct('items', q.items);
      const options = q.items.map((o, i) => ({
        id: letter(i),
        text: check.text(`items:${o.key}`, o.text, 1, limits.optionText),
      }));
      return { options, correct: options.map((o) => o.id) };
    },
    enter: null,
    texts: {
      of: (q) => q.items.map((i) => i.text),
      from: (texts) => ({ items: texts.map((text) => newItem(text)) }),
    },
    shown: ({ options = [] }) => ({ options: rotate(options) }),
  },
  Editor,
  Advanced: null,
  bars(question, counts) {
    const { correct } = question;
    const right = correct === undefined || correct === null ? null : asList<string>(correct).join(',');
    return most(counts, (key) => ({
      text: key.split(',').map(textOf(question.options)).join(' → '),
      right: right === null ? null : key === right,
    }));
  },
  Chart: BarChart,
  marks: { bars: false, options: false },
  solution: null,
  Projected: ({ question }) => <ProjectedOptions question={question} solution={false} />,
  Printed({ question }) {
    const words = useTeachWords<Words>('order');
    return (
      <>
        <p class="soft small">{words.onPaper}</p>
        <PrintedItems items={byText(question.options)} mark="blank" />
      </>
    );
  },
  gift: { read: {}, write: () => null },
  moodle: {
    ordering: ({ prompt, answers }) => ({ kind: 'order', prompt, options: answers.map((a) => ({ text: a.text })) }),
  },
  csv: {
    names: ['order'],
    read(row) {
      noCorrect(row);
      return { options: row.answers.map((text) => ({ text })) };
    },
    example: ['Shortest first', 'Thames', 'Rhine', 'Volga', '', '', '1', ''],
  },
  json: { isKey: (v) => Array.isArray(v) && v.every((id) => typeof id === 'string'), fields: {} },
};

function Editor({ q, change, form }: EditorProps<OrderFields>) {
  const words = useTeachWords<Words>('order');
  return (
    <Rows
      legend={words.items}
      hint={words.itemsHint}
      rows={q.items}
      empty={() => newItem()}
      most={limits.items}
      least={limits.optionsMin}
      add={words.addItem}
      name={(o, i) => o.text.trim() || words.itemNumber(i + 1)}
      onChange={(items) => change({ items })}
      fault={form.groupFault('items')}
    >
      {(o, set, i) => (
        <RowText
          label={words.itemNumber(i + 1)}
          value={o.text}
          error={form.fault(`items:${o.key}`)}
          mark={form.mark(`items:${o.key}`)}
          onInput={(text) => set({ ...o, text })}
        />
      )}
    </Rows>
  );
}
