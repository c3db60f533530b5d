import { useEffect, useMemo, useState } from 'preact/hooks';
import { errorText } from '../../api/client';
import type { Profile } from '../../api/schema';
import { getProfile } from '../../profile/api';
import { Button } from '../../ui/Button';
import { apartOf, kindNames } from '../../question/kinds';
import { fetchAll, lazy } from '../../ui/lazy';
import { Loading } from '../../ui/Loading';
import { Notice } from '../../ui/Notice';
import type { Auth, Person, Start } from '../../staff/auth';
import { Load, useLoad } from '../../staff/load';
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
import { navigate, to, useRoute, type Route } from '../../staff/router';
import { SignIn } from '../../staff/SignIn';

const SetPaper = lazy(() => import('../../teach/print/SetPaper').then((m) => m.SetPaper));
const PrivacyPages = lazy(() => import('../../privacy/PrivacyPages').then((m) => m.PrivacyPages));
const ProfilePage = lazy(() => import('../../profile/ProfilePage').then((m) => m.ProfilePage));
const QueuePages = lazy(() => import('../../queue/QueuePages').then((m) => m.QueuePages));
const SchoolPages = lazy(() => import('../../school/SchoolPages').then((m) => m.SchoolPages));
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
          <p>{errorText(messages, begun.error, { 'no-storage': messages.signIn.noStorage })}</p>
          <p>
            <Button onClick={onRetry}>{messages.tryAgain}</Button>
          </p>
        </Notice>
      </StaffPage>
    );
  }
  const { auth, start } = begun;
  if (!start.person || !api) return <SignIn auth={auth} refused={start.refused} />;
  return <SignedIn api={api} person={start.person} route={route} />;
}

/** The page of the route; whoever hasn't said yet how colleagues see them is asked first, once a visit. */
function SignedIn({ api, person, route }: { api: StaffApi; person: Person; route: Route }) {
  // Nothing waits for it, and nothing fails with it: it is asked for again with the next page.
  const loaded = useLoad(async (signal) => ({ profile: await getProfile(api, signal) }), [api]);
  const profile = loaded.value?.profile;
  const context = useMemo(
    () => ({ api, person: profile ? { ...person, name: profile.name } : person }),
    [api, person, profile],
  );
  const [later, setLater] = useState(false);
  const onChange = (profile: Profile | null) => loaded.set(() => ({ profile }));
  const onLater = () => {
    setLater(true);
    if (route.page === 'profile') navigate(to.sessions());
  };
  return (
    <StaffContext.Provider value={context}>
      {profile !== undefined && (route.page === 'profile' || (profile === null && !later)) ? (
        <ProfilePage route={route} profile={profile} onChange={onChange} onLater={onLater} />
      ) : route.page === 'profile' ? (
        <StaffPage title="" route={route} wide={false}>
          <Load loaded={loaded}>{() => null}</Load>
        </StaffPage>
      ) : (
        <RoutePage route={route} />
      )}
    </StaffContext.Provider>
  );
}

function RoutePage({ route }: { route: Exclude<Route, { page: 'profile' }> }) {
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
    case 'paper':
      return <SetPaper key={route.id} id={route.id} route={route} />;
    case 'session':
      return <SessionPage key={route.id} id={route.id} tab={route.tab} route={route} />;
    case 'co-teach':
      return <CoTeachPage route={route} />;
    case 'privacy':
      return <PrivacyPages route={route} />;
    case 'school':
    case 'schools':
      return <SchoolPages route={route} />;
    case 'requests':
      return <QueuePages route={route} />;
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
