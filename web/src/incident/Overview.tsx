import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Button } from '../ui/Button';
import { Notice } from '../ui/Notice';
import { announce } from '../ui/announce';
import { useAction } from '../staff/load';
import { to } from '../staff/router';
import { Clocks } from './Clocks';
import { serverNow, useNow } from '../staff/clock';
import { clauseName, instantText, list, useIncidents, useOrgName } from './context';
import {
  CloseDialog,
  ClocksDialog,
  ConfirmDialog,
  DelayDialog,
  FactsDialog,
  NotifyDialog,
  UpdateDialog,
} from './dialogs';
import { hasDraft } from './draft';
import { dutiesOf, pressing, stepsOf, type Step } from './duty';
import { OwnSteps } from './OwnSteps';
import type { TabProps } from './tab';
import { Instant, partNames, Trouble } from './parts';
import { spanText, spanTo } from './remaining';

const dialogs = ['notify', 'confirm', 'facts', 'clocks', 'delay', 'update', 'close'] as const;
type DialogName = (typeof dialogs)[number];

/** What is next, what to do about it, and the state of all clocks. */
export function Overview({ known, watched }: TabProps) {
  const { t } = useIncidents();
  const { incident, notices, totals } = known;
  const now = useNow();
  // A dialog whose entries survived a trip to Auth0 opens again.
  const [open, setOpen] = useState<DialogName | null>(
    () => dialogs.find((name) => hasDraft(`${incident.id}/${name}`)) ?? null,
  );
  const [done, setDone] = useState<string | null>(null);
  const duties = dutiesOf(notices, now);
  const steps = stepsOf(incident, totals, notices, now);
  const locked = incident.state === 'closed' || incident.readOnly;
  const props = {
    known,
    onClose: () => setOpen(null),
    onDone(answer: Parameters<typeof watched.changed>[0], said: string) {
      setOpen(null);
      setDone(said);
      announce(said);
      watched.changed(answer);
    },
  };
  return (
    <div class="stack loose">
      {done && <Notice look="good">{done}</Notice>}
      <div class="incident-top">
        <Next known={known} now={now} />
        {incident.readOnly ? (
          <OwnSteps known={known} />
        ) : (
          !locked && <Steps steps={steps} id={incident.id} onOpen={setOpen} />
        )}
      </div>
      <Clocks duties={duties} now={now} complete={known.complete} />
      <Facts known={known} onOpen={setOpen} watched={watched} onDone={setDone} />
      <Delays known={known} onOpen={() => setOpen('delay')} />
      {!locked && (
        <div class="row">
          {incident.state === 'notifying' && <Button onClick={() => setOpen('update')}>{t.update.button}</Button>}
          {incident.clocks.confirmedAt === null && (
            <Button onClick={() => setOpen('confirm')}>{t.confirm.title}</Button>
          )}
          <Button look="danger" onClick={() => setOpen('close')}>
            {t.close.button}
          </Button>
        </div>
      )}
      {open === 'notify' && <NotifyDialog {...props} />}
      {open === 'confirm' && <ConfirmDialog {...props} />}
      {open === 'facts' && <FactsDialog {...props} />}
      {open === 'clocks' && <ClocksDialog {...props} />}
      {open === 'delay' && <DelayDialog {...props} />}
      {open === 'update' && <UpdateDialog {...props} />}
      {open === 'close' && <CloseDialog {...props} />}
    </div>
  );
}

/** The deadline that comes next, and what is missing for it. */
function Next({ known, now }: { known: TabProps['known']; now: number }) {
  const { t, language } = useIncidents();
  const name = useOrgName();
  const { incident, notices } = known;
  const running = pressing(dutiesOf(notices, now));
  const first = running[0];
  const closed = incident.state === 'closed';
  if (!first || closed) {
    return (
      <section class="card next" aria-labelledby="next-title">
        <h2 id="next-title">{t.next.title}</h2>
        <p class="next-time">
          {closed ? t.next.noneClosed(incident.outcome ? t.outcomes[incident.outcome] : '–') : t.next.none}
        </p>
      </section>
    );
  }
  const span = spanTo(Date.parse(first.deadline!), now);
  const words = spanText(language, span);
  const utc = instantText(language, first.deadline!, 'UTC');
  return (
    <section class={`card next ${first.status}`} aria-labelledby="next-title">
      <h2 id="next-title">{t.next.title}</h2>
      <p class="next-time">{span.over ? t.next.over(words) : t.next.left(words)}</p>
      <p>
        <strong>{t.next.whom(t.audiences[first.clause.audience], name(first.org))}</strong>
        <br />
        {clauseName(t, first.clause)}
      </p>
      <p>
        {t.next.deadline(instantText(language, first.deadline!))}
        {utc !== instantText(language, first.deadline!) && <span class="soft small block">{utc}</span>}
      </p>
      {first.status === 'stopped' && <p>{t.next.stopped}</p>}
      {!incident.readOnly && (
        <p class={first.missing.length > 0 ? 'lacks' : 'soft'}>
          {first.missing.length > 0 ? t.next.missing(list(language, partNames(t, first.missing))) : t.next.complete}
        </p>
      )}
      {running.length > 1 && <p class="soft small">{t.next.others(running.length - 1)}</p>}
    </section>
  );
}

function Steps({ steps, id, onOpen }: { steps: Step[]; id: string; onOpen(dialog: DialogName): void }) {
  const { t } = useIncidents();
  const s = t.steps;
  return (
    <section class="card stack" aria-labelledby="steps-title">
      <h2 id="steps-title">{s.title}</h2>
      {steps.length === 0 ? (
        <p>{s.rest}</p>
      ) : (
        <ol class="todo">
          {steps.map((step, i) => (
            <StepItem key={step.is} step={step} id={id} first={i === 0} onOpen={onOpen} />
          ))}
        </ol>
      )}
    </section>
  );
}

function StepItem({
  step,
  id,
  first,
  onOpen,
}: {
  step: Step;
  id: string;
  first: boolean;
  onOpen(dialog: DialogName): void;
}) {
  const { t, language } = useIncidents();
  const s = t.steps;
  const look = first ? { look: 'primary' as const } : {};
  const link = (tab: 'notices' | 'texts', text: string) => (
    <a class={`button ${first ? 'primary' : ''}`} href={to.incident(id, tab)}>
      {text}
    </a>
  );
  const [what, why, action] = ((): [string, string, ComponentChildren] => {
    switch (step.is) {
      case 'count':
        return [s.count, s.countWhy, null];
      case 'resolve':
        return [s.resolve(step.notices.length), s.resolveWhy, link('notices', s.toNotices)];
      case 'write':
        return [
          s.write(list(language, partNames(t, step.missing))),
          s.writeWhy(step.duties.length),
          link('texts', s.toTexts),
        ];
      case 'notify':
        return [
          s.notify,
          s.notifyWhy(step.ready, step.incomplete),
          <Button {...look} onClick={() => onOpen('notify')}>
            {s.notify}
          </Button>,
        ];
      case 'await':
        return [s.await(step.notices.length), s.awaitWhy, link('notices', s.toNotices)];
      case 'failed':
        return [s.failed(step.notices.length), s.failedWhy, link('notices', s.toNotices)];
      case 'confirm':
        return [
          s.confirm,
          s.confirmWhy(step.duties.length),
          <Button {...look} onClick={() => onOpen('confirm')}>
            {t.confirm.send}
          </Button>,
        ];
      case 'judge': {
        const open = [step.risk && s.judgeRisk, step.keys && s.judgeKeys, step.end && s.judgeEnd].filter(
          (x) => x !== false,
        );
        return [
          s.judge(list(language, open)),
          s.judgeWhy,
          <Button {...look} onClick={() => onOpen('facts')}>
            {t.facts.edit}
          </Button>,
        ];
      }
      case 'close':
        return [
          s.close,
          s.closeWhy,
          <Button {...look} onClick={() => onOpen('close')}>
            {s.close}
          </Button>,
        ];
    }
  })();
  return (
    <li>
      <strong>{what}</strong>
      <span class="soft small">{why}</span>
      {action && <div>{action}</div>}
    </li>
  );
}

interface FactsProps extends TabProps {
  onOpen(dialog: DialogName): void;
  onDone(said: string): void;
}

function Facts({ known, watched, onOpen, onDone }: FactsProps) {
  const { t, incidents } = useIncidents();
  const { incident } = known;
  const f = t.facts;
  const renew = useAction();
  const locked = incident.state === 'closed' || incident.readOnly;
  const clock = (at: string | null) => (at ? <Instant at={at} /> : f.notYet);
  return (
    <section class="stack" aria-labelledby="facts-title">
      <div class="row apart">
        <h2 id="facts-title">{f.title}</h2>
        {!locked && (
          <div class="row">
            <Button onClick={() => onOpen('facts')}>{f.edit}</Button>
            <Button onClick={() => onOpen('clocks')}>{f.clocks}</Button>
          </div>
        )}
      </div>
      <FactList known={known} />
      <dl class="facts">
        <div>
          <dt>{f.reported}</dt>
          <dd>{clock(incident.clocks.reportedAt)}</dd>
        </div>
        <div>
          <dt>{f.discovered}</dt>
          <dd>{clock(incident.clocks.discoveredAt)}</dd>
        </div>
        <div>
          <dt>{f.aware}</dt>
          <dd>{clock(incident.clocks.awareAt)}</dd>
        </div>
        <div>
          <dt>{f.confirmed}</dt>
          <dd>{clock(incident.clocks.confirmedAt)}</dd>
        </div>
      </dl>
      {!locked && !incident.drill && (
        <div class="row">
          <p class="soft small">{f.frozen}</p>
          <Button
            busy={renew.busy}
            onClick={() =>
              renew.run(async () => {
                watched.changed(await incidents.patch(incident.id, { renewFreeze: true }));
                onDone(f.renewed);
                announce(f.renewed);
              })
            }
          >
            {f.renew}
          </Button>
        </div>
      )}
      {renew.error ? <Trouble error={renew.error} /> : null}
    </section>
  );
}

/** The facts besides the clocks. */
export function FactList({ known: { incident } }: { known: Pick<TabProps['known'], 'incident'> }) {
  const { t, language } = useIncidents();
  const name = useOrgName();
  const f = t.facts;
  return (
    <dl class="facts">
      <div>
        <dt>{f.exposure}</dt>
        <dd>
          <Instant at={incident.occurredFrom} /> –{' '}
          {incident.occurredUntil ? <Instant at={incident.occurredUntil} /> : f.goesOn}
        </dd>
      </div>
      <div>
        <dt>{t.fields.categories}</dt>
        <dd>
          {list(
            language,
            incident.categories.map((c) => t.categories[c]),
          )}
        </dd>
      </div>
      <div>
        <dt>{t.fields.keysInReach}</dt>
        <dd>{t.reaches[incident.keysInReach]}</dd>
      </div>
      <div>
        <dt>{t.fields.risk}</dt>
        <dd>{t.risks[incident.risk]}</dd>
      </div>
      <div>
        <dt>{f.scope}</dt>
        <dd>
          {list(language, [
            ...incident.scope.orgs.map(name),
            ...(incident.scope.sessions.length > 0 ? [f.sessions(incident.scope.sessions.length)] : []),
          ])}
        </dd>
      </div>
      {incident.reporter && (
        <div>
          <dt>{t.fields.reporter}</dt>
          <dd dir="auto">
            {incident.reporter.name}, {incident.reporter.email}
          </dd>
        </div>
      )}
      {incident.contact && (
        <div>
          <dt>{t.fields.contact}</dt>
          <dd dir="auto">
            {[incident.contact.name, incident.contact.email, incident.contact.phone].filter(Boolean).join(', ')}
          </dd>
        </div>
      )}
    </dl>
  );
}

function Delays({ known, onOpen }: { known: TabProps['known']; onOpen(): void }) {
  const { t, language } = useIncidents();
  const d = t.delay;
  const { incident } = known;
  return (
    <section class="stack" aria-labelledby="delays-title">
      <div class="row apart">
        <h2 id="delays-title">{d.title}</h2>
        {incident.state !== 'closed' && !incident.readOnly && <Button onClick={onOpen}>{d.ask}</Button>}
      </div>
      {incident.delays.length === 0 ? (
        <p class="soft">{d.none}</p>
      ) : (
        <ul class="bullets">
          {incident.delays.map((x) => (
            <li key={`${x.ground}${x.until}${x.authority}`} class={Date.parse(x.until) <= serverNow() ? 'soft' : ''}>
              <strong>{d.grounds[x.ground]}:</strong>{' '}
              <span dir="auto">
                {d.line(x.authority, instantText(language, x.from), instantText(language, x.until))}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
