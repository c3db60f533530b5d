// What is done to an incident, each in a dialog of its own. What was entered
// survives a second factor; what the server refuses stays open, with the reason.

import { useState } from 'preact/hooks';
import { languages, type Language } from '../i18n/language';
import { characters } from '../question/response';
import { Notice } from '../ui/Notice';
import { Radios } from '../staff/Radios';
import type { Versioned } from '../staff/api';
import { serverNow } from '../staff/clock';
import { clauseName, list, useIncidents, useOrgName } from './context';
import { draftOf } from './draft';
import { CategoryChecks } from './fields';
import { idsIn, orgsIn } from './ids';
import { SchoolChecks } from './SchoolChecks';
import { FormDialog, partNames, TextArea, TextInput, TimeField, useSending } from './parts';
import { Judgement, LanguageSelect, ZoneSelect } from './ReportPage';
import {
  delayGroundValues,
  delayRequestAuthorityMaxLength,
  delayRequestDays,
  incidentClosingReasonMaxLength,
  incidentClosingReasonMinLength,
  incidentOutcomeValues,
  incidentPatchClockReasonMaxLength,
  incidentPatchTitleMaxLength,
  writtenPartValues,
} from '../api/values';
import type {
  Category,
  DelayGround,
  Incident,
  IncidentOutcome,
  IncidentPatch,
  Notice as NoticeItem,
  NoticeTexts,
  Reach,
  Risk,
} from '../api/schema';
import type { Known } from './useIncident';
import { deviceZone, instantOf, localOf } from './zone';

interface Props {
  known: Known;
  onClose(): void;
  onDone(answer: Versioned<Incident>, said: string): void;
}

/** A form's entries: what came back from signing in, or what it begins with. */
function useDraft<T extends object>(form: string, begin: () => T) {
  const [back] = useState(() => draftOf<T>(form));
  const [draft, setDraft] = useState<T>(() => back ?? begin());
  return { draft, change: (part: Partial<T>) => setDraft((d) => ({ ...d, ...part })), back: back !== null };
}

function NoticeLines({ notices, missing }: { notices: NoticeItem[]; missing: boolean }) {
  const { t, language } = useIncidents();
  const name = useOrgName();
  return (
    <ul class="bullets">
      {notices.map((n) => (
        <li key={n.id}>
          {t.audiences[n.clause.audience]}, {name(n.org)}: {clauseName(t, n.clause)}, {t.notices.channels[n.channel]}
          {missing && (
            <span class="small block lacks">{t.notices.missing(list(language, partNames(t, n.missing)))}</span>
          )}
        </li>
      ))}
    </ul>
  );
}

/** The order to notify: what goes out now, and what waits. */
export function NotifyDialog({ known, onClose, onDone }: Props) {
  const { t, incidents } = useIncidents();
  const { incident, notices, etag } = known;
  const n = t.notify;
  const form = `${incident.id}/notify`;
  const { back } = useDraft(form, () => ({}));
  const sending = useSending(form, () => ({}));
  const due = notices.filter((x) => x.kind === 'notice' && x.state === 'waiting' && x.startsAt !== null);
  const ready = due.filter((x) => x.missing.length === 0);
  const incomplete = due.filter((x) => x.missing.length > 0);
  return (
    <FormDialog
      title={n.title}
      send={n.send}
      back={back}
      sending={sending}
      onClose={onClose}
      onSend={() =>
        sending.run(async () => {
          // What is sent must be what was reviewed.
          onDone(await incidents.patch(incident.id, { state: 'notifying' }, etag), n.done);
        })
      }
    >
      {incident.drill && <Notice>{n.drill}</Notice>}
      {ready.length > 0 ? (
        <>
          <p>{n.ready(ready.length)}</p>
          <NoticeLines notices={ready} missing={false} />
        </>
      ) : (
        <p>{n.none}</p>
      )}
      {incomplete.length > 0 && (
        <>
          <p>{n.incomplete(incomplete.length)}</p>
          <NoticeLines notices={incomplete} missing />
        </>
      )}
      <p class="soft">{n.later}</p>
    </FormDialog>
  );
}

export function ConfirmDialog({ known, onClose, onDone }: Props) {
  const { t, incidents } = useIncidents();
  const { incident } = known;
  const c = t.confirm;
  const form = `${incident.id}/confirm`;
  const { draft, change, back } = useDraft(form, () => ({ at: '', zone: deviceZone() }));
  const [wrong, setWrong] = useState(false);
  const sending = useSending(form, () => draft);
  return (
    <FormDialog
      title={c.title}
      send={c.send}
      back={back}
      sending={sending}
      onClose={onClose}
      onSend={() => {
        const at = instantOf(draft.at, draft.zone);
        const bad = at !== null && Date.parse(at) > serverNow() + 60_000;
        setWrong(bad);
        if (!bad) sending.run(async () => onDone(await incidents.confirm(incident.id, at), c.done));
      }}
    >
      <p>{c.text}</p>
      <ZoneSelect value={draft.zone} onChange={(zone) => change({ zone })} />
      <TimeField
        label={c.at}
        hint={c.atHint}
        error={wrong ? t.wrong.confirmedAt : null}
        value={draft.at}
        zone={draft.zone}
        onInput={(at) => change({ at })}
      />
    </FormDialog>
  );
}

/** The instant as the fields have it, without seconds. */
const minute = (at: string | null) => (at === null ? null : instantOf(localOf(at, 'UTC'), 'UTC'));

interface FactsDraft {
  title: string;
  zone: string;
  from: string;
  until: string;
  categories: Category[];
  keysInReach: Reach;
  risk: Risk;
  orgs: string;
  sessions: string;
}

export function FactsDialog({ known, onClose, onDone }: Props) {
  const { t, incidents, operator } = useIncidents();
  const { incident, etag } = known;
  const form = `${incident.id}/facts`;
  const { draft, change, back } = useDraft<FactsDraft>(form, () => {
    const zone = deviceZone();
    return {
      title: incident.title,
      zone,
      from: localOf(incident.occurredFrom, zone),
      until: incident.occurredUntil === null ? '' : localOf(incident.occurredUntil, zone),
      categories: incident.categories,
      keysInReach: incident.keysInReach,
      risk: incident.risk,
      orgs: incident.scope.orgs.join('\n'),
      sessions: incident.scope.sessions.join('\n'),
    };
  });
  const [wrong, setWrong] = useState<('title' | 'occurredFrom' | 'occurredUntil' | 'categories')[]>([]);
  const sending = useSending(form, () => draft);
  const error = (name: (typeof wrong)[number]) => (wrong.includes(name) ? t.wrong[name] : null);

  const send = () => {
    const from = instantOf(draft.from, draft.zone);
    const until = draft.until === '' ? null : instantOf(draft.until, draft.zone);
    const soon = serverNow() + 60_000;
    const bad: typeof wrong = [];
    if (draft.title.trim() === '') bad.push('title');
    if (from === null || Date.parse(from) > soon) bad.push('occurredFrom');
    if (draft.until !== '' && (until === null || Date.parse(until) > soon || (from !== null && until < from)))
      bad.push('occurredUntil');
    if (draft.categories.length === 0) bad.push('categories');
    setWrong(bad);
    if (bad.length > 0) return;
    const orgs = orgsIn(draft.orgs);
    const sessions = idsIn(draft.sessions);
    const same = (a: readonly string[], b: readonly string[]) => [...a].sort().join() === [...b].sort().join();
    const patch: IncidentPatch = {
      ...(draft.title.trim() !== incident.title && { title: draft.title.trim() }),
      ...(from !== minute(incident.occurredFrom) && { occurredFrom: from! }),
      ...(until !== minute(incident.occurredUntil) && { occurredUntil: until }),
      ...(!same(draft.categories, incident.categories) && { categories: draft.categories }),
      ...(draft.keysInReach !== incident.keysInReach && { keysInReach: draft.keysInReach }),
      ...(draft.risk !== incident.risk && { risk: draft.risk }),
      ...((!same(orgs, incident.scope.orgs) || !same(sessions, incident.scope.sessions)) && {
        scope: { orgs, sessions },
      }),
    };
    if (Object.keys(patch).length === 0) return onClose();
    sending.run(async () => onDone(await incidents.patch(incident.id, patch, etag), t.saved));
  };

  return (
    <FormDialog title={t.facts.editTitle} send={t.save} back={back} sending={sending} onClose={onClose} onSend={send}>
      <Judgement keysInReach={draft.keysInReach} risk={draft.risk} onChange={change} />
      <ZoneSelect value={draft.zone} onChange={(zone) => change({ zone })} />
      <TimeField
        label={t.fields.occurredFrom}
        error={error('occurredFrom')}
        value={draft.from}
        zone={draft.zone}
        onInput={(from) => change({ from })}
      />
      <TimeField
        label={t.fields.occurredUntil}
        hint={t.report.occurredUntilHint}
        error={error('occurredUntil')}
        value={draft.until}
        zone={draft.zone}
        onInput={(until) => change({ until })}
      />
      <CategoryChecks
        value={draft.categories}
        error={error('categories')}
        onChange={(categories) => change({ categories })}
      />
      <TextInput
        label={t.fields.title}
        max={incidentPatchTitleMaxLength}
        error={error('title')}
        value={draft.title}
        onInput={(title) => change({ title })}
      />
      {operator && (
        <>
          <SchoolChecks hint={t.facts.widenHint} value={draft.orgs} onInput={(orgs) => change({ orgs })} />
          <TextArea
            label={t.report.sessionIds}
            hint={t.facts.widenHint}
            rows={2}
            value={draft.sessions}
            onInput={(sessions) => change({ sessions })}
          />
        </>
      )}
    </FormDialog>
  );
}

export function ClocksDialog({ known, onClose, onDone }: Props) {
  const { t, incidents } = useIncidents();
  const { incident, etag } = known;
  const form = `${incident.id}/clocks`;
  const { draft, change, back } = useDraft(form, () => {
    const zone = deviceZone();
    const local = (at: string | null) => (at === null ? '' : localOf(at, zone));
    return { zone, discovered: local(incident.clocks.discoveredAt), aware: local(incident.clocks.awareAt), reason: '' };
  });
  const [wrong, setWrong] = useState<('discoveredAt' | 'awareAt' | 'clockReason')[]>([]);
  const sending = useSending(form, () => draft);
  const error = (name: (typeof wrong)[number]) => (wrong.includes(name) ? t.wrong[name] : null);
  const send = () => {
    const discovered = instantOf(draft.discovered, draft.zone);
    const aware = instantOf(draft.aware, draft.zone);
    const bad: typeof wrong = [];
    const soon = serverNow() + 60_000;
    if (discovered === null || Date.parse(discovered) > soon) bad.push('discoveredAt');
    if (aware === null || Date.parse(aware) > soon) bad.push('awareAt');
    const patch: IncidentPatch = {
      ...(discovered !== minute(incident.clocks.discoveredAt) && { discoveredAt: discovered! }),
      ...(aware !== minute(incident.clocks.awareAt) && { awareAt: aware! }),
    };
    const changed = Object.keys(patch).length > 0;
    if (changed && draft.reason.trim() === '') bad.push('clockReason');
    setWrong(bad);
    if (bad.length > 0) return;
    if (!changed) return onClose();
    sending.run(async () =>
      onDone(await incidents.patch(incident.id, { ...patch, clockReason: draft.reason.trim() }, etag), t.saved),
    );
  };
  return (
    <FormDialog title={t.facts.clocksTitle} send={t.save} back={back} sending={sending} onClose={onClose} onSend={send}>
      <p>{t.facts.clocksIntro}</p>
      <ZoneSelect value={draft.zone} onChange={(zone) => change({ zone })} />
      <TimeField
        label={t.fields.discoveredAt}
        error={error('discoveredAt')}
        value={draft.discovered}
        zone={draft.zone}
        onInput={(discovered) => change({ discovered })}
      />
      <TimeField
        label={t.fields.awareAt}
        error={error('awareAt')}
        value={draft.aware}
        zone={draft.zone}
        onInput={(aware) => change({ aware })}
      />
      <TextInput
        label={t.fields.clockReason}
        max={incidentPatchClockReasonMaxLength}
        error={error('clockReason')}
        value={draft.reason}
        onInput={(reason) => change({ reason })}
      />
    </FormDialog>
  );
}

const DELAY_MAX = delayRequestDays * 24 * 3_600_000;

export function DelayDialog({ known, onClose, onDone }: Props) {
  const { t, incidents } = useIncidents();
  const { incident } = known;
  const d = t.delay;
  const form = `${incident.id}/delay`;
  const { draft, change, back } = useDraft(form, () => ({
    ground: 'law-enforcement' as DelayGround,
    authority: '',
    until: '',
    zone: deviceZone(),
  }));
  const [wrong, setWrong] = useState<('authority' | 'until')[]>([]);
  const sending = useSending(form, () => draft);
  const send = () => {
    const until = instantOf(draft.until, draft.zone);
    const authority = draft.authority.trim();
    const left = until === null ? 0 : Date.parse(until) - serverNow();
    const bad: typeof wrong = [];
    if (authority === '') bad.push('authority');
    if (left <= 0 || left > DELAY_MAX) bad.push('until');
    setWrong(bad);
    if (bad.length === 0)
      sending.run(async () =>
        onDone(await incidents.delay(incident.id, { ground: draft.ground, authority, until: until! }), d.done),
      );
  };
  return (
    <FormDialog title={d.ask} send={d.send} back={back} sending={sending} onClose={onClose} onSend={send}>
      <p>{d.intro}</p>
      <Radios<DelayGround>
        legend={d.ground}
        name="ground"
        values={delayGroundValues}
        value={draft.ground}
        onChange={(ground) => change({ ground })}
        text={(g) => d.grounds[g]}
        hint={(g) => d.groundHints[g]}
      />
      <TextInput
        label={d.authority}
        max={delayRequestAuthorityMaxLength}
        hint={d.authorityHint}
        error={wrong.includes('authority') ? t.wrong.authority : null}
        value={draft.authority}
        onInput={(authority) => change({ authority })}
        required
      />
      <ZoneSelect value={draft.zone} onChange={(zone) => change({ zone })} />
      <TimeField
        label={d.until}
        hint={d.untilHint}
        error={wrong.includes('until') ? t.wrong.until : null}
        value={draft.until}
        zone={draft.zone}
        onInput={(until) => change({ until })}
      />
    </FormDialog>
  );
}

export function UpdateDialog({ known, onClose, onDone }: Props) {
  const { t, language, incidents } = useIncidents();
  const { incident, etag } = known;
  const u = t.update;
  const form = `${incident.id}/update`;
  const { draft, change, back } = useDraft(form, () => {
    const used = Object.keys(incident.texts).find((tag) => Object.hasOwn(languages, tag)) as Language | undefined;
    return { language: used ?? language, texts: {} as NoticeTexts };
  });
  const [empty, setEmpty] = useState(false);
  const sending = useSending(form, () => draft);
  const send = () => {
    const texts = filled(draft.texts);
    setEmpty(Object.keys(texts).length === 0);
    if (Object.keys(texts).length === 0) return;
    sending.run(async () => {
      const answer = await incidents.update(incident.id, { texts: { [draft.language]: texts } }, etag);
      onDone(answer, u.done(answer.value.updates));
    });
  };
  return (
    <FormDialog title={u.title} send={u.send} back={back} sending={sending} onClose={onClose} onSend={send}>
      <p>{u.intro}</p>
      <LanguageSelect label={t.texts.language} value={draft.language} onChange={(l) => change({ language: l })} />
      {writtenPartValues.map((part) => (
        <TextArea
          key={part}
          label={t.parts[part]}
          rows={2}
          value={draft.texts[part] ?? ''}
          onInput={(text) => change({ texts: { ...draft.texts, [part]: text } })}
        />
      ))}
      {empty && (
        <Notice look="bad" live>
          {u.empty}
        </Notice>
      )}
    </FormDialog>
  );
}

/** The texts that aren't empty. */
export function filled(texts: NoticeTexts): NoticeTexts {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text.trim() !== ''));
}

export function CloseDialog({ known, onClose, onDone }: Props) {
  const { t, incidents } = useIncidents();
  const { incident } = known;
  const c = t.close;
  const form = `${incident.id}/close`;
  const { draft, change, back } = useDraft(form, () => ({ outcome: 'notified' as IncidentOutcome, reason: '' }));
  const [wrong, setWrong] = useState(false);
  const sending = useSending(form, () => draft);
  const send = () => {
    const reason = draft.reason.trim();
    const length = characters(reason);
    const bad = length < incidentClosingReasonMinLength || length > incidentClosingReasonMaxLength;
    setWrong(bad);
    if (!bad)
      sending.run(async () => onDone(await incidents.close(incident.id, { outcome: draft.outcome, reason }), c.done));
  };
  return (
    <FormDialog title={c.title} send={c.send} danger back={back} sending={sending} onClose={onClose} onSend={send}>
      <p>{c.intro}</p>
      <Radios<IncidentOutcome>
        legend={c.outcome}
        name="outcome"
        values={incidentOutcomeValues}
        value={draft.outcome}
        onChange={(outcome) => change({ outcome })}
        text={(o) => t.outcomes[o]}
        hint={(o) => c.outcomeHints[o]}
      />
      <TextArea
        label={c.reason}
        hint={c.reasonHint}
        error={wrong ? t.wrong.reason : null}
        value={draft.reason}
        onInput={(reason) => change({ reason })}
      />
    </FormDialog>
  );
}
