import { useId } from 'preact/hooks';
import type { Item } from '../api/schema';
import { useCommon } from '../i18n/messages';
import type { InputProps } from './QuestionInput';

interface RadiosProps {
  hint?: string;
  items: Item[];
  chosen: string | undefined;
  onChoose(id: string): void;
}

export function Radios({ hint, items, chosen, onChoose }: RadiosProps) {
  const name = useId();
  return (
    <div class="stack tight">
      {hint && <p class="hint">{hint}</p>}
      {items.map((item) => (
        <label key={item.id} class="option">
          <input type="radio" name={name} checked={item.id === chosen} onChange={() => onChoose(item.id)} />
          <span class="text" dir="auto">
            {item.text}
          </span>
        </label>
      ))}
    </div>
  );
}

export function Choices({ question, value, onChange }: InputProps) {
  const messages = useCommon().question;
  const chosen = (value ?? []) as string[];
  const options = question.options ?? [];
  return (
    <div class="stack tight">
      <p class="hint">{messages.chooseSeveral}</p>
      {options.map((item) => (
        <label key={item.id} class="option">
          <input
            type="checkbox"
            checked={chosen.includes(item.id)}
            onChange={(event) => {
              const { checked } = event.currentTarget;
              onChange(options.map((o) => o.id).filter((id) => (id === item.id ? checked : chosen.includes(id))));
            }}
          />
          <span class="text" dir="auto">
            {item.text}
          </span>
        </label>
      ))}
    </div>
  );
}
