import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { useFocus } from '../../ui/focus';
import { Icon } from '../../ui/icons';
import { move } from './fields';
import { useEditing } from './words';

interface RowsProps<T extends { key: string }> {
  legend: string;
  hint?: string | undefined;
  rows: T[];
  /** A new row. */
  empty(): T;
  least: number;
  most: number;
  add: string;
  name(row: T, i: number): string;
  onChange(rows: T[]): void;
  fault: ComponentChildren;
  children(row: T, set: (row: T) => void, i: number): ComponentChildren;
}

/** A list of rows that can be added to, taken from, and brought into another order by buttons. */
export function Rows<T extends { key: string }>({
  legend,
  hint,
  rows,
  empty,
  least,
  most,
  add,
  name,
  onChange,
  fault,
  children,
}: RowsProps<T>) {
  const words = useEditing().messages.editing;
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
              aria-label={words.moveUp(name(row, i))}
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
              aria-label={words.moveDown(name(row, i))}
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
              aria-label={words.remove(name(row, i))}
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
            const row = empty();
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

export function RowText({ label, value, error, mark, onInput }: RowTextProps) {
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
