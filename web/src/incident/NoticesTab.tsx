import { useState } from 'preact/hooks';
import { ApiError } from '../api/client';
import { languages, type Language } from '../i18n/language';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { Loading } from '../ui/Loading';
import { announce } from '../ui/announce';
import { Radios } from '../staff/Radios';
import { useStaffLocale } from '../staff/messages';
import { useLoad } from '../staff/load';
import { to } from '../staff/router';
import { clauseName, instantText, list, useIncidents, useOrgName } from './context';
import { draftOf, hasDraft } from './draft';
import { delivered } from './duty';
import type { TabProps } from './tab';
import type { IncidentMessages } from './messages';
import { FormDialog, tabOf, Trouble, useSending } from './parts';
import { noticeAudienceValues } from '../api/values';
import type { Incident, Notice, Part, Resolution } from '../api/schema';

function whatOf(t: IncidentMessages, n: Notice, org: string): string {
  const kind =
    n.kind === 'update'
      ? `${t.notices.update(n.number)}, `
      : n.kind === 'escalation'
        ? `${t.notices.escalation(n.number)}, `
        : '';
  return `${kind}${clauseName(t, n.clause)}, ${t.notices.channels[n.channel]}, ${org}`;
}

/** Who must be told under each clause, by when, and what happened to it. */
export function NoticesTab({ known, watched }: TabProps) {
  const { t } = useIncidents();
  const { incident, notices } = known;
  const name = useOrgName();
  const x = t.notices;
  const [previewed, setPreviewed] = useState<Notice | null>(null);
  const [resolved, setResolved] = useState<Notice | null>(
    () => notices.find((n) => hasDraft(`${incident.id}/resolve/${n.id}`)) ?? null,
  );
  const warnings = notices.filter((n) => n.kind === 'escalation');
  const rest = notices.filter((n) => n.kind !== 'escalation');
  const rows = (all: Notice[]) => (
    <ul class="list">
      {all.map((n) => (
        <Row
          key={n.id}
          incident={incident}
          notice={n}
          onPreview={() => setPreviewed(n)}
          onResolve={() => setResolved(n)}
        />
      ))}
    </ul>
  );
  return (
    <div class="stack loose">
      <p class="soft">{x.intro}</p>
      {rest.length === 0 && (
        <div class="empty">
          <p>{x.none}</p>
        </div>
      )}
      {noticeAudienceValues.map((audience) => {
        const mine = rest
          .filter((n) => n.clause.audience === audience)
          .sort(
            (a, b) =>
              rank(a) - rank(b) ||
              name(a.org).localeCompare(name(b.org)) ||
              a.clause.id.localeCompare(b.clause.id) ||
              a.number - b.number,
          );
        return (
          mine.length > 0 && (
            <section key={audience} class="stack" aria-labelledby={`to-${audience}`}>
              <h2 id={`to-${audience}`}>{t.audiences[audience]}</h2>
              {rows(mine)}
            </section>
          )
        );
      })}
      {warnings.length > 0 && (
        <details class="fold">
          <summary>{x.escalations(warnings.length)}</summary>
          {rows(warnings)}
        </details>
      )}
      {previewed && (
        <PreviewDialog
          incident={incident}
          notice={notices.find((n) => n.id === previewed.id) ?? previewed}
          onClose={() => setPreviewed(null)}
        />
      )}
      {resolved && (
        <ResolveDialog
          incident={incident}
          notice={resolved}
          onClose={() => setResolved(null)}
          onDone={() => {
            setResolved(null);
            announce(x.recorded);
            watched.look();
          }}
        />
      )}
    </div>
  );
}

/** What needs a person comes first, what is not required last. */
function rank(n: Notice): number {
  if (n.state === 'unknown') return 0;
  if (n.state === 'failed' || n.state === 'incomplete') return 1;
  return n.state === 'not-required' ? 3 : 2;
}

function lookOf(n: Notice): string {
  if (delivered(n)) return n.missed ? 'paused' : 'open';
  if (n.state === 'failed' || n.state === 'unknown' || (n.missed && n.state !== 'not-required')) return 'failed';
  return n.state === 'incomplete' || n.state === 'deferred' ? 'paused' : '';
}

interface RowProps {
  incident: Incident;
  notice: Notice;
  onPreview(): void;
  onResolve(): void;
}

function Row({ incident, notice: n, onPreview, onResolve }: RowProps) {
  const { t, language } = useIncidents();
  const x = t.notices;
  const time = (at: string) => instantText(language, at);
  const org = useOrgName()(n.org);
  const what = whatOf(t, n, org);
  const settled = incident.state === 'closed' || incident.readOnly;
  const written = n.state !== 'waiting' && n.state !== 'incomplete' && n.result !== 'no address';
  const recipient =
    incident.drill || n.kind === 'escalation'
      ? x.toReporter
      : n.channel === 'public'
        ? x.everybody
        : n.channel === 'members'
          ? x.toTeachers(org)
          : x.toOrg(org);
  const facts = [
    n.kind === 'notice' && n.deadline && x.due(time(n.deadline)),
    n.doneAt && x.done(time(n.doneAt)),
    n.told && x.told(n.told.sent, n.told.failed, n.told.unknown, n.told.without),
    n.attempts > 0 && x.attempts(n.attempts),
    n.nextAttempt && x.nextAttempt(time(n.nextAttempt)),
    n.result && x.result(Object.hasOwn(x.dictionary, n.result) ? x.dictionary[n.result]! : n.result),
  ].filter((f): f is string => typeof f === 'string' && f !== '');
  return (
    <li class="list-item notice-item">
      <div class="list-text stack tight">
        <h3>
          {n.kind === 'update' && <>{x.update(n.number)}: </>}
          {n.kind === 'escalation' && <>{x.escalation(n.number)}: </>}
          {clauseName(t, n.clause)} · {org}{' '}
          <span class="badges">
            <span class={`badge ${lookOf(n)}`}>{x.states[n.state]}</span>
            {n.kind === 'notice' && n.met && <span class="badge open">{x.met}</span>}
            {n.kind === 'notice' && n.missed && n.state !== 'not-required' && (
              <span class="badge failed">{x.missed}</span>
            )}
            {n.stopped && !delivered(n) && <span class="badge paused">{t.next.stopped}</span>}
          </span>
        </h3>
        <p class="soft small">
          {x.channels[n.channel]} {recipient} · {x.stateHints[n.state]} · <span dir="auto">{n.clause.source}</span>
        </p>
        {facts.length > 0 && <p class="small">{facts.join(' · ')}</p>}
        {n.missing.length > 0 && (n.state === 'waiting' || n.state === 'incomplete') && (
          <p class="small lacks">
            {x.missing('')}
            {n.missing.map((p, i) => (
              <span key={p}>
                {i > 0 && ', '}
                <PartLink incident={incident} part={p} />
              </span>
            ))}
          </p>
        )}
      </div>
      <div class="row">
        {n.state !== 'not-required' && (written || !incident.readOnly) && (
          <Button aria-label={x.previewOf(what)} onClick={onPreview}>
            {x.preview}
          </Button>
        )}
        {!settled && n.state === 'unknown' && (
          <Button look="primary" aria-label={x.resolveOf(what)} onClick={onResolve}>
            {x.resolve}
          </Button>
        )}
        {!settled && n.state === 'sent' && n.kind !== 'escalation' && n.told === null && (
          <Button look="quiet" aria-label={x.bouncedOf(what)} onClick={onResolve}>
            {x.bounced}
          </Button>
        )}
      </div>
    </li>
  );
}

function PartLink({ incident, part }: { incident: Incident; part: Part }) {
  const { t } = useIncidents();
  if (part === 'people' || part === 'records') return <>{t.parts[part]}</>;
  return <a href={to.incident(incident.id, tabOf(part))}>{t.parts[part]}</a>;
}

/** The parts whose absence a problem names, by where they are filled in. */
export function missingIn(error: ApiError): Part[] {
  const place: Record<string, Part> = {
    categories: 'categories',
    contact: 'contact',
    occurredFrom: 'occurred',
    discoveredAt: 'discovered',
    affected: 'people',
  };
  return [
    ...new Set(
      (error.problem?.errors ?? []).map((e) => {
        const [, first, , part] = e.pointer.split('/');
        return (first === 'texts' ? part : place[first ?? '']) as Part;
      }),
    ),
  ];
}

/** Exactly what is sent or, if a part is missing, which one. */
function PreviewDialog({ incident, notice, onClose }: { incident: Incident; notice: Notice; onClose(): void }) {
  const { t, language, incidents } = useIncidents();
  const { messages } = useStaffLocale();
  const x = t.notices;
  const loaded = useLoad(
    (signal) => incidents.preview(incident.id, notice.id, signal),
    [notice.id, notice.state, incident.revision],
  );
  const { error, value } = loaded;
  const refused = error instanceof ApiError && error.slug === 'notice-incomplete' ? missingIn(error) : null;
  return (
    <Dialog title={refused ? x.refusedTitle : x.previewOf(clauseName(t, notice.clause))} onClose={onClose}>
      {refused ? (
        <>
          <p>{x.refused}</p>
          <ul class="bullets">
            {refused.map((p) => (
              <li key={p} class="lacks">
                <PartLink incident={incident} part={p} />
              </li>
            ))}
          </ul>
        </>
      ) : error ? (
        <Trouble error={error} onRetry={loaded.reload} />
      ) : value === null ? (
        <Loading />
      ) : (
        <>
          <p class="soft">
            {delivered({ ...notice, state: value.state }) || value.state === 'failed' || value.state === 'unknown'
              ? x.was
              : x.would}{' '}
            {x.channels[notice.channel]}
            {', '}
            {languages[value.language as Language] ?? list(language, [value.language])}.
          </p>
          <p>
            <strong>{x.subject}:</strong>{' '}
            <span class="preview-subject" lang={value.language} dir="auto">
              {value.subject}
            </span>
          </p>
          {/* Text, never markup: it holds what a person wrote about an incident. */}
          <pre class="preview preview-text" lang={value.language} tabIndex={0} aria-label={x.text} role="group">
            {value.text}
          </pre>
          {value.html !== '' && (
            <details class="fold">
              <summary>{x.html}</summary>
              <pre class="preview preview-html" tabIndex={0} aria-label="HTML" role="group">
                {value.html}
              </pre>
            </details>
          )}
        </>
      )}
      <div class="row dialog-buttons">
        <Button onClick={onClose}>{messages.close}</Button>
      </div>
    </Dialog>
  );
}

function ResolveDialog({
  incident,
  notice,
  onClose,
  onDone,
}: {
  incident: Incident;
  notice: Notice;
  onClose(): void;
  onDone(): void;
}) {
  const { t, incidents } = useIncidents();
  const x = t.notices;
  const org = useOrgName()(notice.org);
  const form = `${incident.id}/resolve/${notice.id}`;
  const options: Resolution[] = notice.state === 'unknown' ? ['sent', 'not-sent', 'bounced'] : ['bounced'];
  const [back] = useState(() => draftOf<Resolution>(form));
  const [resolution, setResolution] = useState<Resolution>(back ?? options[0]!);
  const sending = useSending(form, () => resolution);
  return (
    <FormDialog
      title={notice.state === 'unknown' ? x.resolve : x.bounced}
      send={x.record}
      back={back !== null}
      sending={sending}
      onClose={onClose}
      onSend={() =>
        sending.run(async () => {
          await incidents.resolve(incident.id, notice.id, resolution);
          onDone();
        })
      }
    >
      <p dir="auto">{whatOf(t, notice, org)}</p>
      <p>{notice.state === 'unknown' ? x.resolveText : x.bouncedText}</p>
      {options.length > 1 && (
        <Radios<Resolution>
          legend={x.resolve}
          name="resolution"
          values={options}
          value={resolution}
          onChange={setResolution}
          text={(r) => x.resolutions[r]}
          hint={(r) => x.resolutionHints[r]}
        />
      )}
    </FormDialog>
  );
}
