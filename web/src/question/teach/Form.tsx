import type { ComponentChildren, VNode } from 'preact';
import type { Kind } from '../../api/schema';
import { Field } from '../../ui/Field';
import type { Fault } from './faults';
import { faultText } from './faults';
import type { EditingWords } from './words/en';

/** What marks a control, so that a fault can lead to it. */
export const fieldMark = (question: string | null, field: string) => `${question ?? ''}/${field}`;

interface More {
  hint?: string;
  lines?: boolean;
  numeric?: boolean;
}

/** The fields of one question, with what is wrong in each. */
export class Form {
  constructor(
    private readonly question: { key: string; kind: Kind },
    private readonly faults: readonly Fault[],
    private readonly words: EditingWords,
  ) {}

  /** What is wrong with a field. */
  fault(field: string): string | undefined {
    const fault = this.faults.find((f) => f.field === field);
    return fault && faultText(this.words, this.question.kind, fault.code);
  }

  /** Attributes of the control that a fault of the field leads to. */
  mark(field: string): { 'data-field': string } {
    return { 'data-field': fieldMark(this.question.key, field) };
  }

  /** What is wrong with several rows together. */
  groupFault(field: string): ComponentChildren {
    const message = this.fault(field);
    return message ? (
      <p class="error" tabIndex={-1} {...this.mark(field)}>
        {message}
      </p>
    ) : null;
  }

  text(field: string, label: string, value: string, set: (v: string) => void, more: More = {}): VNode {
    return (
      <Field label={label} hint={more.hint} error={this.fault(field)}>
        {(attributes) =>
          more.lines ? (
            <textarea
              {...attributes}
              {...this.mark(field)}
              class="input grows short"
              dir="auto"
              rows={2}
              value={value}
              onInput={(e) => set(e.currentTarget.value)}
            />
          ) : (
            <input
              {...attributes}
              {...this.mark(field)}
              class="input"
              dir="auto"
              value={value}
              inputMode={more.numeric ? 'decimal' : 'text'}
              autocomplete="off"
              onInput={(e) => set(e.currentTarget.value)}
            />
          )
        }
      </Field>
    );
  }
}
