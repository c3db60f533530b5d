// The fields of one question. A `DraftQuestion` holds what was typed.

import type { Kind } from '../../api/schema';
import { Field } from '../../ui/Field';
import { canBePoll, changeKind, isEssay, isScored } from './draft';
import type { Fault } from './faults';
import { Form } from './Form';
import { kindNames, teacherKinds, type DraftQuestion } from './kinds';
import { useEditing } from './words';

interface Props {
  question: DraftQuestion;
  faults: Fault[];
  onChange(question: DraftQuestion): void;
}

export function QuestionEditor({ question: q, faults, onChange }: Props) {
  const words = useEditing().messages.editing;
  const change = (part: Partial<DraftQuestion>) => onChange({ ...q, ...part });
  const form = new Form(q, faults, words);
  const scored = isScored(q);
  const ofKind = words.kinds[q.kind];
  const { Editor, Advanced } = teacherKinds[q.kind];
  return (
    <div class="stack question-editor">
      <div class="editor-head">
        <Field label={words.kind} hint={ofKind.about}>
          {(attributes) => (
            <select
              {...attributes}
              class="input"
              value={q.kind}
              onChange={(e) => onChange(changeKind(q, e.currentTarget.value as Kind))}
            >
              {kindNames.map((kind) => (
                <option key={kind} value={kind}>
                  {words.kinds[kind].name}
                </option>
              ))}
            </select>
          )}
        </Field>
        {scored && (
          <div class="narrow">
            {form.text('points', words.points, q.points, (points) => change({ points }), { numeric: true })}
          </div>
        )}
        {isEssay(q) && (
          <div class="narrow">
            {form.text('points', words.points, q.essayPoints, (essayPoints) => change({ essayPoints }), {
              numeric: true,
            })}
          </div>
        )}
      </div>
      {form.text('prompt', words.prompt, q.prompt, (prompt) => change({ prompt }), { lines: true })}
      {canBePoll(q.kind) && (
        <label class="check">
          <input type="checkbox" checked={!q.scored} onChange={(e) => change({ scored: !e.currentTarget.checked })} />
          <span>
            {ofKind.poll ?? words.poll}
            <span class="hint block">{ofKind.pollHint ?? words.pollHint}</span>
          </span>
        </label>
      )}
      <Editor q={q} scored={scored} change={change} form={form} />
      <details class="fold">
        <summary>{words.advanced}</summary>
        <div class="stack">
          {Advanced && <Advanced q={q} scored={scored} change={change} form={form} />}
          {form.text('explanation', words.explanation, q.explanation, (explanation) => change({ explanation }), {
            lines: true,
            hint: words.explanationHint,
          })}
          {scored && (
            <>
              {form.text('whenRight', words.whenRight, q.whenRight, (whenRight) => change({ whenRight }), {
                lines: true,
              })}
              {form.text('whenWrong', words.whenWrong, q.whenWrong, (whenWrong) => change({ whenWrong }), {
                lines: true,
              })}
            </>
          )}
        </div>
      </details>
    </div>
  );
}
