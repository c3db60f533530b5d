import { useId } from 'preact/hooks';
import type { Item } from '../api/schema';

interface Props {
  hint?: string;
  items: Item[];
  /** Whether more than one can be chosen. */
  several?: boolean;
  chosen: readonly string[];
  onChange(id: string, chosen: boolean): void;
}

/** Options to choose from, one or several. */
export function Options({ hint, items, several, chosen, onChange }: Props) {
  const name = useId();
  return (
    <div class="stack tight">
      {hint && <p class="hint">{hint}</p>}
      {items.map(({ id, text }) => (
        <label key={id} class="option">
          <input
            type={several ? 'checkbox' : 'radio'}
            name={name}
            checked={chosen.includes(id)}
            onChange={(event) => onChange(id, event.currentTarget.checked)}
          />
          <span class="text" dir="auto">
            {text}
          </span>
        </label>
      ))}
    </div>
  );
}
