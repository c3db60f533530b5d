// The breach register in the web app. It is loaded apart: when somebody who may
// manage incidents first opens one of its pages.

import './incident.css';
import { useMemo } from 'preact/hooks';
import { ApiError } from '../api/client';
import { Notice } from '../ui/Notice';
import { Loading } from '../ui/Loading';
import { useCatalogue } from '../i18n/catalogue';
import { useStaffLocale } from '../staff/messages';
import { mayManageIncidents, useStaff } from '../staff/context';
import { StaffPage } from '../staff/StaffPage';
import { Failure } from '../staff/load';
import { to, type Route } from '../staff/router';
import { Incidents } from './api';
import { IncidentContext } from './context';
import { IncidentPage } from './IncidentPage';
import { ListPage } from './ListPage';
import { catalogue } from './messages';
import { ReportPage } from './ReportPage';

export function IncidentPages({ route }: { route: Extract<Route, { page: 'incident' }> }) {
  const { api, person } = useStaff();
  const { messages, language: wanted } = useStaffLocale();
  const { loaded, failed, again } = useCatalogue(catalogue, wanted);
  const incidents = useMemo(() => new Incidents(api), [api]);
  if (!loaded) {
    return (
      <StaffPage title={messages.nav.incidents} route={route}>
        {failed ? <Failure error={new ApiError('offline')} onRetry={again} /> : <Loading />}
      </StaffPage>
    );
  }
  const [language, t] = loaded;
  if (!mayManageIncidents(person)) {
    return (
      <StaffPage title={t.title} route={route} wide={false}>
        <Notice look="warn">
          <p>{t.noPermission}</p>
        </Notice>
        <p>
          <a href={to.sessions()}>{messages.toSessions}</a>
        </p>
      </StaffPage>
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
