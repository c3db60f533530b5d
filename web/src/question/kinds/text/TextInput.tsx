import { useState } from 'preact/hooks';
import { Field } from '../../../ui/Field';
import type { InputProps } from '../../kind';
import { characters, plainText } from '../../response';
import { useQuestionWords, useWords } from '../../words';
import { responseMaxLength } from '../../../api/values';
import type { Words } from './words/en';

export function TextInput({ value, onChange }: InputProps) {
  const words = useWords<Words>('text');
  const { tooLong } = useQuestionWords();
  const [typed, setTyped] = useState((value as string | undefined) ?? '');
  const left = responseMaxLength - characters(typed);
  return (
    <Field
      label={words.label}
      hint={left >= 0 && left <= 200 ? words.left(left) : null}
      error={left < 0 ? tooLong(-left) : null}
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
            onChange(characters(text) > responseMaxLength ? undefined : text);
          }}
        />
      )}
    </Field>
  );
}
