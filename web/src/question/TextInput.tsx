import { useState } from 'preact/hooks';
import { useCommon } from '../i18n/messages';
import { Field } from '../ui/Field';
import type { InputProps } from './QuestionInput';
import { characters, plainText, TEXT_MAX } from './response';

export function TextInput({ value, onChange }: InputProps) {
  const messages = useCommon().question;
  const [typed, setTyped] = useState((value as string | undefined) ?? '');
  const left = TEXT_MAX - characters(typed);
  return (
    <Field
      label={messages.textLabel}
      hint={left >= 0 && left <= 200 ? messages.left(left) : null}
      error={left < 0 ? messages.tooLong(-left) : null}
    >
      {(attributes) => (
        <textarea
          {...attributes}
          class="input grows"
          rows={3}
          dir="auto"
          value={typed}
          onInput={(event) => {
            const text = plainText(event.currentTarget.value);
            setTyped(text);
            onChange(characters(text) > TEXT_MAX ? undefined : text);
          }}
        />
      )}
    </Field>
  );
}
