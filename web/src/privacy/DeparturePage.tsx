import { useState } from 'preact/hooks';
import type { DepartureItem, Hold, Participant, Simulation } from '../api/schema';
import { planAheadMonths } from '../api/values';
import { formatDate } from '../i18n/format';
import { keepLanguage } from '../i18n/language';
import { useStaff } from '../staff/context';
import { Failure, useAction } from '../staff/load';
import { Radios } from '../staff/Radios';
import { Button } from '../ui/Button';
import { Field } from '../ui/Field';
import { Notice } from '../ui/Notice';
import { listHolds, simulate } from './api';
import { dayAfter, endOfDay, localDay } from './day';
import { MemberChoice, StudentChoice } from './ErasuresPage';
import { usePrivacy } from './messages';
import { subjectID } from './plan';
import { SessionPicker } from './SessionPicker';

type Who = 'member' | 'org' | 'participant';
const whos: readonly Who[] = ['member', 'org', 'participant'];

/** What would become of the school's data if somebody left: the rules, applied to a day, and nothing done. */
export function DeparturePage() {
  const { m } = usePrivacy();
  const { api } = useStaff();
  const t = m.departure;
  const [who, setWho] = useState<Who>('member');
  const [session, setSession] = useState<string | null>(null);
  const [student, setStudent] = useState<Participant | null>(null);
  const [member, setMember] = useState<{ id: string; name: string } | null>(null);
  const [day, setDay] = useState(() => localDay(new Date()));
  const [wrong, setWrong] = useState<string | null>(null);
  const [wrongDay, setWrongDay] = useState<string | null>(null);
  const [shown, setShown] = useState<{ plan: Simulation; holds: Hold[] } | null>(null);
  const action = useAction();

  function show() {
    const on = endOfDay(day);
    const fits = on !== null && day >= localDay(new Date()) && on < dayAfter(new Date(), planAheadMonths - 24);
    const missing =
      who === 'member' && !member
        ? m.erasures.memberProblem
        : who === 'participant' && !student
          ? m.erasures.studentProblem
          : null;
    setWrongDay(fits ? null : t.dayProblem);
    setWrong(missing);
    setShown(null);
    if (!fits || missing) return;
    action.run(async () => {
      const [plan, holds] = await Promise.all([
        simulate(api, {
          kind: who,
          session: who === 'participant' ? session : null,
          id: who === 'member' ? member!.id : who === 'participant' ? student!.id : null,
          on,
        }),
        listHolds(api),
      ]);
      setShown({ plan, holds });
    });
  }

  return (
    <>
      <p class="measure">{t.intro}</p>
      <form
        class="card stack measure"
        noValidate
        aria-label={m.tabs.departure}
        onSubmit={(event) => {
          event.preventDefault();
          show();
        }}
      >
        <Radios
          legend={t.who}
          name="who"
          values={whos}
          value={who}
          text={(w) => t.whos[w]}
          hint={(w) => t.hints[w]}
          onChange={(w) => {
            setWho(w);
            setWrong(null);
            setShown(null);
          }}
        />
        {who === 'participant' && (
          <div>
            <SessionPicker
              value={session}
              error={session === null ? wrong : null}
              onChange={(id) => {
                setSession(id);
                setStudent(null);
              }}
            />
          </div>
        )}
        {who === 'participant' && session !== null && (
          <StudentChoice key={session} session={session} value={student} error={wrong} onChange={setStudent} />
        )}
        {who === 'member' && <MemberChoice value={member} error={wrong} onChange={setMember} myself />}
        <Field label={t.day} error={wrongDay}>
          {(attributes) => (
            <input
              {...attributes}
              class="input narrow"
              type="date"
              value={day}
              onInput={(event) => setDay(event.currentTarget.value)}
            />
          )}
        </Field>
        {action.error ? <Failure error={action.error} /> : null}
        <div class="row">
          <Button type="submit" look="primary" busy={action.busy}>
            {t.show}
          </Button>
        </div>
      </form>
      {shown && <Outcome plan={shown.plan} holds={shown.holds} />}
    </>
  );
}

function Outcome({ plan, holds }: { plan: Simulation; holds: Hold[] }) {
  const { language, m } = usePrivacy();
  const t = m.departure;
  return (
    <section class="stack" aria-labelledby="departure" aria-live="polite">
      <h2 id="departure">{t.title(formatDate(language, plan.on), formatDate(language, plan.until))}</h2>
      <Notice>{t.nothingDone}</Notice>
      {plan.truncated && <Notice look="warn">{t.truncated}</Notice>}
      <ul class="list">
        {plan.items.map((item) => (
          <Item key={`${item.subject.kind}${subjectID(item.subject)}${item.stays}`} item={item} holds={holds} />
        ))}
      </ul>
    </section>
  );
}

function Item({ item, holds }: { item: DepartureItem; holds: Hold[] }) {
  const { language, m } = usePrivacy();
  const t = m.departure;
  const by = (id: string) => (
    <a href={keepLanguage('/promises')} class="small">
      {id}
    </a>
  );
  return (
    <li class="list-item">
      <div class="list-text">
        <h3 dir="auto">
          {m.kinds[item.subject.kind]}
          {item.title !== null && `: ${item.title}`}
        </h3>
        <ul class="bullets stack tight">
          {item.steps.map((step) => (
            <li key={step.to + step.at}>
              {formatDate(language, step.at)}:{' '}
              {step.hold === null
                ? m.plan.outcomes[step.to]
                : m.plan.heldBy(holds.find((h) => h.id === step.hold)?.name ?? step.hold)}{' '}
              ({m.rules[step.rule]}) {by(step.promise)}
            </li>
          ))}
          {item.stays && (
            <li>
              {t.stays[item.stays]} {item.promise && by(item.promise)}
            </li>
          )}
        </ul>
      </div>
    </li>
  );
}
