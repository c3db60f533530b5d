interface Props<T extends string> {
  legend: string;
  name: string;
  values: readonly T[];
  value: T;
  onChange(value: T): void;
  text(value: T): string;
  hint(value: T): string;
}

/** A choice of a few, each with a hint. */
export function Radios<T extends string>({ legend, name, values, value, onChange, text, hint }: Props<T>) {
  return (
    <fieldset class="stack tight">
      <legend class="legend">{legend}</legend>
      {values.map((v) => (
        <label key={v} class="check">
          <input type="radio" name={name} checked={v === value} onChange={() => onChange(v)} />
          <span>
            {text(v)}
            <span class="hint block">{hint(v)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
