// The breach register in the web app. It is loaded apart: when somebody who may
// manage incidents first opens one of its pages.

import './incident.css';
import { useMemo } from 'preact/hooks';
import { ApiError } from '../api/client';
import { Notice } from '../ui/Notice';
import { Loading } from '../ui/Loading';
import { useCatalogue } from '../i18n/catalogue';
import { useDeskLocale } from '../desk/messages';
import { mayManageIncidents, useDesk } from '../desk/context';
import { DeskPage } from '../desk/DeskPage';
import { Failure } from '../desk/load';
import { to, type Route } from '../desk/router';
import { Incidents } from './api';
import { IncidentContext } from './context';
import { IncidentPage } from './IncidentPage';
import { ListPage } from './ListPage';
import { catalogue } from './messages';
import { ReportPage } from './ReportPage';

export function IncidentPages({ route }: { route: Extract<Route, { page: 'incident' }> }) {
  const { desk, person } = useDesk();
  const { messages, language: wanted } = useDeskLocale();
  const { loaded, failed, again } = useCatalogue(catalogue, wanted);
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
          <a href={to.sessions()}>{messages.toSessions}</a>
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
