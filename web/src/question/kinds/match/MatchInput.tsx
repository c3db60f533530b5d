import { useId } from 'preact/hooks';
import type { InputProps } from '../../kind';
import { useQuestionWords, useWords } from '../../words';
import type { Words } from './words/en';
import './match.css';

/** Texts longer than this are shown in full beside the lists to choose from. */
const SHORT = 40;

export function MatchInput({ question, value, onChange }: InputProps) {
  const words = useWords<Words>('match');
  const { choose } = useQuestionWords();
  const id = useId();
  const pairs = (value ?? {}) as Record<string, string>;
  const targets = question.targets ?? [];
  const long = targets.some((t) => t.text.length > SHORT);
  return (
    <div class="stack">
      <p class="hint">{words.hint}</p>
      {long && (
        <ol class="bullets">
          {targets.map((t) => (
            <li key={t.id} class="text" dir="auto">
              {t.text}
            </li>
          ))}
        </ol>
      )}
      <ul class="match">
        {(question.options ?? []).map((option) => (
          <li key={option.id} class="match-item">
            <span class="text" dir="auto" id={`${id}-${option.id}`}>
              {option.text}
            </span>
            <select
              class="input"
              aria-label={words.belongsTo(option.text)}
              value={pairs[option.id] ?? ''}
              onChange={(event) => {
                const next = { ...pairs };
                if (event.currentTarget.value) next[option.id] = event.currentTarget.value;
                else delete next[option.id];
                onChange(next);
              }}
            >
              <option value="">{choose}</option>
              {targets.map((t, i) => (
                <option key={t.id} value={t.id} dir="auto">
                  {long ? `${i + 1}. ${t.text}` : t.text}
                </option>
              ))}
            </select>
          </li>
        ))}
      </ul>
    </div>
  );
}
