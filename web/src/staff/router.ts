// The teachers' pages by path, without reloading the document. Every link to /teach/… is followed here, however it was
// made.

import { useEffect, useState } from 'preact/hooks';
import { keepLanguage } from '../i18n/language';

export type SessionTab = 'live' | 'results' | 'grading' | 'settings' | 'report' | 'projector';

export type PrivacyPart =
  | 'policy'
  | 'plan'
  | 'departure'
  | 'holds'
  | 'erasures'
  | 'receipts'
  | 'audit'
  | 'consent'
  | 'records'
  | 'orphans';
export type IncidentTab = 'overview' | 'affected' | 'texts' | 'notices' | 'timeline' | 'register';

export type Route =
  | { page: 'sessions' }
  | { page: 'trash' }
  | { page: 'sets' }
  | { page: 'import' }
  | { page: 'set'; id: string | null }
  | { page: 'paper'; id: string } // a set, to be printed
  | { page: 'session'; id: string; tab: SessionTab }
  | { page: 'incident'; id: string | null; tab: IncidentTab } // id: null for the list, or 'new'
  | { page: 'requests'; id: string | null } // null for the list
  | { page: 'co-teach' }
  | { page: 'privacy'; part: PrivacyPart; receipt: string | null }
  | { page: 'schools'; id: string | null } // null for the list, or 'new'
  | { page: 'school' }
  | { page: 'profile' }
  | { page: 'unknown' };

const ID = '([a-z2-7]{26})';

export function routeOf(path: string): Route {
  const p = path.replace(/\/+$/, '');
  if (p === '/teach' || p === '/teach/sessions') return { page: 'sessions' };
  if (p === '/teach/trash') return { page: 'trash' };
  if (p === '/teach/sets') return { page: 'sets' };
  if (p === '/teach/sets/import') return { page: 'import' };
  if (p === '/teach/sets/new') return { page: 'set', id: null };
  if (p === '/teach/profile') return { page: 'profile' };
  if (p === '/teach/school') return { page: 'school' };
  const school = /^\/teach\/schools(?:\/([A-Za-z0-9][A-Za-z0-9_-]{0,63}))?$/.exec(p);
  if (school) return { page: 'schools', id: school[1] ?? null };
  if (p === '/teach/co-teach') return { page: 'co-teach' };
  const set = new RegExp(`^/teach/sets/${ID}$`).exec(p);
  if (set) return { page: 'set', id: set[1]! };
  const paper = new RegExp(`^/teach/sets/${ID}/paper$`).exec(p);
  if (paper) return { page: 'paper', id: paper[1]! };
  if (p === '/teach/incidents') return { page: 'incident', id: null, tab: 'overview' };
  const incident = new RegExp(`^/teach/incidents/(?:new|${ID}(?:/(affected|texts|notices|timeline|register))?)$`).exec(
    p,
  );
  if (incident)
    return { page: 'incident', id: incident[1] ?? 'new', tab: (incident[2] as IncidentTab | undefined) ?? 'overview' };
  const request = new RegExp(`^/teach/requests(?:/${ID})?$`).exec(p);
  if (request) return { page: 'requests', id: request[1] ?? null };
  const session = new RegExp(`^/teach/sessions/${ID}(?:/(results|grading|settings|report|projector))?$`).exec(p);
  if (session) return { page: 'session', id: session[1]!, tab: (session[2] as SessionTab | undefined) ?? 'live' };
  const receipt = new RegExp(`^/teach/privacy/receipts/${ID}$`).exec(p);
  if (receipt) return { page: 'privacy', part: 'receipts', receipt: receipt[1]! };
  const part = /^\/teach\/privacy(?:\/(plan|departure|holds|erasures|receipts|audit|consent|records|orphans))?$/.exec(
    p,
  );
  if (part) return { page: 'privacy', part: (part[1] as PrivacyPart | undefined) ?? 'policy', receipt: null };
  return { page: 'unknown' };
}

export const to = {
  sessions: () => keepLanguage('/teach/'),
  trash: () => keepLanguage('/teach/trash'),
  sets: () => keepLanguage('/teach/sets'),
  privacy: (part: PrivacyPart = 'policy', receipt?: string) =>
    keepLanguage(`/teach/privacy${part === 'policy' ? '' : `/${part}`}${receipt ? `/${receipt}` : ''}`),
  import: () => keepLanguage('/teach/sets/import'),
  set: (id: string | null) => keepLanguage(`/teach/sets/${id ?? 'new'}`),
  paper: (id: string) => keepLanguage(`/teach/sets/${id}/paper`),
  profile: () => keepLanguage('/teach/profile'),
  school: () => keepLanguage('/teach/school'),
  schools: (id: string | null = null) => keepLanguage(`/teach/schools${id === null ? '' : `/${id}`}`),
  requests: (id: string | null = null) => keepLanguage(`/teach/requests${id === null ? '' : `/${id}`}`),
  incidents: () => keepLanguage('/teach/incidents'),
  incident: (id: string, tab: IncidentTab = 'overview') =>
    keepLanguage(`/teach/incidents/${id}${tab === 'overview' ? '' : `/${tab}`}`),
  session: (id: string, tab: SessionTab = 'live') =>
    keepLanguage(`/teach/sessions/${id}${tab === 'live' ? '' : `/${tab}`}`),
};

/** Where the page is, to come back to. */
export const here = () => location.pathname + location.search + location.hash;

/** Called before the page is left, with what continues if the answer is yes. False stays. */
type Guard = (leave: () => void) => boolean;

let guard: Guard | null = null;
let changed: () => void = () => {};
let current = '';

export function navigate(href: string, options: { replace?: boolean } = {}): void {
  const leave = () => {
    guard = null;
    if (options.replace) history.replaceState(null, '', href);
    else history.pushState(null, '', href);
    changed();
  };
  if (!guard || guard(leave)) leave();
}

/** Registers the guard while the component is mounted and `on`. */
export function useGuard(on: boolean, ask: Guard): void {
  useEffect(() => {
    if (!on) return;
    guard = ask;
    const unload = (event: BeforeUnloadEvent) => {
      // Auth0 brings unsaved work back; see pending.ts.
      if (guard === ask) event.preventDefault();
    };
    addEventListener('beforeunload', unload);
    return () => {
      if (guard === ask) guard = null;
      removeEventListener('beforeunload', unload);
    };
  });
}

/** Lets the document be left without asking. */
export function dropGuard(): void {
  guard = null;
}

export function useRoute(): Route {
  const [path, setPath] = useState(location.pathname);
  useEffect(() => {
    current = here();
    changed = () => {
      current = here();
      setPath(location.pathname);
    };
    const pop = () => {
      if (!guard) return changed();
      const wanted = here();
      const leave = () => {
        guard = null;
        history.replaceState(null, '', wanted);
        changed();
      };
      // Stay until there is an answer.
      history.pushState(null, '', current);
      if (guard(leave)) leave();
    };
    const click = (event: MouseEvent) => {
      if (
        event.defaultPrevented ||
        event.button !== 0 ||
        event.metaKey ||
        event.ctrlKey ||
        event.shiftKey ||
        event.altKey
      )
        return;
      const link = event.target instanceof Element ? event.target.closest('a') : null;
      if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
      const inside = routeOf(link.pathname).page !== 'unknown' && link.pathname.startsWith('/teach');
      if (!inside || (link.hash !== '' && link.pathname === location.pathname)) return;
      event.preventDefault();
      navigate(link.pathname + link.search + link.hash);
    };
    addEventListener('popstate', pop);
    document.addEventListener('click', click);
    return () => {
      removeEventListener('popstate', pop);
      document.removeEventListener('click', click);
    };
  }, []);
  return routeOf(path);
}
