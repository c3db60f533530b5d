import { useState } from 'preact/hooks';
import { formatDate, formatDateTime, formatNumber } from '../i18n/format';
import { useStaffLocale } from '../staff/messages';
import { Confirm } from '../staff/Confirm';
import { useStaff } from '../staff/context';
import { Load, useLoad } from '../staff/load';
import { to } from '../staff/router';
import { announce } from '../ui/announce';
import { Button } from '../ui/Button';
import { Field } from '../ui/Field';
import { Notice } from '../ui/Notice';
import { confirm, getPlan, listHolds } from './api';
import { dayAfter, endOfDay, localDay } from './day';
import { usePrivacy } from './messages';
import { countOutcomes, groupSteps, subjectID, type Outcome, type PlanGroup } from './plan';
import type { Hold, Plan, RetentionStep } from '../api/schema';
import { planAheadMonths } from '../api/values';
import { TaskFailure, useTask } from './useTask';

/** How many steps of a group are shown at first, and with each press more. */
const PAGE = 50;

const presets = { now: 0, month: 1, half: 6, year: 12 } as const;

export function PlanPage() {
  const { language, m } = usePrivacy();
  const { api } = useStaff();
  const t = m.plan;
  const [typed, setTyped] = useState(() => localDay(dayAfter(new Date(), 6)));
  const [day, setDay] = useState(typed);
  const [problem, setProblem] = useState<string | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const loaded = useLoad(
    async (signal) => {
      const [plan, holds] = await Promise.all([getPlan(api, endOfDay(day), undefined, signal), listHolds(api, signal)]);
      return { plan, holds };
    },
    [day],
  );
  const task = useTask('confirm', async ({ what, waiting }) => {
    await confirm(api, what, waiting);
    setDone(what === 'cap' ? t.confirmed : t.resumed);
    loaded.reload();
  });

  function show(next: string) {
    const at = endOfDay(next);
    const fits = at !== null && next >= localDay(new Date()) && at < dayAfter(new Date(), planAheadMonths);
    setProblem(fits ? null : t.untilProblem);
    if (!fits) return;
    setTyped(next);
    setDay(next);
  }

  return (
    <>
      <p class="measure">{t.intro}</p>
      <form
        class="stack tight"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          show(typed);
        }}
      >
        <Field label={t.until} hint={t.untilHint} error={problem}>
          {(attributes) => (
            <div class="row">
              <input
                {...attributes}
                class="input date"
                type="date"
                required
                min={localDay(new Date())}
                value={typed}
                onInput={(event) => {
                  setTyped(event.currentTarget.value);
                  setProblem(null);
                }}
              />
              <Button type="submit" look="primary">
                {t.show}
              </Button>
            </div>
          )}
        </Field>
        <div class="row presets">
          {(Object.keys(presets) as (keyof typeof presets)[]).map((name) => {
            const preset = localDay(dayAfter(new Date(), presets[name]));
            return (
              <Button key={name} look="quiet" aria-pressed={preset === day} onClick={() => show(preset)}>
                {t.presets[name]}
              </Button>
            );
          })}
        </div>
      </form>
      {done !== null && (
        <Notice look="good" live>
          {done}
        </Notice>
      )}
      <TaskFailure task={task} />
      <Load loaded={loaded}>
        {({ plan, holds }) => (
          <>
            {plan.paused && <Paused task={task} />}
            {plan.stopped && done === null && <Stopped stopped={plan.stopped} task={task} />}
            {plan.items.length === 0 ? (
              <div class="empty" role="status">
                <p>{t.empty(formatDate(language, endOfDay(day)!))}</p>
              </div>
            ) : (
              <Found plan={plan} holds={holds} until={formatDate(language, endOfDay(day)!)} />
            )}
          </>
        )}
      </Load>
    </>
  );
}

type ConfirmTask = ReturnType<typeof useTask<'confirm'>>;

function Stopped({ stopped, task }: { stopped: NonNullable<Plan['stopped']>; task: ConfirmTask }) {
  const { language, m } = usePrivacy();
  const t = m.plan;
  const [asked, setAsked] = useState(false);
  const n = formatNumber(language, stopped.waiting);
  return (
    <Notice look="warn">
      <h2>{t.stoppedTitle}</h2>
      <p>{t.stopped(n, formatDateTime(language, stopped.since))}</p>
      <p>
        <Button busy={task.action.busy} onClick={() => setAsked(true)}>
          {t.confirm(n)}
        </Button>
      </p>
      {asked && (
        <Confirm
          title={t.confirmTitle}
          confirm={t.confirm(n)}
          danger
          onClose={() => setAsked(false)}
          onConfirm={() => {
            setAsked(false);
            task.start({ do: 'confirm', what: 'cap', waiting: stopped.waiting });
          }}
        >
          <p>{t.confirmText(n)}</p>
        </Confirm>
      )}
    </Notice>
  );
}

function Paused({ task }: { task: ConfirmTask }) {
  const { m } = usePrivacy();
  const { person } = useStaff();
  const t = m.plan;
  const [asked, setAsked] = useState(false);
  return (
    <Notice look="warn">
      <h2>{t.pausedTitle}</h2>
      <p>{t.paused}</p>
      {/* An administrator of a school has no say in this. */}
      {person.permissions.includes('platform:incidents') && (
        <p>
          <Button busy={task.action.busy} onClick={() => setAsked(true)}>
            {t.resume}
          </Button>
        </p>
      )}
      {asked && (
        <Confirm
          title={t.resumeTitle}
          confirm={t.resume}
          danger
          onClose={() => setAsked(false)}
          onConfirm={() => {
            setAsked(false);
            task.start({ do: 'confirm', what: 'restore' });
          }}
        >
          <p>{t.resumeText}</p>
        </Confirm>
      )}
    </Notice>
  );
}

function Found({ plan, holds, until }: { plan: Plan; holds: Hold[]; until: string }) {
  const { language, m } = usePrivacy();
  const t = m.plan;
  const counts = countOutcomes(plan.items);
  const said = (['held', 'erased', 'deleted', 'closed'] as Outcome[]).filter((o) => counts[o] > 0);
  return (
    <>
      <div class="stack tight" role="status">
        <p>{t.summary(until)}</p>
        <ul class="row plain-row">
          {said.map((outcome) => (
            <li key={outcome} class={`badge ${outcome}`}>
              {t.counts[outcome](formatNumber(language, counts[outcome]))}
            </li>
          ))}
        </ul>
      </div>
      {plan.truncated && <Notice look="warn">{t.truncated(formatNumber(language, plan.items.length))}</Notice>}
      {groupSteps(plan.items).map((group) => (
        <Group key={`${group.outcome} ${group.rule}`} group={group} holds={holds} />
      ))}
    </>
  );
}

function Group({ group, holds }: { group: PlanGroup; holds: Hold[] }) {
  const { language, m } = usePrivacy();
  const { messages } = useStaffLocale();
  const [shown, setShown] = useState(PAGE);
  const { outcome, rule, steps } = group;
  const id = `group-${outcome}-${rule}`;
  return (
    // Two groups may have the same outcome and be as large.
    <section class="stack tight" aria-labelledby={`${id} ${id}-rule`}>
      <h2 id={id}>
        {m.plan.outcomes[outcome]} <span class="soft">({formatNumber(language, steps.length)})</span>
      </h2>
      <p class="soft sentence" id={`${id}-rule`}>
        {m.rules[rule]}
      </p>
      <ul class="list tight-list">
        {steps.slice(0, shown).map((step, i) => (
          <StepRow key={i} step={step} holds={holds} />
        ))}
      </ul>
      {shown < steps.length && (
        <p>
          <Button
            onClick={() => {
              announce(messages.moreShown(Math.min(PAGE, steps.length - shown)));
              setShown(shown + PAGE);
            }}
          >
            {messages.showMore}
          </Button>
        </p>
      )}
    </section>
  );
}

function StepRow({ step, holds }: { step: RetentionStep; holds: Hold[] }) {
  const { language, m } = usePrivacy();
  const t = m.plan;
  const { subject } = step;
  const id = subjectID(subject);
  const name = step.title ?? id ?? m.kinds[subject.kind];
  const hold = holds.find((h) => h.id === step.hold);
  return (
    <li class="list-item">
      <div class="list-text">
        <h3 dir="auto">{step.title ?? (id ? <code>{id}</code> : m.kinds[subject.kind])}</h3>
        <p class="soft small">
          {m.kinds[subject.kind]} · {formatDateTime(language, step.at)}
          {step.at !== step.due &&
            step.hold === null &&
            Date.parse(step.at) > Date.now() + 60_000 &&
            ` · ${t.later(formatDate(language, step.due))}`}
        </p>
        {step.hold !== null && (
          <p class="small" dir="auto">
            {t.heldBy(hold ? hold.name : step.hold)}
          </p>
        )}
      </div>
      {subject.kind === 'session' && subject.session && step.hold === null && step.to !== 'closed' && (
        <a class="row-link" href={holdOf(subject.session)} aria-label={t.placeHoldOf(name)}>
          {t.placeHold}
        </a>
      )}
    </li>
  );
}

/** The page of holds, about to place one on a session. */
function holdOf(session: string): string {
  const href = new URL(to.privacy('holds'), location.href);
  href.searchParams.set('session', session);
  return href.pathname + href.search;
}
