import { useRef, useState } from 'preact/hooks';
import { formatNumber } from '../../../i18n/format';
import { useLocale } from '../../../i18n/messages';
import { Button } from '../../../ui/Button';
import { Field } from '../../../ui/Field';
import type { InputProps } from '../../kind';
import { parseNumber } from '../../number';
import { useWords } from '../../words';
import type { Words } from './words/en';
import './number.css';

export function NumberInput({ value, onChange }: InputProps) {
  const { language } = useLocale();
  const words = useWords<Words>('number');
  const [typed, setTyped] = useState(() => (value === undefined ? '' : editable(value as number, language)));
  const [left, setLeft] = useState(true);
  const input = useRef<HTMLInputElement>(null);

  function change(text: string) {
    setTyped(text);
    onChange(parseNumber(text, language));
  }

  const x = parseNumber(typed, language);
  const wrong = x === undefined && typed.trim() !== '';
  // Where it could be read in two ways, what was understood is shown.
  const read = x !== undefined && !/^\s*[+-]?\d+\s*$/.test(typed) ? words.read(formatNumber(language, x)) : null;
  return (
    <Field label={words.label} hint={read} error={wrong && left ? words.notANumber : null}>
      {(attributes) => (
        <div class="number">
          <input
            {...attributes}
            ref={input}
            class="input"
            type="text"
            inputMode="decimal"
            autocomplete="off"
            dir="ltr"
            maxLength={40}
            value={typed}
            onInput={(event) => {
              setLeft(false);
              change(event.currentTarget.value);
            }}
            onBlur={() => setLeft(true)}
          />
          {/* Some phones' number pads have no minus. */}
          <Button
            aria-label={words.changeSign}
            onClick={() => {
              change(/^\s*[-\u2212\u2010-\u2014]/.test(typed) ? typed.replace(/^\s*./u, '') : `-${typed.trim()}`);
              input.current?.focus();
            }}
          >
            ±
          </Button>
        </div>
      )}
    </Field>
  );
}

/** The number as its owner could have typed it. */
function editable(x: number, language: string): string {
  return language === 'en' ? String(x) : String(x).replace('.', ',');
}
