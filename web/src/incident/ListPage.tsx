import { formatNumber } from '../i18n/format';
import { NextPage } from '../staff/NextPage';
import { StaffPage } from '../staff/StaffPage';
import { to, type Route } from '../staff/router';
import { useLoad } from '../staff/load';
import { instantText, orgName, useIncidents } from './context';
import { Empty, Load, StateBadges, titleOf, Trouble } from './parts';
import type { Incident } from '../api/schema';

export function ListPage({ route }: { route: Route }) {
  const { t, incidents } = useIncidents();
  const loaded = useLoad((signal) => incidents.list(null, signal), []);
  return (
    <StaffPage
      title={t.title}
      route={route}
      actions={
        <>
          <a class="button primary" href={to.incident('new')}>
            {t.list.report}
          </a>
          <a class="button" href={`${to.incident('new')}#drill`}>
            {t.list.drill}
          </a>
        </>
      }
    >
      <p class="soft">{t.list.intro}</p>
      <Load loaded={loaded}>
        {(page) =>
          page.items.length === 0 ? (
            <Empty>
              <p>{t.list.empty}</p>
            </Empty>
          ) : (
            <>
              <ul class="list">
                {page.items.map((i) => (
                  <Row key={i.id} incident={i} />
                ))}
              </ul>
              <NextPage
                token={page.nextPageToken}
                trouble={Trouble}
                load={async (token) => {
                  const next = await incidents.list(token);
                  loaded.set((l) => ({ ...next, items: [...l.items, ...next.items] }));
                  return next.items.length;
                }}
              />
            </>
          )
        }
      </Load>
    </StaffPage>
  );
}

function Row({ incident }: { incident: Incident }) {
  const { t, language, operator } = useIncidents();
  const people = incident.affected?.complete
    ? t.list.people(formatNumber(language, incident.affected.people), incident.affected.people === 1)
    : t.list.counting;
  return (
    <li class="list-item">
      <div class="list-text">
        <h2>
          <a href={to.incident(incident.id)} dir="auto">
            {titleOf(t, language, incident)}
          </a>
        </h2>
        <p class="soft small">
          {t.list.reported(instantText(language, incident.clocks.reportedAt))} · {people}
          {(operator || incident.readOnly) && <> · {t.org(orgName(incident.names, incident.org))}</>}
          {incident.outcome && <> · {t.outcomes[incident.outcome]}</>}
        </p>
      </div>
      <StateBadges incident={incident} />
    </li>
  );
}
