import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { formatNumber } from '../i18n/format';
import type { Pending } from '../staff/pending';
import { useStaff } from '../staff/context';
import { Failure, useAction, type Action } from '../staff/load';
import { useStaffLocale } from '../staff/messages';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { Field } from '../ui/Field';
import { Notice } from '../ui/Notice';
import { getPlan } from './api';
import { draftOf, readDraft, type PeriodDraft, type PolicyDraft, type Problems } from './draft';
import { usePrivacy } from './messages';
import { durationText, mayBeShorter, parsePeriod } from '../orgPrivacy/period';
import { countOutcomes } from './plan';
import type { Plan, Policy } from '../api/schema';
import { planUnasked } from '../api/values';
import type { Task } from './task';
import { TaskFailure } from './useTask';

interface Props {
  policy: Policy;
  etag: string | null;
  task: { action: Action; start(task: Extract<Task, { do: 'policy' }>): void; pending(): Pending };
  onClose(): void;
}

export function PolicyForm({ policy, etag, task, onClose }: Props) {
  const { m } = usePrivacy();
  const { messages } = useStaffLocale();
  const { api } = useStaff();
  const t = m.form;
  const [draft, setDraft] = useState<PolicyDraft>(() => draftOf(policy));
  const [problems, setProblems] = useState<Problems>({});
  const [child, setChild] = useState(false);
  const [asked, setAsked] = useState<{ policy: Policy; plan: Plan | null } | null>(null);
  const looking = useAction();
  const form = useRef<HTMLFormElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);

  const set = (change: Partial<PolicyDraft>) => setDraft((old) => ({ ...old, ...change }));
  const problem = (field: keyof PolicyDraft) => problems[field] && t.problems[problems[field]];

  function submit() {
    const read = readDraft(draft);
    setProblems(read.problems);
    if (Object.keys(read.problems).length > 0) {
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus());
      return;
    }
    looking.run(async () => {
      const shorter = isShorter(read.policy, policy);
      setAsked({
        policy: read.policy,
        plan: shorter ? await getPlan(api, null, { kept: read.policy.kept, restore: read.policy.restore }) : null,
      });
    });
  }

  return (
    <form
      ref={form}
      class="card stack loose measure"
      noValidate
      aria-labelledby="policy-form"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <h2 id="policy-form" ref={heading} tabIndex={-1}>
        {t.title}
      </h2>
      <PeriodFields
        legend={t.kept}
        hint={t.keptHint}
        years
        value={draft.kept}
        error={problem('kept')}
        onChange={(kept) => set({ kept })}
      />
      <PeriodFields
        legend={t.restore}
        hint={t.restoreHint}
        value={draft.restore}
        error={problem('restore')}
        onChange={(restore) => set({ restore })}
      />
      <Field label={t.purposes} hint={t.purposesHint} error={problem('purposes')}>
        {(attributes) => (
          <textarea
            {...attributes}
            class="input"
            dir="auto"
            rows={3}
            value={draft.purposes}
            onInput={(e) => set({ purposes: e.currentTarget.value })}
          />
        )}
      </Field>
      <Field label={t.clause} hint={t.clauseHint} error={problem('clause')}>
        {(attributes) => (
          <input
            {...attributes}
            class="input"
            dir="auto"
            value={draft.clause}
            onInput={(e) => set({ clause: e.currentTarget.value })}
          />
        )}
      </Field>
      <Field label={t.contact} hint={t.contactHint} error={problem('contact')}>
        {(attributes) => (
          <input
            {...attributes}
            class="input"
            type="email"
            autocomplete="off"
            value={draft.contact}
            onInput={(e) => set({ contact: e.currentTarget.value })}
          />
        )}
      </Field>
      <Field label={t.participants} hint={t.participantsHint} error={problem('participants')}>
        {(attributes) => (
          <input
            {...attributes}
            class="input narrow"
            inputMode="numeric"
            value={draft.participants}
            onInput={(e) => set({ participants: e.currentTarget.value })}
          />
        )}
      </Field>
      {looking.error ? <Failure error={looking.error} slugs={m.slug} /> : null}
      {!asked && <TaskFailure task={task} />}
      <div class="row">
        <Button type="submit" look="primary" busy={looking.busy}>
          {looking.busy ? t.looking : t.next}
        </Button>
        <Button onClick={onClose}>{messages.cancel}</Button>
      </div>
      {asked && (
        <Dialog title={t.confirmTitle} onClose={() => setAsked(null)}>
          <Consequences before={policy} after={asked.policy} plan={asked.plan} />
          {takes(asked.policy, policy) && <Notice>{t.notice}</Notice>}
          {mayBeAtOnce(asked.policy, policy) && (
            <label class="check">
              <input type="checkbox" checked={child} onChange={(e) => setChild(e.currentTarget.checked)} />
              <span>
                {t.child} <span class="soft small">{t.childHint}</span>
              </span>
            </label>
          )}
          <TaskFailure task={task} />
          <div class="row dialog-buttons">
            <Button onClick={() => setAsked(null)}>{messages.cancel}</Button>
            <Button
              look={asked.plan ? 'danger' : 'primary'}
              busy={task.action.busy}
              onClick={() =>
                task.start({
                  do: 'policy',
                  policy: {
                    ...asked.policy,
                    ...(child && mayBeAtOnce(asked.policy, policy) && { ground: 'child-erasure' as const }),
                  },
                  etag,
                })
              }
            >
              {t.save}
            </Button>
          </div>
        </Dialog>
      )}
    </form>
  );
}

const period = (iso: string) => parsePeriod(iso) ?? { months: 0, days: 0 };

function isShorter(after: Policy, before: Policy): boolean {
  return (
    mayBeShorter(period(after.kept), period(before.kept)) || mayBeShorter(period(after.restore), period(before.restore))
  );
}

/** Whether a change needs notice: the rule of domain.Policy.Takes. */
function takes(after: Policy, before: Policy): boolean {
  const same = (field: 'kept' | 'restore') => {
    const [a, b] = [period(after[field]), period(before[field])];
    return a.months === b.months && a.days === b.days;
  };
  return !same('kept') || !same('restore') || after.purposes.some((p) => !before.purposes.includes(p));
}

/** Whether it may do without for a child's erasure, as far as is clear from here: nothing is kept longer, or for more. */
function mayBeAtOnce(after: Policy, before: Policy): boolean {
  return (
    takes(after, before) &&
    !mayBeShorter(period(before.kept), period(after.kept)) &&
    !mayBeShorter(period(before.restore), period(after.restore)) &&
    after.purposes.every((p) => before.purposes.includes(p))
  );
}

/** What a change does, at once and later. */
function Consequences({ before, after, plan }: { before: Policy; after: Policy; plan: Plan | null }) {
  const { language, m } = usePrivacy();
  const t = m.form;
  const longer =
    mayBeShorter(period(before.kept), period(after.kept)) ||
    mayBeShorter(period(before.restore), period(after.restore));
  const changes = (['kept', 'restore'] as const).filter((field) => before[field] !== after[field]);
  const other = (['purposes', 'clause', 'contact', 'maxParticipants'] as const).some(
    (field) => String(before[field]) !== String(after[field]),
  );
  const counts = plan && countOutcomes(plan.items);
  return (
    <>
      <ul class="bullets stack tight">
        {changes.map((field) => (
          <li key={field}>
            {t.change(m.policy[field], durationText(language, before[field]), durationText(language, after[field]))}
          </li>
        ))}
        {other && <li>{t.changedText}</li>}
        {changes.length === 0 && !other && <li>{t.nothing}</li>}
      </ul>
      {plan && counts && (
        <Notice look="warn">
          <p>{t.shorter}</p>
          <p>
            {counts.deleted + counts.erased === 0
              ? t.atOnceNone
              : t.atOnce(formatNumber(language, counts.deleted), formatNumber(language, counts.erased))}{' '}
            {plan.truncated && t.atOnceMore}
          </p>
          {(plan.truncated || counts.deleted + counts.erased > planUnasked) && <p>{t.overCap}</p>}
        </Notice>
      )}
      {longer && <Notice>{t.longer}</Notice>}
    </>
  );
}

interface PeriodProps {
  legend: string;
  hint: string;
  years?: boolean;
  value: PeriodDraft;
  error: string | undefined;
  onChange(value: PeriodDraft): void;
}

function PeriodFields({ legend, hint, years = false, value, error, onChange }: PeriodProps) {
  const { m } = usePrivacy();
  const id = useId();
  const fields = years ? (['years', 'months', 'days'] as const) : (['months', 'days'] as const);
  return (
    <fieldset class="stack tight" aria-describedby={error ? `${id}-hint ${id}-error` : `${id}-hint`}>
      <legend class="legend">{legend}</legend>
      <p class="hint" id={`${id}-hint`}>
        {hint}
      </p>
      <div class="row">
        {fields.map((field) => (
          <Field key={field} label={m.form[field]}>
            {(attributes) => (
              <input
                {...attributes}
                {...(error && { 'aria-invalid': 'true' as const, 'aria-describedby': `${id}-error` })}
                class="input count"
                inputMode="numeric"
                value={value[field]}
                onInput={(event) => onChange({ ...value, [field]: event.currentTarget.value })}
              />
            )}
          </Field>
        ))}
      </div>
      {error && (
        <p class="error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </fieldset>
  );
}
