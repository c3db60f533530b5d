import { useState } from 'preact/hooks';
import type { Agreement, Departure, School } from '../api/schema';
import { ApiError } from '../api/client';
import { dayMaxLength } from '../api/values';
import { formatDate, formatDateTime, formatNumber } from '../i18n/format';
import { languages } from '../i18n/language';
import { durationText } from '../orgPrivacy/period';
import { useStaff } from '../staff/context';
import { Load, useLoad } from '../staff/load';
import { useStaffLocale } from '../staff/messages';
import { Paged } from '../staff/paged';
import { navigate, to, type Route } from '../staff/router';
import { StaffPage } from '../staff/StaffPage';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { Notice } from '../ui/Notice';
import { AgreementForm } from './AgreementForm';
import { Invite, Members } from './Members';
import { Disclosures } from './Disclosures';
import { Everything } from './Everything';
import { getSchool, leave, listAgreements, listChanges } from './api';
import { Fact, Text } from './fields';
import { Receipts } from './Receipts';
import { useSchool, WithMessages } from './messages';
import { Newsletters } from './Newsletters';
import { Ownership } from './Ownership';
import { SchoolForm } from './SchoolForm';
import { Transfers } from './Transfers';
import { Usage } from './Usage';
import { TaskFailure, useTask, waitingTask } from './useTask';

type SchoolRoute = Extract<Route, { page: 'schools' | 'school' }>;

export function SchoolPages({ route }: { route: SchoolRoute }) {
  return (
    <WithMessages>
      <Frame key={route.page === 'schools' ? route.id : 'mine'} route={route} />
    </WithMessages>
  );
}

function Frame({ route }: { route: SchoolRoute }) {
  const { m } = useSchool();
  const { person } = useStaff();
  const needs = route.page === 'school' ? 'org:admin' : 'platform:orgs';
  const title = route.page === 'school' ? m.view.mine : route.id === 'new' ? m.list.add : m.list.title;
  return (
    <StaffPage title={title} route={route}>
      {!person.permissions.includes(needs) ? (
        <Notice look="warn">{m.notAllowed}</Notice>
      ) : route.page === 'school' ? (
        <SchoolView org={null} />
      ) : route.id === null ? (
        <ListPage />
      ) : route.id === 'new' ? (
        <SchoolForm
          school={null}
          etag={null}
          onDone={() => navigate(to.schools(null))}
          onClose={() => navigate(to.schools(null))}
        />
      ) : (
        <SchoolView org={route.id} />
      )}
    </StaffPage>
  );
}

function ListPage() {
  const { language, m } = useSchool();
  const { api } = useStaff();
  return (
    <>
      <p class="measure">{m.list.intro}</p>
      <p>
        <a class="button primary" href={to.schools('new')}>
          {m.list.add}
        </a>
      </p>
      <Paged load={(token, signal) => api.schools(token, signal)} when="" empty={<p>{m.list.empty}</p>}>
        {(schools) => (
          <ul class="list">
            {schools.map((s) => (
              <li key={s.id} class="list-item">
                <div class="list-text">
                  <h2 dir="auto">
                    <a href={to.schools(s.id)}>{isErased(s.state) ? s.id : s.name}</a>
                  </h2>
                  <p class="soft small">
                    {m.states[s.state]} · {s.region || s.country}
                    {' · '}
                    {s.endsAt === null ? m.list.noEnd : m.list.ends(formatDate(language, lastMoment(s.endsAt)))}
                  </p>
                </div>
              </li>
            ))}
          </ul>
        )}
      </Paged>
      <Usage />
      <Ownership />
      <Newsletters />
    </>
  );
}

/** Of a school that was erased nothing is left but its receipts. */
const isErased = (state: School['state']) => state === 'erased' || state === 'erasing';

/** A contract's end is the beginning of the next day. */
const lastMoment = (end: string) => new Date(Date.parse(end) - 1);

/** Which form is open; that of an agreement with its id, or null for a new one. */
type Open = 'edit' | 'leave' | { agreement: string | null } | null;

/** The form in which something was entered that is done on return with a second factor. */
function waitingForm(): Open {
  const agreement = waitingTask('agreement');
  if (agreement) return { agreement: agreement.id };
  return waitingTask('edit') ? 'edit' : waitingTask('leave') ? 'leave' : null;
}

/** A school with its agreements and its history; the operator's people may change it. */
function SchoolView({ org }: { org: string | null }) {
  const { m } = useSchool();
  const { api } = useStaff();
  const loaded = useLoad((signal) => getSchool(api, org, signal), [org]);
  const agreements = useLoad((signal) => listAgreements(api, org, signal), [org]);
  const [open, setOpen] = useState<Open>(waitingForm);
  const [done, setDone] = useState<string | null>(null);
  const [round, setRound] = useState(0);
  const changed = (text: string) => {
    setOpen(null);
    setDone(text);
    loaded.reload();
    agreements.reload();
    setRound((n) => n + 1);
  };
  if (org !== null && loaded.error instanceof ApiError && loaded.error.status === 404) {
    return <Receipts org={org} />;
  }
  return (
    <>
      {done !== null && (
        <Notice look="good" live>
          {done}
        </Notice>
      )}
      <Load loaded={loaded}>
        {({ value: school, etag }) => {
          const may = org !== null && school.state === 'active';
          const own = org === null && school.state === 'active';
          if ((may || own) && open === 'edit')
            return (
              <SchoolForm
                school={school}
                etag={etag}
                own={own}
                onDone={() => changed(m.saved)}
                onClose={() => setOpen(null)}
              />
            );
          if (may && open !== null && typeof open === 'object')
            return (
              <Load loaded={agreements}>
                {(all) => (
                  <AgreementForm
                    school={school}
                    agreement={all.find((a) => a.id === open.agreement) ?? null}
                    onSaved={() => changed(m.saved)}
                    onClose={() => setOpen(null)}
                  />
                )}
              </Load>
            );
          return (
            <>
              <Facts school={school} />
              {(may || own) && (
                <div class="row">
                  <Button onClick={() => setOpen('edit')}>{m.view.edit}</Button>
                  {may && (
                    <Button look="danger" onClick={() => setOpen('leave')}>
                      {m.view.end}
                    </Button>
                  )}
                </div>
              )}
              <section class="stack" aria-labelledby="agreements">
                <h2 id="agreements">{m.view.agreements}</h2>
                {may && (
                  <p>
                    <Button look="primary" onClick={() => setOpen({ agreement: null })}>
                      {m.view.addAgreement}
                    </Button>
                  </p>
                )}
                <Load loaded={agreements}>
                  {(all) =>
                    all.length === 0 ? (
                      <p>{m.agreement.none}</p>
                    ) : (
                      <ul class="list">
                        {all.map((a) => (
                          <AgreementItem
                            key={a.id}
                            agreement={a}
                            onEdit={may ? () => setOpen({ agreement: a.id }) : null}
                          />
                        ))}
                      </ul>
                    )
                  }
                </Load>
              </section>
              {org === null && <Members />}
              {org === null && <Everything />}
              <Disclosures org={org} />
              {org === null && <Transfers />}
              {may && (
                <Invite org={org} roles={['administrator', 'teacher']} onDone={() => changed(m.members.invited)} />
              )}
              <History org={org} round={round} />
              {org !== null && school.state === 'left' && <Receipts org={org} />}
              {may && open === 'leave' && (
                <LeaveDialog org={school.id} onClose={() => setOpen(null)} onDone={() => changed(m.leave.done)} />
              )}
            </>
          );
        }}
      </Load>
    </>
  );
}

function Facts({ school }: { school: School }) {
  const { language, m } = useSchool();
  return (
    <section class="stack" aria-labelledby="facts">
      <h2 id="facts" dir="auto">
        {school.name}
      </h2>
      <p class="soft">{m.states[school.state]}</p>
      <dl class="facts">
        <Fact label={m.fields.country}>{school.region || school.country}</Fact>
        <Fact label={m.fields.timezone}>{school.timezone}</Fact>
        <Fact label={m.fields.language}>{school.language === '' ? m.asCountry : languages[school.language]}</Fact>
        <Fact label={m.fields.endsAt}>
          {school.endsAt === null ? m.list.noEnd : formatDate(language, lastMoment(school.endsAt))}
        </Fact>
        <Fact label={m.fields.office}>{school.contacts.office || m.none}</Fact>
        <Fact label={m.fields.privacy}>{school.contacts.privacy || m.none}</Fact>
        <Fact label={m.fields.incident}>{school.contacts.incident || school.contacts.office || m.none}</Fact>
        <Fact label={m.fields.holidays}>{school.holidays.join(', ') || m.none}</Fact>
      </dl>
      <h3>
        {m.fields.clauses} – {m.clause.binding}
      </h3>
      <ul class="bullets stack tight">
        {school.clauses.map((c) => (
          <li key={c.id}>
            {m.audiences[c.audience]}, {m.units[c.within.unit](c.within.count)}{' '}
            <span class="soft small">({c.source})</span>
            {c.words !== '' && <q dir="auto">{c.words}</q>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function AgreementItem({ agreement: a, onEdit }: { agreement: Agreement; onEdit: (() => void) | null }) {
  const { language, m } = useSchool();
  return (
    <li class="list-item">
      <div class="list-text">
        <h3 dir="auto">
          {m.kinds[a.kind]} {a.number}
        </h3>
        <p class="soft small">{a.inForce ? m.agreement.inForce : m.agreement.notInForce}</p>
        <dl class="facts">
          <Fact label={m.fields.parties}>{a.parties.join(', ') || m.none}</Fact>
          <Fact label={m.fields.signed}>{a.signed}</Fact>
          <Fact label={m.fields.begins}>{a.begins}</Fact>
          <Fact label={m.fields.ends}>{a.ends ?? m.none}</Fact>
          <Fact label={m.fields.clauses}>
            {a.clauses
              .map((c) =>
                [c.id, c.within && m.units[c.within.unit](c.within.count), c.words && `“${c.words}”`]
                  .filter(Boolean)
                  .join(' '),
              )
              .join('; ') || m.none}
          </Fact>
          <Fact label={m.fields.retention}>{a.retention || m.none}</Fact>
          <Fact label={m.fields.ageLine}>{a.ageLine === 0 ? m.none : a.ageLine}</Fact>
          <Fact label={m.fields.consent}>{m.consents[a.consent]}</Fact>
          <Fact label={m.fields.exhibits}>
            {a.exhibits.length === 0
              ? m.none
              : a.exhibits.map((e) => (
                  <span key={e.name + e.sha256} class="block">
                    {e.name}, {e.where} <code>{e.sha256}</code>
                  </span>
                ))}
          </Fact>
          {a.announced.length > 0 && (
            <Fact label={m.announced.title}>
              {a.announced.map((x) => (
                <span key={`${x.ends}${x.days}${x.to}`} class="block">
                  {m.announced.line(x.days, x.ends)}, {m.announced.to[x.to]}:{' '}
                  {x.sentAt !== null ? formatDateTime(language, x.sentAt) : m.announced.states[x.state]}
                </span>
              ))}
            </Fact>
          )}
        </dl>
      </div>
      {onEdit && (
        <Button aria-label={m.agreement.open(a.number)} onClick={onEdit}>
          {m.view.edit}
        </Button>
      )}
    </li>
  );
}

function History({ org, round }: { org: string | null; round: number }) {
  const { language, m } = useSchool();
  const { api } = useStaff();
  const names: Record<string, string> = { ...m.fields, ...m.history.consent, role: m.members.role };
  const roles: Record<string, string> = m.members.roles;
  const flags: Record<string, string> = m.history.yesOrNo;
  const shown = (field: string, value: string) =>
    (field === 'role' ? roles[value] : field === 'ofAge' ? flags[value] : value) || '–';
  return (
    <section class="stack" aria-labelledby="history">
      <h2 id="history">{m.view.history}</h2>
      <p class="measure">{m.history.intro}</p>
      <Paged
        load={(token, signal) => listChanges(api, org, token, signal)}
        when={String(round)}
        empty={<p>{m.history.empty}</p>}
      >
        {(changes) => (
          <ol class="list">
            {changes.map((c) => (
              <li key={c.n} class="list-item">
                <div class="list-text">
                  <h3>
                    {m.history.what[c.what]}
                    {c.member !== null && (
                      <>
                        {': '}
                        {c.member.name === null ? <code>{c.member.id}</code> : <bdi>{c.member.name}</bdi>}
                        {','}
                      </>
                    )}{' '}
                    {m.history.by[c.by]}
                  </h3>
                  <p class="soft small">
                    {formatDateTime(language, c.at)}
                    {c.who !== null && (
                      <>
                        {' · '}
                        {c.name === null ? <code>{c.who}</code> : <bdi>{c.name}</bdi>}
                      </>
                    )}
                  </p>
                  <ul class="bullets stack tight">
                    {c.fields.map((f) => (
                      <li key={f.name} dir="auto">
                        {names[f.name] ?? f.name}:{' '}
                        {f.before === '' && f.after === ''
                          ? m.history.sealed
                          : `${shown(f.name, f.before)} → ${shown(f.name, f.after)}`}
                      </li>
                    ))}
                  </ul>
                </div>
              </li>
            ))}
          </ol>
        )}
      </Paged>
    </section>
  );
}

/** Shows what follows from the end of a contract, and then records it. */
function LeaveDialog({ org, onClose, onDone }: { org: string; onClose(): void; onDone(): void }) {
  const { language, m } = useSchool();
  const { messages } = useStaffLocale();
  const { api } = useStaff();
  const t = m.leave;
  const [on, setOn] = useState(() => waitingTask('leave')?.on ?? new Date().toISOString().slice(0, 10));
  const [seen, setSeen] = useState<Departure | null>(null);
  const task = useTask('leave', async ({ org, on, dryRun }) => {
    const departure = await leave(api, org, on, dryRun);
    if (dryRun) setSeen(departure);
    else onDone();
  });
  return (
    <Dialog title={t.title} onClose={onClose}>
      <p>{t.intro}</p>
      <Text
        label={t.on}
        hint={t.onHint}
        type="date"
        narrow
        value={on}
        wrong={task.wrong.includes('/on')}
        maxLength={dayMaxLength}
        onChange={(value) => {
          setOn(value);
          setSeen(null);
        }}
      />
      <TaskFailure task={task} />
      {seen && (
        <Notice look="warn" live>
          <ul class="bullets stack tight">
            <li>{t.sessions(formatNumber(language, seen.sessions))}</li>
            <li>{t.sets(formatNumber(language, seen.questionSets))}</li>
            <li>{t.held(formatNumber(language, seen.held))}</li>
            {seen.truncated && <li>{t.more}</li>}
          </ul>
          <p>{t.restore(durationText(language, seen.restore))}</p>
          <p>{t.erased(formatDate(language, seen.erasedAt))}</p>
        </Notice>
      )}
      <div class="row dialog-buttons">
        <Button onClick={onClose}>{messages.cancel}</Button>
        {seen ? (
          <Button
            look="danger"
            busy={task.action.busy}
            onClick={() => task.start({ do: 'leave', org, on, dryRun: false })}
          >
            {t.confirm}
          </Button>
        ) : (
          <Button
            look="primary"
            busy={task.action.busy}
            onClick={() => task.start({ do: 'leave', org, on, dryRun: true })}
          >
            {t.look}
          </Button>
        )}
      </div>
    </Dialog>
  );
}
