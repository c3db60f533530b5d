// A question as students operate it: native controls only, so that touch, mouse,
// keyboard and screen readers all work the same way. Students answer with it;
// teachers preview with it.

import type { ComponentChildren } from 'preact';
import { formatNumber } from '../i18n/format';
import { useLocale } from '../i18n/messages';
import type { InputProps } from './kind';
import { kinds } from './kinds';
import { useQuestionWords } from './words';
import './question.css';

interface Props extends InputProps {
  disabled?: boolean;
  /** Stands before the prompt, for example "Question 2 of 9". */
  above?: ComponentChildren;
  /** The level of the prompt's heading. */
  heading?: 1 | 2 | 3;
}

export function QuestionInput({ disabled = false, above, heading = 1, ...input }: Props) {
  const { question } = input;
  const { language } = useLocale();
  const words = useQuestionWords();
  const Heading = `h${heading}` as 'h1';
  const { Input } = kinds[question.kind];
  return (
    <fieldset class="question" disabled={disabled}>
      <legend>
        <span class="question-meta">
          {above}
          {question.points > 0 && (
            <span>{words.points(formatNumber(language, question.points), question.points === 1)}</span>
          )}
        </span>
        <Heading class="prompt text" dir="auto" tabIndex={-1}>
          {question.prompt}
        </Heading>
      </legend>
      {/* What was typed belongs to one question only. */}
      <Input key={question.id} {...input} />
    </fieldset>
  );
}
