import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { limits } from '../question/teach/limits';
import { Button } from '../ui/Button';
import { Field } from '../ui/Field';
import { useStaffLocale } from './messages';

interface Props {
  /** What is looked for now; empty: nothing. */
  text: string;
  /** Where it is looked for; left out: in titles. */
  label?: string;
  onSearch(text: string): void;
  /** What else narrows the list. */
  children: ComponentChildren;
}

/** Looks for titles in a list. An emptied field shows all again. */
export function TitleSearch({ text, label, onSearch, children }: Props) {
  const { messages } = useStaffLocale();
  const [typed, setTyped] = useState(text);
  useEffect(() => setTyped(text), [text]);
  return (
    <form
      class="row apart"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        onSearch(typed.trim());
      }}
    >
      {children}
      <div class="row">
        <Field label={label ?? messages.search.titles}>
          {(attributes) => (
            <input
              {...attributes}
              class="input"
              type="search"
              dir="auto"
              autocomplete="off"
              maxLength={limits.title}
              value={typed}
              onInput={(event) => {
                setTyped(event.currentTarget.value);
                if (event.currentTarget.value === '') onSearch('');
              }}
            />
          )}
        </Field>
        <Button type="submit">{messages.search.go}</Button>
      </div>
    </form>
  );
}
