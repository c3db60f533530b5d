import { useState } from 'preact/hooks';
import { Field } from '../../../ui/Field';
import type { InputProps } from '../../kind';
import { characters } from '../../response';
import { useQuestionWords, useWords } from '../../words';
import { responseItemsMaxLength } from '../../../api/values';
import { filledIn } from './response';
import type { Words } from './words/en';

export function CloudInput({ question, value, onChange }: InputProps) {
  const words = useWords<Words>('cloud');
  const { tooLong } = useQuestionWords();
  const most = question.maxWords ?? 1;
  const [typed, setTyped] = useState<string[]>((value as string[] | undefined) ?? []);
  // One empty field more than is filled in, up to what is allowed.
  const fields = Math.min(most, Math.max(typed.length + 1, Math.min(most, 3)));

  function change(i: number, text: string) {
    const next = Array.from({ length: fields }, (_, k) => (k === i ? text : (typed[k] ?? '')));
    while (next.length > 0 && next.at(-1) === '') next.pop();
    setTyped(next);
    const list = filledIn(next);
    onChange(list.length === 0 || list.some((w) => characters(w) > responseItemsMaxLength) ? undefined : list);
  }

  return (
    <div class="stack">
      <p class="hint">{words.hint(most)}</p>
      {Array.from({ length: fields }, (_, i) => {
        const word = typed[i] ?? '';
        const over = characters(word.trim()) - responseItemsMaxLength;
        return (
          <Field key={i} label={words.word(i + 1)} error={over > 0 ? tooLong(over) : null}>
            {(attributes) => (
              <input
                {...attributes}
                class="input"
                type="text"
                autocomplete="off"
                dir="auto"
                value={word}
                onInput={(event) => change(i, event.currentTarget.value)}
              />
            )}
          </Field>
        );
      })}
    </div>
  );
}
