import { ApiError } from '../api/client';
import { formatTime } from '../i18n/format';
import { Loading } from '../ui/Loading';
import { Notice } from '../ui/Notice';
import { StepUpRequired } from '../staff/api';
import { Button } from '../ui/Button';
import { StaffPage } from '../staff/StaffPage';
import { to, type IncidentTab, type Route } from '../staff/router';
import { AffectedTab } from './AffectedTab';
import { OrgNames, useIncidents } from './context';
import { NoticesTab } from './NoticesTab';
import { Overview } from './Overview';
import { StateBadges, titleOf, Trouble } from './parts';
import { RegisterTab } from './RegisterTab';
import { TextsTab } from './TextsTab';
import { TimelineTab } from './TimelineTab';
import { incidentStateValues } from '../api/values';
import { useIncident, type Known, type Watched } from './useIncident';

const tabs: IncidentTab[] = ['overview', 'texts', 'notices', 'affected', 'timeline', 'register'];

export function IncidentPage({ id, tab, route }: { id: string; tab: IncidentTab; route: Route }) {
  const { t, language } = useIncidents();
  const watched = useIncident(id);
  const { known, error } = watched;
  if (!known) {
    const gone = error instanceof ApiError && error.status === 404;
    return (
      <StaffPage title={t.title} route={route}>
        {gone ? (
          <Notice look="warn" live>
            <p>{t.gone}</p>
          </Notice>
        ) : error ? (
          <Trouble error={error} onRetry={watched.reload} />
        ) : (
          <Loading text={t.loading} />
        )}
        <p>
          <a href={to.incidents()}>{t.toList}</a>
        </p>
      </StaffPage>
    );
  }
  const { incident } = known;
  // What is written for all is the operator's to read.
  const shown = incident.readOnly ? tabs.filter((name) => name !== 'texts') : tabs;
  const at = shown.includes(tab) ? tab : 'overview';
  const title = titleOf(t, language, incident);
  const props = { known, watched };
  return (
    <StaffPage
      title={title}
      route={route}
      heading={
        <>
          <span dir="auto">{title}</span> <StateBadges incident={incident} />
        </>
      }
    >
      {incident.readOnly && <p class="soft">{t.own.intro}</p>}
      {incident.drill && <p class="drill-banner">{t.drillBanner}</p>}
      <States known={known} />
      {error ? <Stale watched={watched} known={known} /> : null}
      <nav class="tabs" aria-label={t.tabsLabel}>
        {shown.map((name) => (
          <a key={name} href={to.incident(id, name)} aria-current={name === at ? 'page' : undefined}>
            {t.tabs[name]}
          </a>
        ))}
      </nav>
      <OrgNames.Provider value={incident.names}>
        {at === 'overview' && <Overview {...props} />}
        {at === 'texts' && <TextsTab {...props} />}
        {at === 'notices' && <NoticesTab {...props} />}
        {at === 'affected' && <AffectedTab {...props} />}
        {at === 'timeline' && <TimelineTab {...props} />}
        {at === 'register' && <RegisterTab {...props} />}
      </OrgNames.Provider>
    </StaffPage>
  );
}

/** How far it is, on the way from the report to the register. */
function States({ known }: { known: Known }) {
  const { t } = useIncidents();
  const now = incidentStateValues.indexOf(known.incident.state);
  return (
    <ol class="states" aria-label={t.stateLabel}>
      {incidentStateValues.map((state, i) => (
        <li key={state} class={i < now ? 'gone' : i === now ? 'now' : ''} aria-current={i === now ? 'step' : undefined}>
          <strong>{t.states[state]}</strong>
          {i === now && <span class="small">{t.stateHints[state]}</span>}
        </li>
      ))}
    </ol>
  );
}

/** Says that what is shown may be outdated, since when, and how to reload. */
function Stale({ watched, known }: { watched: Watched; known: Known }) {
  const { t, language } = useIncidents();
  const { error } = watched;
  return (
    <>
      <Notice look="warn" live>
        <p>{t.stale(formatTime(language, new Date(known.at)))}</p>
        {!(error instanceof StepUpRequired) && (
          <p>
            <Button onClick={watched.look}>{t.refresh}</Button>
          </p>
        )}
      </Notice>
      <Trouble error={error} />
    </>
  );
}
