import type { ComponentChildren } from 'preact';
import { useContext, useEffect, useRef } from 'preact/hooks';
import { Page } from '../ui/Page';
import { useStaffLocale } from './messages';
import { StaffContext, may, mayManageIncidents } from './context';
import { dropGuard, to, type Route } from './router';

interface Props {
  title: string;
  route?: Route;
  /** The heading, if it is more than the title. */
  heading?: ComponentChildren;
  /** Beside the heading. */
  actions?: ComponentChildren;
  wide?: boolean;
  children?: ComponentChildren;
}

let first = true;

/** A teachers' page. Its heading is focused when the reader comes from another page. */
export function StaffPage({ title, route, heading, actions, wide = true, children }: Props) {
  const h1 = useRef<HTMLHeadingElement>(null);
  const signedIn = useContext(StaffContext) !== null;
  useEffect(() => {
    if (!signedIn) return;
    if (!first) h1.current?.focus();
    first = false;
  }, []);
  // The navigation is in the same place on every page.
  return (
    <Page title={title} home="/teach/" wide={wide || signedIn} header={<Navigation route={route} />}>
      <div class={wide ? 'stack loose' : 'stack loose measured'}>
        <div class="row apart page-title">
          <h1 ref={h1} tabIndex={-1} dir="auto">
            {heading ?? title}
          </h1>
          {actions && <div class="row">{actions}</div>}
        </div>
        {children}
      </div>
    </Page>
  );
}

function Navigation({ route }: { route: Route | undefined }) {
  const { messages } = useStaffLocale();
  const context = useContext(StaffContext);
  if (!context) return null;
  const { api, person } = context;
  const page = route?.page;
  const links = [
    { href: to.sessions(), text: messages.nav.sessions, on: page === 'sessions' || page === 'session', shown: true },
    {
      href: to.sets(),
      text: messages.nav.sets,
      on: page === 'sets' || page === 'set' || page === 'paper' || page === 'import',
      shown: may(person, 'sessions:write'),
    },
    { href: to.trash(), text: messages.nav.trash, on: page === 'trash', shown: may(person, 'data:delete') },
    {
      href: to.privacy(),
      text: messages.nav.privacy,
      on: page === 'privacy',
      shown: may(person, 'sessions:write', 'results:read', 'data:delete', 'platform:incidents'),
    },
    {
      href: to.school(),
      text: messages.nav.school,
      on: page === 'school',
      shown: person.permissions.includes('org:admin'),
    },
    {
      href: to.schools(),
      text: messages.nav.schools,
      on: page === 'schools',
      shown: person.permissions.includes('platform:orgs'),
    },
    {
      href: to.requests(),
      text: messages.nav.requests,
      on: page === 'requests',
      shown: person.permissions.includes('rights:manage'),
    },
    { href: to.incidents(), text: messages.nav.incidents, on: page === 'incident', shown: mayManageIncidents(person) },
  ];
  return (
    <>
      <nav class="nav" aria-label={messages.nav.label}>
        {links.map(
          (l) =>
            l.shown && (
              <a key={l.href} href={l.href} aria-current={l.on ? 'page' : undefined}>
                {l.text}
              </a>
            ),
        )}
      </nav>
      <div class="who">
        <a
          class="soft small"
          href={to.profile()}
          title={messages.nav.profile}
          aria-current={page === 'profile' ? 'page' : undefined}
          dir="auto"
        >
          {person.name || messages.nav.profile}
        </a>
        <button
          type="button"
          class="link"
          onClick={() => {
            dropGuard();
            void api.auth.signOut();
          }}
        >
          {messages.nav.signOut}
        </button>
      </div>
    </>
  );
}
