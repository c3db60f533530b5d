import { useId } from 'preact/hooks';

interface Props {
  label: string;
  value: string;
  options: { value: string; text: string }[];
  onChange(value: string): void;
}

/** A small choice with its label beside it. */
export function InlineSelect({ label, value, options, onChange }: Props) {
  const id = useId();
  return (
    <span class="row inline-select">
      <label class="soft small" for={id}>
        {label}
      </label>
      <select id={id} class="input jump" value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {options.map((o) => (
          <option key={o.value} value={o.value}>
            {o.text}
          </option>
        ))}
      </select>
    </span>
  );
}
