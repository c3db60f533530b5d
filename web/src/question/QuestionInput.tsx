// The nine kinds of question as students operate them: native controls only, so
// that touch, mouse, keyboard and screen readers all work the same way. Students
// answer with it; teachers preview with it.

import type { ComponentChildren } from 'preact';
import { useCommon, useLocale } from '../i18n/messages';
import { formatNumber } from '../i18n/format';
import type { PaperQuestion, Response } from '../api/schema';
import { Choices, Radios } from './Choice';
import { CloudInput } from './CloudInput';
import { MatchInput } from './MatchInput';
import { NumberInput } from './NumberInput';
import { OrderInput } from './OrderInput';
import { ScaleInput } from './ScaleInput';
import { TextInput } from './TextInput';
import './question.css';

export interface InputProps {
  question: PaperQuestion;
  /** The answer as it stands, or undefined where there is none yet. */
  value: Response | undefined;
  /** A new answer; undefined when what was typed is none. */
  onChange(value: Response | undefined): void;
}

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
  const messages = useCommon().question;
  const Heading = `h${heading}` as 'h1';
  return (
    <fieldset class="question" disabled={disabled}>
      <legend>
        <span class="question-meta">
          {above}
          {question.points > 0 && (
            <span>{messages.points(formatNumber(language, question.points), question.points === 1)}</span>
          )}
        </span>
        <Heading class="prompt text" dir="auto" tabIndex={-1}>
          {question.prompt}
        </Heading>
      </legend>
      {/* What was typed belongs to one question only. */}
      <Control key={question.id} {...input} />
    </fieldset>
  );
}

function Control(props: InputProps) {
  const messages = useCommon().question;
  const { question, value, onChange } = props;
  switch (question.kind) {
    case 'choice':
      return (
        <Radios
          hint={messages.chooseOne}
          items={question.options ?? []}
          chosen={value as string | undefined}
          onChoose={onChange}
        />
      );
    case 'trueFalse':
      return (
        <Radios
          items={[
            { id: 'true', text: messages.yes },
            { id: 'false', text: messages.no },
          ]}
          chosen={value === undefined ? undefined : String(value)}
          onChoose={(id) => onChange(id === 'true')}
        />
      );
    case 'choices':
      return <Choices {...props} />;
    case 'text':
      return <TextInput {...props} />;
    case 'number':
      return <NumberInput {...props} />;
    case 'order':
      return <OrderInput {...props} />;
    case 'match':
      return <MatchInput {...props} />;
    case 'scale':
      return <ScaleInput {...props} />;
    case 'cloud':
      return <CloudInput {...props} />;
  }
}
