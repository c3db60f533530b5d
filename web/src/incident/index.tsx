// The breach register in the web app. It is loaded apart: when somebody who may
// manage incidents first opens one of its pages.

import './incident.css';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { ApiError } from '../api/client';
import { Notice } from '../ui/Notice';
import { Loading } from '../ui/Loading';
import type { Language } from '../i18n/language';
import { useTeach } from '../teach/messages';
import { mayManageIncidents, useDesk } from '../teach/shell/context';
import { DeskPage } from '../teach/shell/DeskPage';
import { Failure } from '../teach/shell/load';
import { to, type Route } from '../teach/shell/router';
import { Incidents } from './api';
import { IncidentContext } from './context';
import { IncidentPage } from './IncidentPage';
import { ListPage } from './ListPage';
import { catalogue, type IncidentMessages } from './messages';
import { ReportPage } from './ReportPage';

/** The messages of the part, in the language of the page. */
function useMessages() {
  const { language } = useTeach();
  const [loaded, setLoaded] = useState<[Language, IncidentMessages] | null>(null);
  const [failed, setFailed] = useState(false);
  const [round, setRound] = useState(0);
  useEffect(() => {
    let stale = false;
    setFailed(false);
    catalogue[language]().then(
      (messages) => stale || setLoaded([language, messages]),
      () => stale || setFailed(true),
    );
    return () => {
      stale = true;
    };
  }, [language, round]);
  return { loaded, failed, again: () => setRound((n) => n + 1) };
}

export function IncidentPages({ route }: { route: Extract<Route, { page: 'incident' }> }) {
  const { desk, person } = useDesk();
  const { messages } = useTeach();
  const { loaded, failed, again } = useMessages();
  const incidents = useMemo(() => new Incidents(desk), [desk]);
  if (!loaded) {
    return (
      <DeskPage title={messages.nav.incidents} route={route}>
        {failed ? <Failure error={new ApiError('offline')} onRetry={again} /> : <Loading />}
      </DeskPage>
    );
  }
  const [language, t] = loaded;
  if (!mayManageIncidents(person)) {
    return (
      <DeskPage title={t.title} route={route} wide={false}>
        <Notice look="warn">
          <p>{t.noPermission}</p>
        </Notice>
        <p>
          <a href={to.sessions()}>{messages.session.toSessions}</a>
        </p>
      </DeskPage>
    );
  }
  return (
    <IncidentContext.Provider
      value={{ t, language, incidents, operator: person.permissions.includes('platform:incidents') }}
    >
      {route.id === null ? (
        <ListPage route={route} />
      ) : route.id === 'new' ? (
        <ReportPage route={route} />
      ) : (
        <IncidentPage key={route.id} id={route.id} tab={route.tab} route={route} />
      )}
    </IncidentContext.Provider>
  );
}
