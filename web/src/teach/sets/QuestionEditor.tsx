// The fields of one question. What stands in `DraftQuestion` is what was typed.

import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import type { Kind } from '../../api/schema';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { useFocus } from '../../ui/focus';
import { Icon } from '../icons';
import { useTeach } from '../messages';
import {
  canBePoll,
  changeKind,
  isEssay,
  isScored,
  move,
  newItem,
  newNumber,
  newOption,
  newPair,
  newText,
  type DraftQuestion,
  type Fault,
} from './draft';
import { limits } from './limits';

export const kinds: Kind[] = ['choice', 'choices', 'trueFalse', 'text', 'number', 'order', 'match', 'scale', 'cloud'];

interface Props {
  question: DraftQuestion;
  faults: Fault[];
  onChange(question: DraftQuestion): void;
}

/** What marks a control, so that a fault can lead to it. */
export const fieldMark = (question: string | null, field: string) => `${question ?? ''}/${field}`;

export function QuestionEditor({ question: q, faults, onChange }: Props) {
  const { messages } = useTeach();
  const t = messages.editor;
  const change = (part: Partial<DraftQuestion>) => onChange({ ...q, ...part });
  const faultOf = (field: string): string | undefined => {
    const fault = faults.find((f) => f.field === field);
    return fault && t.faults[fault.code];
  };
  const mark = (field: string) => ({ 'data-field': fieldMark(q.key, field) });

  const text = (
    field: string,
    label: string,
    value: string,
    set: (v: string) => void,
    more: { hint?: string; lines?: boolean; numeric?: boolean } = {},
  ) => (
    <Field label={label} hint={more.hint} error={faultOf(field)}>
      {(attributes) =>
        more.lines ? (
          <textarea
            {...attributes}
            {...mark(field)}
            class="input grows short"
            dir="auto"
            rows={2}
            value={value}
            onInput={(e) => set(e.currentTarget.value)}
          />
        ) : (
          <input
            {...attributes}
            {...mark(field)}
            class="input"
            dir="auto"
            value={value}
            inputMode={more.numeric ? 'decimal' : 'text'}
            autocomplete="off"
            onInput={(e) => set(e.currentTarget.value)}
          />
        )
      }
    </Field>
  );

  const groupFault = (field: string) => {
    const message = faultOf(field);
    return message ? (
      <p class="error" tabIndex={-1} {...mark(field)}>
        {message}
      </p>
    ) : null;
  };

  return (
    <div class="stack question-editor">
      <div class="editor-head">
        <Field label={t.kind} hint={t.kindHints[q.kind]}>
          {(attributes) => (
            <select
              {...attributes}
              class="input"
              value={q.kind}
              onChange={(e) => onChange(changeKind(q, e.currentTarget.value as Kind))}
            >
              {kinds.map((kind) => (
                <option key={kind} value={kind}>
                  {t.kinds[kind]}
                </option>
              ))}
            </select>
          )}
        </Field>
        {isScored(q) && (
          <div class="narrow">
            {text('points', t.points, q.points, (points) => change({ points }), { numeric: true })}
          </div>
        )}
        {isEssay(q) && (
          <div class="narrow">
            {text('points', t.points, q.essayPoints, (essayPoints) => change({ essayPoints }), { numeric: true })}
          </div>
        )}
      </div>
      {text('prompt', t.prompt, q.prompt, (prompt) => change({ prompt }), { lines: true })}
      {canBePoll(q.kind) && (
        <label class="check">
          <input type="checkbox" checked={!q.scored} onChange={(e) => change({ scored: !e.currentTarget.checked })} />
          <span>
            {t.poll[q.kind === 'text' ? 'text' : 'other']}
            <span class="hint block">{t.pollHint[q.kind === 'text' ? 'text' : 'other']}</span>
          </span>
        </label>
      )}
      {body()}
      <details class="fold">
        <summary>{t.advanced}</summary>
        <div class="stack">
          {advanced()}
          {text('explanation', t.explanation, q.explanation, (explanation) => change({ explanation }), {
            lines: true,
            hint: t.explanationHint,
          })}
          {isScored(q) && (
            <>
              {text('whenRight', t.whenRight, q.whenRight, (whenRight) => change({ whenRight }), { lines: true })}
              {text('whenWrong', t.whenWrong, q.whenWrong, (whenWrong) => change({ whenWrong }), { lines: true })}
            </>
          )}
        </div>
      </details>
    </div>
  );

  function body(): ComponentChildren {
    switch (q.kind) {
      case 'choice':
      case 'choices':
        return (
          <Rows
            legend={t.options}
            hint={isScored(q) ? (q.kind === 'choice' ? t.optionsHintOne : t.optionsHintSeveral) : undefined}
            rows={q.options}
            fresh={() => newOption()}
            most={limits.options}
            least={limits.optionsMin}
            add={t.addOption}
            name={(o, i) => o.text.trim() || t.optionNumber(i + 1)}
            onChange={(options) => change({ options })}
            fault={groupFault('options')}
          >
            {(o, set, i) => (
              <>
                {isScored(q) && (
                  <RightMark
                    kind={q.kind as 'choice' | 'choices'}
                    group={q.key}
                    label={t.isRight(o.text.trim() || t.optionNumber(i + 1))}
                    checked={o.right}
                    onChange={(right) =>
                      change({
                        options: q.options.map((other) =>
                          other.key === o.key
                            ? { ...other, right }
                            : q.kind === 'choice' && right
                              ? { ...other, right: false }
                              : other,
                        ),
                      })
                    }
                  />
                )}
                <RowText
                  label={t.optionNumber(i + 1)}
                  value={o.text}
                  error={faultOf(`options:${o.key}`)}
                  mark={mark(`options:${o.key}`)}
                  onInput={(textTyped) => set({ ...o, text: textTyped })}
                />
              </>
            )}
          </Rows>
        );
      case 'trueFalse':
        if (!isScored(q)) return null;
        return (
          <fieldset class="stack tight">
            <legend class="legend">{t.truth}</legend>
            <div class="row">
              {[true, false].map((value) => (
                <label key={String(value)} class="check">
                  <input
                    type="radio"
                    name={`${q.key}-truth`}
                    checked={q.truth === value}
                    onChange={() => change({ truth: value })}
                    {...(value ? mark('truth') : {})}
                  />
                  <span>{value ? messages.question.yes : messages.question.no}</span>
                </label>
              ))}
            </div>
            {faultOf('truth') && <p class="error">{faultOf('truth')}</p>}
          </fieldset>
        );
      case 'text':
        if (!isScored(q)) return null;
        return (
          <Rows
            legend={t.texts}
            hint={t.textsHint}
            rows={q.texts}
            fresh={() => newText()}
            most={limits.accepted}
            least={1}
            add={t.addText}
            name={(o, i) => o.text.trim() || t.textNumber(i + 1)}
            onChange={(texts) => change({ texts })}
            fault={groupFault('texts')}
          >
            {(o, set, i) => (
              <RowText
                label={t.textNumber(i + 1)}
                value={o.text}
                error={faultOf(`texts:${o.key}`)}
                mark={mark(`texts:${o.key}`)}
                onInput={(textTyped) => set({ ...o, text: textTyped })}
              />
            )}
          </Rows>
        );
      case 'number':
        if (!isScored(q)) return null;
        return (
          <Rows
            legend={t.numbers}
            hint={t.numbersHint}
            rows={q.numbers}
            fresh={() => newNumber()}
            most={limits.accepted}
            least={1}
            add={t.addNumber}
            name={(_, i) => t.numberNumber(i + 1)}
            onChange={(numbers) => change({ numbers })}
            fault={groupFault('numbers')}
          >
            {(n, set, i) => (
              <div class="number-row">
                <Field label={<span class="hidden">{t.numberForm(i + 1)}</span>}>
                  {(attributes) => (
                    <select
                      {...attributes}
                      class="input"
                      value={n.range ? 'range' : 'value'}
                      onChange={(e) => set({ ...n, range: e.currentTarget.value === 'range' })}
                    >
                      <option value="value">{t.numberValue}</option>
                      <option value="range">{t.numberRange}</option>
                    </select>
                  )}
                </Field>
                {n.range ? (
                  <>
                    {text(`min:${n.key}`, t.min, n.min, (min) => set({ ...n, min }), { numeric: true })}
                    {text(`max:${n.key}`, t.max, n.max, (max) => set({ ...n, max }), { numeric: true })}
                  </>
                ) : (
                  <>
                    {text(`numbers:${n.key}`, t.value, n.value, (value) => set({ ...n, value }), { numeric: true })}
                    {text(`tolerance:${n.key}`, t.tolerance, n.tolerance, (tolerance) => set({ ...n, tolerance }), {
                      numeric: true,
                    })}
                  </>
                )}
              </div>
            )}
          </Rows>
        );
      case 'order':
        return (
          <Rows
            legend={t.items}
            hint={t.itemsHint}
            rows={q.items}
            fresh={() => newItem()}
            most={limits.items}
            least={limits.optionsMin}
            add={t.addItem}
            name={(o, i) => o.text.trim() || t.itemNumber(i + 1)}
            onChange={(items) => change({ items })}
            fault={groupFault('items')}
          >
            {(o, set, i) => (
              <RowText
                label={t.itemNumber(i + 1)}
                value={o.text}
                error={faultOf(`items:${o.key}`)}
                mark={mark(`items:${o.key}`)}
                onInput={(textTyped) => set({ ...o, text: textTyped })}
              />
            )}
          </Rows>
        );
      case 'match':
        return (
          <>
            <Rows
              legend={t.pairs}
              hint={t.pairsHint}
              rows={q.pairs}
              fresh={() => newPair()}
              most={limits.items}
              least={limits.optionsMin}
              add={t.addPair}
              name={(p, i) => p.left.trim() || t.pairNumber(i + 1)}
              onChange={(pairs) => change({ pairs })}
              fault={groupFault('pairs')}
            >
              {(p, set, i) => (
                <div class="pair-row">
                  <RowText
                    label={t.left(i + 1)}
                    value={p.left}
                    error={faultOf(`left:${p.key}`)}
                    mark={mark(`left:${p.key}`)}
                    onInput={(left) => set({ ...p, left })}
                  />
                  <span aria-hidden="true" class="soft">
                    →
                  </span>
                  <RowText
                    label={t.right(i + 1)}
                    value={p.right}
                    error={faultOf(`right:${p.key}`)}
                    mark={mark(`right:${p.key}`)}
                    onInput={(right) => set({ ...p, right })}
                  />
                </div>
              )}
            </Rows>
            <Rows
              legend={t.extras}
              hint={t.extrasHint}
              rows={q.extras}
              fresh={() => newItem()}
              most={limits.items}
              least={0}
              add={t.addExtra}
              name={(o, i) => o.text.trim() || t.extraNumber(i + 1)}
              onChange={(extras) => change({ extras })}
              fault={groupFault('extras')}
            >
              {(o, set, i) => (
                <RowText
                  label={t.extraNumber(i + 1)}
                  value={o.text}
                  error={faultOf(`extras:${o.key}`)}
                  mark={mark(`extras:${o.key}`)}
                  onInput={(textTyped) => set({ ...o, text: textTyped })}
                />
              )}
            </Rows>
          </>
        );
      case 'scale': {
        const set = (part: Partial<DraftQuestion['scale']>) => change({ scale: { ...q.scale, ...part } });
        return (
          <div class="scale-fields">
            {text('scaleMin', t.scaleMin, q.scale.min, (min) => set({ min }), { numeric: true })}
            {text('minLabel', t.minLabel, q.scale.minLabel, (minLabel) => set({ minLabel }))}
            {text('scaleMax', t.scaleMax, q.scale.max, (max) => set({ max }), { numeric: true })}
            {text('maxLabel', t.maxLabel, q.scale.maxLabel, (maxLabel) => set({ maxLabel }))}
          </div>
        );
      }
      case 'cloud':
        return (
          <div class="narrow">
            {text('maxWords', t.maxWords, q.maxWords, (maxWords) => change({ maxWords }), { numeric: true })}
          </div>
        );
    }
  }

  /** Shares of the points and remarks, row by row. */
  function advanced(): ComponentChildren {
    const row = (
      key: string,
      name: string,
      weight: string | null,
      feedback: string,
      set: (part: { weight?: string; feedback?: string }) => void,
    ) => (
      <fieldset key={key} class="advanced-row">
        <legend class="small soft" dir="auto">
          {name}
        </legend>
        {weight !== null && (
          <div class="narrow">
            {text(`weight:${key}`, t.weight, weight, (typed) => set({ weight: typed }), { numeric: true })}
          </div>
        )}
        {text(`feedback:${key}`, t.feedback, feedback, (typed) => set({ feedback: typed }), { lines: true })}
      </fieldset>
    );
    const replace = <T extends { key: string }>(list: T[], key: string, part: Partial<T>) =>
      list.map((o) => (o.key === key ? { ...o, ...part } : o));
    const scored = isScored(q);
    switch (q.kind) {
      case 'choice':
      case 'choices':
        return (
          <>
            <p class="hint">{scored ? t.weightsHint : t.feedbackHint}</p>
            {q.options.map((o, i) =>
              row(o.key, o.text.trim() || t.optionNumber(i + 1), scored ? o.weight : null, o.feedback, (part) =>
                change({ options: replace(q.options, o.key, part) }),
              ),
            )}
          </>
        );
      case 'text':
        if (!scored) return null;
        return (
          <>
            <p class="hint">{t.acceptedWeightsHint}</p>
            {q.texts.map((o, i) =>
              row(o.key, o.text.trim() || t.textNumber(i + 1), o.weight, o.feedback, (part) =>
                change({ texts: replace(q.texts, o.key, part) }),
              ),
            )}
          </>
        );
      case 'number':
        if (!scored) return null;
        return (
          <>
            <p class="hint">{t.acceptedWeightsHint}</p>
            {q.numbers.map((o, i) =>
              row(o.key, t.numberNumber(i + 1), o.weight, o.feedback, (part) =>
                change({ numbers: replace(q.numbers, o.key, part) }),
              ),
            )}
          </>
        );
      default:
        return null;
    }
  }
}

interface RowsProps<T extends { key: string }> {
  legend: string;
  hint?: string | undefined;
  rows: T[];
  fresh(): T;
  least: number;
  most: number;
  add: string;
  name(row: T, i: number): string;
  onChange(rows: T[]): void;
  fault: ComponentChildren;
  children(row: T, set: (row: T) => void, i: number): ComponentChildren;
}

/** A list of rows that can be added to, taken from, and brought into another order by buttons. */
function Rows<T extends { key: string }>({
  legend,
  hint,
  rows,
  fresh,
  least,
  most,
  add,
  name,
  onChange,
  fault,
  children,
}: RowsProps<T>) {
  const { messages } = useTeach();
  const t = messages.editor;
  const id = useId();
  const focusOn = useFocus();
  const focus = (selector: string) => focusOn(() => document.getElementById(id)?.querySelector<HTMLElement>(selector));
  return (
    <fieldset class="stack tight" id={id}>
      <legend class="legend">{legend}</legend>
      {hint && <p class="hint">{hint}</p>}
      {rows.map((row, i) => (
        <div key={row.key} class="editor-row" data-row={row.key}>
          {children(row, (next) => onChange(rows.map((old) => (old.key === row.key ? next : old))), i)}
          <span class="row-buttons">
            <button
              type="button"
              class="button icon-button"
              aria-label={t.moveUp(name(row, i))}
              aria-disabled={i === 0 ? 'true' : undefined}
              onClick={() => {
                if (i === 0) return;
                onChange(move(rows, i, i - 1));
                focus(`[data-row="${row.key}"] .row-buttons > :nth-child(1)`);
              }}
            >
              <Icon name="up" />
            </button>
            <button
              type="button"
              class="button icon-button"
              aria-label={t.moveDown(name(row, i))}
              aria-disabled={i === rows.length - 1 ? 'true' : undefined}
              onClick={() => {
                if (i === rows.length - 1) return;
                onChange(move(rows, i, i + 1));
                focus(`[data-row="${row.key}"] .row-buttons > :nth-child(2)`);
              }}
            >
              <Icon name="down" />
            </button>
            <button
              type="button"
              class="button icon-button"
              aria-label={t.remove(name(row, i))}
              aria-disabled={rows.length <= least ? 'true' : undefined}
              onClick={() => {
                if (rows.length <= least) return;
                onChange(rows.filter((old) => old.key !== row.key));
                focus('.add');
              }}
            >
              <Icon name="remove" />
            </button>
          </span>
        </div>
      ))}
      {fault}
      <div>
        <Button
          class="add"
          disabled={rows.length >= most}
          onClick={() => {
            const row = fresh();
            onChange([...rows, row]);
            focus(
              `[data-row="${row.key}"] input:not([type=radio]):not([type=checkbox]), [data-row="${row.key}"] textarea`,
            );
          }}
        >
          {add}
        </Button>
      </div>
    </fieldset>
  );
}

interface RowTextProps {
  label: string;
  value: string;
  error: string | undefined;
  mark: Record<string, string>;
  onInput(text: string): void;
}

function RowText({ label, value, error, mark, onInput }: RowTextProps) {
  return (
    <div class="row-text">
      <Field label={<span class="hidden">{label}</span>} error={error}>
        {(attributes) => (
          <textarea
            {...attributes}
            {...mark}
            class="input grows one-line"
            dir="auto"
            rows={1}
            placeholder={label}
            value={value}
            onInput={(e) => onInput(e.currentTarget.value)}
          />
        )}
      </Field>
    </div>
  );
}

interface RightMarkProps {
  kind: 'choice' | 'choices';
  group: string;
  label: string;
  checked: boolean;
  onChange(checked: boolean): void;
}

function RightMark({ kind, group, label, checked, onChange }: RightMarkProps) {
  return (
    <label class="right-mark">
      <input
        type={kind === 'choice' ? 'radio' : 'checkbox'}
        name={`${group}-right`}
        checked={checked}
        onChange={(e) => onChange(e.currentTarget.checked)}
      />
      <span class="hidden">{label}</span>
    </label>
  );
}
