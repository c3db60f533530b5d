import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError } from '../api/client';
import { languages, type Language } from '../i18n/language';
import { characters } from '../question/response';
import { Button } from '../ui/Button';
import { Field } from '../ui/Field';
import { Notice } from '../ui/Notice';
import { announce } from '../ui/announce';
import { useLeaveDialog } from '../staff/useLeaveDialog';
import { useStaff } from '../staff/context';
import { StaffPage } from '../staff/StaffPage';
import { dropGuard, navigate, to, type Route } from '../staff/router';
import { Radios } from '../staff/Radios';
import { useIncidents } from './context';
import { draftOf } from './draft';
import { CategoryChecks, Whose, type WhoseDraft, scopeOf } from './fields';
import type { FieldName } from './messages/en';
import { fieldsOf, TextArea, TextInput, TimeField, useSending } from './parts';
import {
  incidentContactEmailMaxLength,
  incidentContactNameMaxLength,
  incidentContactPhoneMaxLength,
  incidentReportTitleMaxLength,
  incidentReporterEmailMaxLength,
  incidentReporterNameMaxLength,
  noticeTextsNatureMaxLength,
  reachValues,
  riskValues,
} from '../api/values';
import type { Category, IncidentReport, Reach, Risk } from '../api/schema';
import { serverNow } from '../staff/clock';
import { deviceZone, instantOf, zones } from './zone';

interface Draft extends WhoseDraft {
  drill: boolean;
  title: string;
  zone: string;
  occurredFrom: string;
  occurredUntil: string;
  discoveredAt: string;
  awareAt: string;
  categories: Category[];
  keysInReach: Reach;
  risk: Risk;
  language: Language;
  nature: string;
  contact: { name: string; email: string; phone: string };
  reporter: { name: string; email: string };
}

const FORM = 'report';

type Faults = Partial<Record<FieldName, boolean>>;

export function ReportPage({ route }: { route: Route }) {
  const { t, language, incidents, operator } = useIncidents();
  const { person } = useStaff();
  const r = t.report;
  const [back] = useState(() => draftOf<Draft>(FORM));
  const [draft, setDraft] = useState<Draft>(
    () =>
      back ?? {
        drill: location.hash === '#drill',
        title: '',
        zone: deviceZone(),
        occurredFrom: '',
        occurredUntil: '',
        discoveredAt: '',
        awareAt: '',
        categories: [],
        whole: true,
        chosen: [],
        orgs: '',
        sessions: '',
        keysInReach: 'unknown',
        risk: 'undetermined',
        language,
        nature: '',
        contact: { name: '', email: '', phone: '' },
        reporter: { name: person.name, email: '' },
      },
  );
  const [touched, setTouched] = useState(back !== null);
  const [faults, setFaults] = useState<Faults>({});
  const summary = useRef<HTMLDivElement>(null);
  const sending = useSending(FORM, () => draft);
  const leaveDialog = useLeaveDialog(touched && !sending.busy, t.leave);
  const change = (part: Partial<Draft>) => {
    setTouched(true);
    setDraft((d) => ({ ...d, ...part }));
  };
  const wrong = (name: FieldName) => (faults[name] ? t.wrong[name] : null);

  const named = Object.keys(faults) as FieldName[];
  useEffect(() => {
    if (named.length > 0) summary.current?.focus();
  }, [faults]);
  // What the server refuses is marked like what this page finds.
  useEffect(() => {
    if (sending.error instanceof ApiError && sending.error.slug === 'invalid') {
      setFaults(Object.fromEntries(fieldsOf(sending.error).map((f) => [f, true])));
    }
  }, [sending.error]);

  const send = () => {
    const report = reportOf(draft, operator);
    const found = faultsOf(draft, report, operator);
    setFaults(found);
    if (Object.keys(found).length > 0) return;
    sending.run(async () => {
      const { value } = await incidents.report(report);
      dropGuard();
      announce(t.saved);
      navigate(to.incident(value.id), { replace: true });
    });
  };

  return (
    <StaffPage title={draft.drill ? r.drillTitle : r.title} route={route}>
      {back && <Notice live>{t.stepUp.back}</Notice>}
      <p class="narrow-form">{r.intro}</p>
      {named.length > 0 && (
        <div class="notice bad" tabIndex={-1} ref={summary} role="group" aria-labelledby="report-faults">
          <strong id="report-faults">{r.faults(named.length)}</strong>
          <ul class="bullets">
            {named.map((f) => (
              <li key={f}>
                <strong>{t.fields[f]}:</strong> {t.wrong[f]}
              </li>
            ))}
          </ul>
        </div>
      )}
      <form
        class="stack loose narrow-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <Radios<'real' | 'drill'>
          legend={r.kind}
          name="kind"
          values={['real', 'drill']}
          value={draft.drill ? 'drill' : 'real'}
          onChange={(kind) => change({ drill: kind === 'drill' })}
          text={(kind) => (kind === 'drill' ? t.drill : t.real)}
          hint={(kind) => r.kindHints[kind]}
        />
        <section class="stack" aria-labelledby="report-what">
          <h2 id="report-what">{r.what}</h2>
          <TextInput
            label={t.fields.title}
            hint={r.titleHint}
            max={incidentReportTitleMaxLength}
            error={wrong('title')}
            value={draft.title}
            onInput={(title) => change({ title })}
            required
          />
          <LanguageSelect label={t.texts.language} value={draft.language} onChange={(l) => change({ language: l })} />
          <TextArea
            label={r.nature}
            hint={r.natureHint}
            error={wrong('texts')}
            value={draft.nature}
            onInput={(nature) => change({ nature })}
          />
        </section>
        <section class="stack" aria-labelledby="report-when">
          <h2 id="report-when">{r.when}</h2>
          <ZoneSelect value={draft.zone} onChange={(zone) => change({ zone })} />
          <TimeField
            label={t.fields.occurredFrom}
            hint={r.occurredFromHint}
            error={wrong('occurredFrom')}
            value={draft.occurredFrom}
            zone={draft.zone}
            onInput={(occurredFrom) => change({ occurredFrom })}
          />
          <TimeField
            label={t.fields.occurredUntil}
            hint={r.occurredUntilHint}
            error={wrong('occurredUntil')}
            value={draft.occurredUntil}
            zone={draft.zone}
            onInput={(occurredUntil) => change({ occurredUntil })}
          />
          <TimeField
            label={t.fields.discoveredAt}
            hint={r.discoveredHint}
            error={wrong('discoveredAt')}
            value={draft.discoveredAt}
            zone={draft.zone}
            onInput={(discoveredAt) => change({ discoveredAt })}
          />
          <TimeField
            label={t.fields.awareAt}
            hint={r.awareHint}
            error={wrong('awareAt')}
            value={draft.awareAt}
            zone={draft.zone}
            onInput={(awareAt) => change({ awareAt })}
          />
        </section>
        <CategoryChecks
          value={draft.categories}
          error={wrong('categories')}
          onChange={(categories) => change({ categories })}
        />
        <Whose draft={draft} error={wrong('scope')} onChange={change} />
        <section class="stack" aria-labelledby="report-judgement">
          <h2 id="report-judgement">{r.judgement}</h2>
          <Judgement keysInReach={draft.keysInReach} risk={draft.risk} onChange={change} />
        </section>
        <section class="stack" aria-labelledby="report-people">
          <h2 id="report-people">{r.people}</h2>
          <fieldset class="stack">
            <legend class="legend">{r.reporter}</legend>
            <p class="hint">{r.reporterHint}</p>
            <TextInput
              label={r.name}
              max={incidentReporterNameMaxLength}
              error={wrong('reporter')}
              value={draft.reporter.name}
              onInput={(name) => change({ reporter: { ...draft.reporter, name } })}
              required
            />
            <TextInput
              label={r.email}
              type="email"
              max={incidentReporterEmailMaxLength}
              error={wrong('reporter')}
              value={draft.reporter.email}
              onInput={(email) => change({ reporter: { ...draft.reporter, email } })}
              required
            />
          </fieldset>
          <fieldset class="stack">
            <legend class="legend">{r.contact}</legend>
            <p class="hint">{r.contactHint}</p>
            <ContactFields value={draft.contact} error={wrong('contact')} onChange={(contact) => change({ contact })} />
          </fieldset>
        </section>
        {sending.trouble}
        <p>
          <Button look="primary" type="submit" busy={sending.busy} block>
            {draft.drill ? r.sendDrill : r.send}
          </Button>
        </p>
      </form>
      {leaveDialog}
    </StaffPage>
  );
}

export function ContactFields({
  value,
  error,
  onChange,
}: {
  value: Draft['contact'];
  error?: string | null;
  onChange(value: Draft['contact']): void;
}) {
  const { t } = useIncidents();
  const r = t.report;
  return (
    <>
      <TextInput
        label={r.name}
        max={incidentContactNameMaxLength}
        error={error}
        value={value.name}
        onInput={(name) => onChange({ ...value, name })}
        required
      />
      <TextInput
        label={r.email}
        type="email"
        max={incidentContactEmailMaxLength}
        error={error}
        value={value.email}
        onInput={(email) => onChange({ ...value, email })}
        required
      />
      <TextInput
        label={r.phone}
        type="tel"
        max={incidentContactPhoneMaxLength}
        value={value.phone}
        onInput={(phone) => onChange({ ...value, phone })}
      />
    </>
  );
}

export function ZoneSelect({ value, onChange }: { value: string; onChange(zone: string): void }) {
  const { t } = useIncidents();
  const [all] = useState(zones);
  return (
    <Field label={t.report.zone} hint={t.report.zoneHint}>
      {(attributes) => (
        <select {...attributes} class="input" value={value} onChange={(e) => onChange(e.currentTarget.value)}>
          {all.map((zone) => (
            <option key={zone} value={zone}>
              {zone.replaceAll('_', ' ')}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

export function LanguageSelect({
  label,
  value,
  onChange,
}: {
  label: string;
  value: Language;
  onChange(language: Language): void;
}) {
  return (
    <Field label={label}>
      {(attributes) => (
        <select
          {...attributes}
          class="input"
          value={value}
          onChange={(e) => onChange(e.currentTarget.value as Language)}
        >
          {Object.entries(languages).map(([tag, name]) => (
            <option key={tag} value={tag} lang={tag}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

export function Judgement({
  keysInReach,
  risk,
  onChange,
}: {
  keysInReach: Reach;
  risk: Risk;
  onChange(part: { keysInReach?: Reach; risk?: Risk }): void;
}) {
  const { t } = useIncidents();
  return (
    <>
      <Radios<Reach>
        legend={t.report.keys}
        name="keys"
        values={reachValues}
        value={keysInReach}
        onChange={(v) => onChange({ keysInReach: v })}
        text={(v) => t.reaches[v]}
        hint={(v) => t.report.reachHints[v]}
      />
      <Radios<Risk>
        legend={t.fields.risk}
        name="risk"
        values={riskValues}
        value={risk}
        onChange={(v) => onChange({ risk: v })}
        text={(v) => t.risks[v]}
        hint={(v) => t.report.riskHints[v]}
      />
    </>
  );
}

function reportOf(d: Draft, operator: boolean): IncidentReport {
  const at = (local: string) => instantOf(local, d.zone) ?? undefined;
  const occurredUntil = at(d.occurredUntil);
  const discoveredAt = at(d.discoveredAt);
  const awareAt = at(d.awareAt);
  const nature = d.nature.trim();
  const phone = d.contact.phone.trim();
  return {
    title: d.title.trim(),
    drill: d.drill,
    occurredFrom: at(d.occurredFrom) ?? '',
    ...(occurredUntil && { occurredUntil }),
    ...(discoveredAt && { discoveredAt }),
    ...(awareAt && { awareAt }),
    categories: d.categories,
    scope: scopeOf(d, operator),
    keysInReach: d.keysInReach,
    risk: d.risk,
    texts: nature === '' ? {} : { [d.language]: { nature } },
    contact: { name: d.contact.name.trim(), email: d.contact.email.trim(), ...(phone !== '' && { phone }) },
    reporter: { name: d.reporter.name.trim(), email: d.reporter.email.trim() },
  };
}

const isAddress = (email: string) => /^[^\s@<>",;]+@[^\s@<>",;]+\.[^\s@<>",;]+$/.test(email);

/** What this page can find wrong; the server checks again. */
function faultsOf(d: Draft, report: IncidentReport, operator: boolean): Faults {
  const soon = serverNow() + 60_000;
  const future = (iso: string | undefined) => iso !== undefined && Date.parse(iso) > soon;
  const { scope } = report;
  const found: [FieldName, boolean][] = [
    ['title', report.title === ''],
    ['texts', characters(d.nature) > noticeTextsNatureMaxLength],
    ['occurredFrom', report.occurredFrom === '' || future(report.occurredFrom)],
    [
      'occurredUntil',
      future(report.occurredUntil) ||
        (report.occurredUntil !== undefined && report.occurredUntil < report.occurredFrom),
    ],
    ['discoveredAt', future(report.discoveredAt)],
    ['awareAt', future(report.awareAt)],
    ['categories', report.categories.length === 0],
    ['scope', (operator || !d.whole) && (scope?.orgs?.length ?? 0) + (scope?.sessions?.length ?? 0) === 0],
    ['reporter', report.reporter.name === '' || !isAddress(report.reporter.email)],
    ['contact', report.contact.name === '' || !isAddress(report.contact.email)],
  ];
  return Object.fromEntries(found.filter(([, bad]) => bad).map(([name]) => [name, true]));
}
