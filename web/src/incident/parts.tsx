// What the pages of incidents are made of.

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { ApiError } from '../api/client';
import type { Language } from '../i18n/language';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { Field } from '../ui/Field';
import { Loading } from '../ui/Loading';
import { Notice } from '../ui/Notice';
import { StepUpRequired } from '../staff/api';
import { SignedOut } from '../staff/auth';
import { useStaffLocale } from '../staff/messages';
import { useStaff } from '../staff/context';
import { Failure, useAction, type Loaded } from '../staff/load';
import { dropGuard, here } from '../staff/router';
import { instantText, useIncidents } from './context';
import type { FieldName, IncidentMessages } from './messages/en';
import type { Incident, Part } from '../api/schema';
import { writtenPartValues } from '../api/values';
import { deviceZone, instantOf } from './zone';

/** What an incident is called. What the operator calls it may name others: a school sees when it was reported. */
export const titleOf = (t: IncidentMessages, language: Language, i: Incident) =>
  i.title || (i.readOnly ? t.own.title(instantText(language, i.clocks.reportedAt)) : i.id);

interface TroubleProps {
  error: unknown;
  onRetry?: (() => void) | undefined;
  /** The form whose entries must survive, and what they are. */
  form?: string;
  value?: () => unknown;
}

/** What went wrong, and what to do now. */
export function Trouble({ error, onRetry, form, value }: TroubleProps) {
  const { t } = useIncidents();
  const { api } = useStaff();
  const { messages } = useStaffLocale();
  const [leaving, setLeaving] = useState(false);
  if (error instanceof StepUpRequired) {
    return (
      <Notice look="warn" live>
        <p>{error.closed ? messages.failure.noFactor : t.stepUp.text}</p>
        <p>
          <Button
            look="primary"
            busy={leaving}
            onClick={() => {
              setLeaving(true);
              dropGuard();
              api.auth
                .stepUp(error.challenge, here(), { kind: 'incident', form: form ?? '', value: value?.() })
                .catch(() => setLeaving(false));
            }}
          >
            {t.stepUp.button}
          </Button>
        </p>
      </Notice>
    );
  }
  if (error instanceof ApiError && error.problem && !(error instanceof SignedOut)) {
    const fields = error.slug === 'invalid' ? fieldsOf(error) : [];
    if (fields.length > 0) {
      return (
        <Notice look="bad" live>
          <p>{t.fieldProblems}</p>
          <ul class="bullets">
            {fields.map((f) => (
              <li key={f}>
                <strong>{t.fields[f]}:</strong> {t.wrong[f]}
              </li>
            ))}
          </ul>
        </Notice>
      );
    }
    const known = Object.hasOwn(t.problems, error.slug) ? t.problems[error.slug] : null;
    if (known) {
      return (
        <Notice look="bad" live>
          <p>{known}</p>
          {onRetry && (
            <p>
              <Button onClick={onRetry}>{messages.tryAgain}</Button>
            </p>
          )}
        </Notice>
      );
    }
  }
  return (
    <Failure
      error={error}
      {...(onRetry && { onRetry })}
      {...(form !== undefined && { pending: () => ({ kind: 'incident' as const, form, value: value?.() }) })}
    />
  );
}

/** The fields that a problem names, each once. */
export function fieldsOf(error: ApiError): FieldName[] {
  const all: FieldName[] = [
    'title',
    'occurredFrom',
    'occurredUntil',
    'discoveredAt',
    'awareAt',
    'confirmedAt',
    'clockReason',
    'categories',
    'scope',
    'keysInReach',
    'risk',
    'texts',
    'contact',
    'reporter',
    'authority',
    'until',
    'reason',
    'outcome',
    'affected',
  ];
  const found = (error.problem?.errors ?? []).map((e) => e.pointer.split('/')[1] ?? '');
  return all.filter((name) => found.some((f) => f === name));
}

/** What is loading, failed, or there. */
export function Load<T>({ loaded, children }: { loaded: Loaded<T>; children(value: T): ComponentChildren }) {
  if (loaded.error) return <Trouble error={loaded.error} onRetry={loaded.reload} />;
  if (loaded.value === null) return <Loading />;
  return <>{children(loaded.value)}</>;
}

/** An instant, with its zone, and in UTC to compare with logs. */
export function Instant({ at }: { at: string | number }) {
  const { language } = useIncidents();
  const utc = instantText(language, at, 'UTC');
  return (
    <time dateTime={new Date(at).toISOString()} title={utc}>
      {instantText(language, at)}
    </time>
  );
}

export function StateBadges({ incident }: { incident: Incident }) {
  const { t } = useIncidents();
  return (
    <span class="badges">
      <span class={`badge state-${incident.state}`}>{t.states[incident.state]}</span>
      {incident.drill && <span class="badge drill-badge">{t.drill}</span>}
    </span>
  );
}

export const partNames = (t: IncidentMessages, parts: readonly Part[]) => parts.map((p) => t.parts[p]);

const isWritten = (part: Part) => (writtenPartValues as readonly Part[]).includes(part);

/** Where a missing part is to be filled in. */
export const tabOf = (part: Part) =>
  isWritten(part) || part === 'contact' ? ('texts' as const) : ('overview' as const);

/** A form that gets sent, whatever sign-in requires in between. */
export function useSending(form: string, value: () => unknown) {
  const action = useAction();
  return {
    busy: action.busy,
    run: action.run,
    clear: action.clear,
    trouble: action.error ? <Trouble error={action.error} form={form} value={value} /> : null,
    error: action.error,
  };
}

interface FormDialogProps {
  title: string;
  send: string;
  danger?: boolean;
  /** Whether the entries came back from signing in. */
  back?: boolean;
  sending: ReturnType<typeof useSending>;
  onSend(): void;
  onClose(): void;
  children: ComponentChildren;
}

export function FormDialog({
  title,
  send,
  danger = false,
  back = false,
  sending,
  onSend,
  onClose,
  children,
}: FormDialogProps) {
  const { t } = useIncidents();
  const { messages } = useStaffLocale();
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          onSend();
        }}
      >
        {back && <Notice live>{t.stepUp.back}</Notice>}
        {children}
        {sending.trouble}
        <div class="row dialog-buttons">
          <Button onClick={onClose}>{messages.cancel}</Button>
          <Button look={danger ? 'danger' : 'primary'} type="submit" busy={sending.busy}>
            {send}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** A time in a zone, read back in UTC, so that a mistake is seen. */
export function TimeField({
  label,
  hint,
  error,
  value,
  zone,
  onInput,
}: {
  label: string;
  hint?: string;
  error?: string | null | undefined;
  value: string;
  zone: string;
  onInput(value: string): void;
}) {
  const { t, language } = useIncidents();
  const instant = instantOf(value, zone);
  return (
    <Field label={label} hint={hint} error={error}>
      {(attributes) => (
        <>
          <input
            {...attributes}
            class="input"
            type="datetime-local"
            value={value}
            onInput={(e) => onInput(e.currentTarget.value)}
          />
          {instant && (
            <p class="hint">
              {t.report.utc(
                zone === 'UTC' ? instantText(language, instant, deviceZone()) : instantText(language, instant, 'UTC'),
              )}
            </p>
          )}
        </>
      )}
    </Field>
  );
}

export function TextInput({
  label,
  hint,
  error,
  value,
  onInput,
  type = 'text',
  max,
  required,
}: {
  label: string;
  hint?: string;
  error?: string | null | undefined;
  value: string;
  onInput(value: string): void;
  type?: 'text' | 'email' | 'tel';
  max: number;
  required?: boolean;
}) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(attributes) => (
        <input
          {...attributes}
          class="input"
          type={type}
          maxLength={max}
          dir="auto"
          aria-required={required}
          value={value}
          onInput={(e) => onInput(e.currentTarget.value)}
        />
      )}
    </Field>
  );
}

export function TextArea({
  label,
  hint,
  error,
  value,
  onInput,
  rows = 4,
}: {
  label: ComponentChildren;
  hint?: ComponentChildren;
  error?: string | null | undefined;
  value: string;
  onInput(value: string): void;
  rows?: number;
}) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(attributes) => (
        <textarea
          {...attributes}
          class="input"
          rows={rows}
          dir="auto"
          value={value}
          onInput={(e) => onInput(e.currentTarget.value)}
        />
      )}
    </Field>
  );
}

/** Says that there is nothing, and what to do then. */
export function Empty({ children }: { children: ComponentChildren }) {
  return <div class="empty stack">{children}</div>;
}
