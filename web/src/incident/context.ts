import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Language } from '../i18n/language';
import { region } from '../i18n/format';
import type { Incidents } from './api';
import type { IncidentMessages } from './messages';
import type { Clause } from '../api/schema';

interface Value {
  t: IncidentMessages;
  language: Language;
  incidents: Incidents;
  /** The person works for the operator and sees the incidents of all schools. */
  operator: boolean;
}

export const IncidentContext = createContext<Value | null>(null);

/** The names of the schools that the incident mentions. */
export const OrgNames = createContext<Readonly<Record<string, string>>>({});

/** A school's name by its id, or the id of one that was erased. */
export function useOrgName(): (id: string) => string {
  const names = useContext(OrgNames);
  return (id) => orgName(names, id);
}

export const orgName = (names: Readonly<Record<string, string>>, id: string) =>
  Object.hasOwn(names, id) ? names[id]! : id;

export function useIncidents(): Value {
  const value = useContext(IncidentContext);
  if (!value) throw new Error('not in the part for incidents');
  return value;
}

/** A time that nobody can misread at night: with weekday and time zone. */
export function instantText(language: Language, at: string | number, zone?: string): string {
  return new Intl.DateTimeFormat(region(language), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    ...(zone && { timeZone: zone }),
  }).format(new Date(at));
}

export function list(language: Language, items: readonly string[]): string {
  return new Intl.ListFormat(region(language), { type: 'unit', style: 'short' }).format(items);
}

export const clauseName = (t: IncidentMessages, clause: Pick<Clause, 'id'>) =>
  Object.hasOwn(t.clauses, clause.id) ? t.clauses[clause.id]! : clause.id;

export function startName(t: IncidentMessages, start: Clause['starts']): string {
  if (start.startsWith('notice:')) return t.afterNotice(clauseName(t, { id: start.slice('notice:'.length) }));
  return t.starts[start as keyof IncidentMessages['starts']] ?? start;
}
