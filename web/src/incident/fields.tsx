// The fields that say which data, and whose.

import { useId } from 'preact/hooks';
import { NextPage } from '../staff/NextPage';
import { Radios } from '../staff/Radios';
import { useStaff } from '../staff/context';
import { useLoad } from '../staff/load';
import { useIncidents } from './context';
import { idsIn, orgsIn } from './ids';
import { Load, TextArea } from './parts';
import { SchoolChecks } from './SchoolChecks';
import { categoryValues, sealedCategoryValues } from '../api/values';
import type { Category, IncidentScope } from '../api/schema';

const isSealed = (category: Category) => (sealedCategoryValues as readonly Category[]).includes(category);

export function CategoryChecks({
  value,
  error,
  onChange,
}: {
  value: readonly Category[];
  error?: string | null;
  onChange(value: Category[]): void;
}) {
  const { t } = useIncidents();
  const id = useId();
  return (
    <fieldset class="stack tight" aria-describedby={error ? id : undefined}>
      <legend class="legend">{t.report.data}</legend>
      {categoryValues.map((c) => (
        <label key={c} class="check">
          <input
            type="checkbox"
            checked={value.includes(c)}
            onChange={(e) => {
              const on = e.currentTarget.checked;
              onChange(categoryValues.filter((x) => (x === c ? on : value.includes(x))));
            }}
          />
          <span>
            {t.categories[c]}
            <span class="hint block">{isSealed(c) ? t.report.categoryHints.sealed : t.report.categoryHints.open}</span>
          </span>
        </label>
      ))}
      {error && (
        <p class="error" id={id}>
          {error}
        </p>
      )}
    </fieldset>
  );
}

export interface WhoseDraft {
  /** The whole school, not some of its sessions. */
  whole: boolean;
  chosen: string[];
  /** For the operator: ids, one per line. */
  orgs: string;
  sessions: string;
}

export function scopeOf(d: WhoseDraft, operator: boolean): IncidentScope {
  if (operator) return { orgs: orgsIn(d.orgs), sessions: idsIn(d.sessions) };
  return d.whole ? {} : { sessions: d.chosen };
}

/** Whose data it is: schools for the operator, sessions or all of it for a school. */
export function Whose({
  draft,
  error,
  onChange,
}: {
  draft: WhoseDraft;
  error: string | null;
  onChange(part: Partial<WhoseDraft>): void;
}) {
  const { t, operator } = useIncidents();
  const r = t.report;
  const id = useId();
  if (operator) {
    return (
      <section class="stack" aria-labelledby={id}>
        <h2 id={id}>{r.whose}</h2>
        <SchoolChecks hint={r.orgsHint} error={error} value={draft.orgs} onInput={(orgs) => onChange({ orgs })} />
        <TextArea
          label={r.sessionIds}
          hint={r.sessionIdsHint}
          rows={2}
          value={draft.sessions}
          onInput={(sessions) => onChange({ sessions })}
        />
      </section>
    );
  }
  return (
    <section class="stack" aria-labelledby={id}>
      <h2 id={id}>{r.whose}</h2>
      <Radios<'all' | 'some'>
        legend={t.fields.scope}
        name="whose"
        values={['all', 'some']}
        value={draft.whole ? 'all' : 'some'}
        onChange={(v) => onChange({ whole: v === 'all' })}
        text={(v) => (v === 'all' ? r.scopeOrg : r.scopeSessions)}
        hint={(v) => (v === 'all' ? r.scopeOrgHint : r.scopeSessionsHint)}
      />
      {!draft.whole && <SessionChecks value={draft.chosen} onChange={(chosen) => onChange({ chosen })} />}
      {error && <p class="error">{error}</p>}
    </section>
  );
}

function SessionChecks({ value, onChange }: { value: readonly string[]; onChange(value: string[]): void }) {
  const { t } = useIncidents();
  const { api } = useStaff();
  const loaded = useLoad((signal) => api.sessions({}, null, signal), []);
  return (
    <Load loaded={loaded}>
      {(page) =>
        page.items.length === 0 ? (
          <p class="soft">{t.report.noSessions}</p>
        ) : (
          <fieldset class="stack tight">
            <legend class="legend">{t.report.scopeSessions}</legend>
            {page.items.map((s) => (
              <label key={s.id} class="check">
                <input
                  type="checkbox"
                  checked={value.includes(s.id)}
                  onChange={(e) =>
                    onChange(e.currentTarget.checked ? [...value, s.id] : value.filter((other) => other !== s.id))
                  }
                />
                <span dir="auto">{s.title}</span>
              </label>
            ))}
            <NextPage
              token={page.nextPageToken}
              load={async (token) => {
                const next = await api.sessions({}, token);
                loaded.set((l) => ({ ...next, items: [...l.items, ...next.items] }));
                return next.items.length;
              }}
            />
          </fieldset>
        )
      }
    </Load>
  );
}
