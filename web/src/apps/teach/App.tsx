import { useEffect, useState } from 'preact/hooks';
import { errorText } from '../../api/client';
import { Button } from '../../ui/Button';
import { apartOf, kindNames } from '../../question/kinds';
import { fetchAll, lazy } from '../../ui/lazy';
import { Loading } from '../../ui/Loading';
import { Notice } from '../../ui/Notice';
import type { Auth, Start } from '../../staff/auth';
import { StaffApi } from '../../staff/api';
import { CoTeachPage } from '../../teach/lists/CoTeachPage';
import { SessionsPage } from '../../teach/lists/SessionsPage';
import { TrashPage } from '../../teach/lists/TrashPage';
import { useTeach } from '../../teach/messages';
import { SessionPage } from '../../teach/session/SessionPage';
import { EditorPage } from '../../teach/sets/EditorPage';
import { ImportPage } from '../../teach/sets/ImportPage';
import { SetsPage } from '../../teach/sets/SetsPage';
import { StaffContext, mayManageIncidents } from '../../staff/context';
import { StaffPage } from '../../staff/StaffPage';
import { to, useRoute, type Route } from '../../staff/router';
import { SignIn } from '../../staff/SignIn';

const PrivacyPages = lazy(() => import('../../privacy/PrivacyPages').then((m) => m.PrivacyPages));
/** Preloaded for the few who may manage incidents, along with their first page. */
const IncidentPages = lazy(() => import('../../incident').then((m) => m.IncidentPages));

/** Who is signed in: not known yet, why nobody is, or who it is. */
export type Begun = { auth: Auth; start: Start } | { error: unknown } | null;

export function App({ begun, onRetry }: { begun: Begun; onRetry(): void }) {
  const { messages } = useTeach();
  const route = useRoute();
  const [api] = useState(() => (begun && 'auth' in begun ? new StaffApi(begun.auth) : null));
  useEffect(() => {
    // A list of results has them all.
    void fetchAll(apartOf(kindNames), new AbortController().signal);
    if (begun && 'auth' in begun && begun.start.person && mayManageIncidents(begun.start.person))
      IncidentPages.preload();
  }, []);
  if (!begun) {
    return (
      <StaffPage title={messages.signIn.title} wide={false}>
        <Loading text={messages.signIn.looking} />
      </StaffPage>
    );
  }
  if ('error' in begun) {
    return (
      <StaffPage title={messages.signIn.title} wide={false}>
        <Notice look="bad" live>
          <p>{errorText(messages, begun.error)}</p>
          <p>
            <Button onClick={onRetry}>{messages.tryAgain}</Button>
          </p>
        </Notice>
      </StaffPage>
    );
  }
  const { auth, start } = begun;
  if (!start.person || !api) return <SignIn auth={auth} refused={start.refused} />;
  return (
    <StaffContext.Provider value={{ api, person: start.person }}>
      <RoutePage route={route} />
    </StaffContext.Provider>
  );
}

function RoutePage({ route }: { route: Route }) {
  const { messages } = useTeach();
  switch (route.page) {
    case 'sessions':
      return <SessionsPage route={route} />;
    case 'trash':
      return <TrashPage route={route} />;
    case 'sets':
      return <SetsPage route={route} />;
    case 'import':
      return <ImportPage route={route} />;
    case 'set':
      return <EditorPage key={route.id ?? 'new'} id={route.id} route={route} />;
    case 'session':
      return <SessionPage key={route.id} id={route.id} tab={route.tab} route={route} />;
    case 'co-teach':
      return <CoTeachPage route={route} />;
    case 'privacy':
      return <PrivacyPages route={route} />;
    case 'incident':
      return <IncidentPages route={route} />;
    case 'unknown':
      return (
        <StaffPage title={messages.unknown.title} wide={false}>
          <p>{messages.unknown.text}</p>
          <p>
            <a href={to.sessions()}>{messages.toSessions}</a>
          </p>
        </StaffPage>
      );
  }
}
