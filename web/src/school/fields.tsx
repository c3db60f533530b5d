// What the forms have in common.

import type { ComponentChildren } from 'preact';
import { Field } from '../ui/Field';
import { useSchool } from './messages';

interface TextProps {
  label: string;
  hint?: string;
  value: string;
  /** Whether the server refused it. */
  wrong: boolean;
  type?: 'text' | 'email' | 'date';
  narrow?: boolean;
  rows?: number;
  maxLength: number;
  onChange(value: string): void;
}

export function Text({
  label,
  hint,
  value,
  wrong,
  type = 'text',
  narrow = false,
  rows,
  maxLength,
  onChange,
}: TextProps) {
  const { m } = useSchool();
  return (
    <Field label={label} hint={hint} error={wrong ? m.check : null}>
      {(attributes) =>
        rows ? (
          <textarea
            {...attributes}
            class="input"
            dir="auto"
            rows={rows}
            maxLength={maxLength}
            value={value}
            onInput={(e) => onChange(e.currentTarget.value)}
          />
        ) : (
          <input
            {...attributes}
            class={narrow ? 'input narrow' : 'input'}
            {...(type === 'text' && { dir: 'auto' })}
            type={type}
            autocomplete="off"
            maxLength={maxLength}
            value={value}
            onInput={(e) => onChange(e.currentTarget.value)}
          />
        )
      }
    </Field>
  );
}

interface SelectProps<T extends string> {
  label: string;
  value: T;
  values: readonly T[];
  text(value: T): string;
  wrong?: boolean;
  onChange(value: T): void;
}

export function Select<T extends string>({ label, value, values, text, wrong = false, onChange }: SelectProps<T>) {
  const { m } = useSchool();
  return (
    <Field label={label} error={wrong ? m.check : null}>
      {(attributes) => (
        <select {...attributes} class="input" value={value} onChange={(e) => onChange(e.currentTarget.value as T)}>
          {values.map((v) => (
            <option key={v} value={v}>
              {text(v)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** How long a text of so many lines may be. */
export const linesMax = (count: number, length: number): number => count * (length + 1);

/** The lines of a text, without empty ones. */
export const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

export function Fact({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd dir="auto">{children}</dd>
    </div>
  );
}
