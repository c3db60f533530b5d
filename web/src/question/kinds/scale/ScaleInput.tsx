import { useId } from 'preact/hooks';
import type { InputProps } from '../../kind';
import { useQuestionWords, useWords } from '../../words';
import type { Words } from './words/en';
import './scale.css';

/** With more steps than this, a list takes less room than buttons. */
const BUTTONS = 11;

export function ScaleInput({ question, value, onChange }: InputProps) {
  const words = useWords<Words>('scale');
  const { choose } = useQuestionWords();
  const name = useId();
  const { min, max, minLabel, maxLabel } = question.scale ?? { min: 1, max: 5 };
  const steps = Array.from({ length: max - min + 1 }, (_, i) => min + i);
  const label = (step: number) => (step === min && minLabel) || (step === max && maxLabel) || null;
  return (
    <div class="stack tight">
      <p class="hint">{words.hint(min, max)}</p>
      {steps.length > BUTTONS ? (
        <select
          class="input"
          aria-label={words.hint(min, max)}
          value={value === undefined ? '' : String(value)}
          onChange={(event) => event.currentTarget.value && onChange(Number(event.currentTarget.value))}
        >
          <option value="" disabled>
            {choose}
          </option>
          {steps.map((step) => (
            <option key={step} value={step} dir="auto">
              {label(step) ? `${step} – ${label(step)}` : step}
            </option>
          ))}
        </select>
      ) : (
        <div class="scale">
          {steps.map((step) => (
            <label key={step} class="step">
              <input type="radio" name={name} checked={value === step} onChange={() => onChange(step)} />
              <span>
                {step}
                {label(step) && (
                  <span class="hidden" dir="auto">
                    {' '}
                    {label(step)}
                  </span>
                )}
              </span>
            </label>
          ))}
        </div>
      )}
      {(minLabel || maxLabel) && (
        <p class="scale-labels" aria-hidden="true">
          <span dir="auto">{minLabel && `${min} – ${minLabel}`}</span>
          <span dir="auto">{maxLabel && `${max} – ${maxLabel}`}</span>
        </p>
      )}
    </div>
  );
}
