import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { limits } from '../question/teach/limits';
import { Button } from '../ui/Button';
import { Field } from '../ui/Field';
import { useStaffLocale } from './messages';

/** Looks for titles in a list, beside what else narrows it. An emptied field shows all again. */
export function TitleSearch({ onSearch, children }: { onSearch(text: string): void; children: ComponentChildren }) {
  const { messages } = useStaffLocale();
  const [typed, setTyped] = useState('');
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
        <Field label={messages.search.titles}>
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
