// Which schools an incident concerns, as the operator's people choose them.

import { useId, useState } from 'preact/hooks';
import { useStaff } from '../staff/context';
import { useLoad } from '../staff/load';
import { allPages } from '../staff/pages';
import { Field } from '../ui/Field';
import { Loading } from '../ui/Loading';
import { useIncidents, useOrgName } from './context';
import { orgsIn } from './ids';
import { TextArea, Trouble } from './parts';
import type { SchoolSummary } from '../api/schema';

/** Pages of schools that are loaded: a hundred each. */
const PAGES_MAX = 20;

/** From how many schools on they can be searched. */
const SEARCH_FROM = 8;

interface Props {
  hint: string;
  error?: string | null;
  /** Their ids, one per line. */
  value: string;
  onInput(value: string): void;
}

/** Schools by their names. Whoever may not list them, or can't at the moment, enters ids. */
export function SchoolChecks(props: Props) {
  const { person } = useStaff();
  return person.permissions.includes('platform:orgs') ? <Listed {...props} /> : <Ids {...props} />;
}

function Ids({ hint, error, value, onInput }: Props) {
  const { t } = useIncidents();
  return <TextArea label={t.report.orgs} hint={hint} error={error} rows={3} value={value} onInput={onInput} />;
}

function Listed(props: Props) {
  const { api } = useStaff();
  const loaded = useLoad((signal) => allPages((token) => api.schools(token, signal, true), PAGES_MAX), []);
  if (loaded.error)
    return (
      <>
        <Trouble error={loaded.error} onRetry={loaded.reload} />
        <Ids {...props} />
      </>
    );
  if (loaded.value === null) return <Loading />;
  return (
    <>
      <Checks {...props} schools={loaded.value.items} />
      {!loaded.value.complete && <Ids {...props} />}
    </>
  );
}

function Checks({ hint, error, value, onInput, schools }: Props & { schools: SchoolSummary[] }) {
  const { t, language } = useIncidents();
  const name = useOrgName();
  const id = useId();
  const [search, setSearch] = useState('');
  const chosen = orgsIn(value);
  const called = (s: SchoolSummary) => s.name || s.id;
  const others = chosen
    .filter((org) => !schools.some((s) => s.id === org))
    .map((org) => ({ id: org, name: name(org) }));
  const all = [...others, ...schools.map((s) => ({ id: s.id, name: called(s) }))].sort((a, b) =>
    a.name.localeCompare(b.name, language),
  );
  const wanted = search.trim().toLocaleLowerCase(language);
  // One that is chosen stays visible.
  const shown = all.filter(
    (s) => chosen.includes(s.id) || `${s.name} ${s.id}`.toLocaleLowerCase(language).includes(wanted),
  );
  return (
    <fieldset class="stack tight" aria-describedby={`${id}-hint${error ? ` ${id}-error` : ''}`}>
      <legend class="legend">{t.report.schools}</legend>
      <p class="hint" id={`${id}-hint`}>
        {hint}
      </p>
      {all.length >= SEARCH_FROM && (
        <Field label={t.report.findSchool}>
          {(attributes) => (
            <input
              {...attributes}
              class="input"
              type="search"
              value={search}
              onInput={(e) => setSearch(e.currentTarget.value)}
            />
          )}
        </Field>
      )}
      {shown.length === 0 && <p class="soft">{t.report.noSchool}</p>}
      <div class="school-checks stack tight">
        {shown.map((s) => (
          <label key={s.id} class="check">
            <input
              type="checkbox"
              checked={chosen.includes(s.id)}
              onChange={(e) =>
                onInput((e.currentTarget.checked ? [...chosen, s.id] : chosen.filter((org) => org !== s.id)).join('\n'))
              }
            />
            <span dir="auto">
              {s.name}
              {s.name !== s.id && <code class="hint block">{s.id}</code>}
            </span>
          </label>
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
