import { formatNumber } from '../i18n/format';
import { DeskPage } from '../teach/shell/DeskPage';
import { to, type Route } from '../teach/shell/router';
import { useTeach } from '../teach/messages';
import { Button } from '../ui/Button';
import { useAction, useLoad } from '../teach/shell/load';
import { instantText, useIncidents } from './context';
import { Empty, Load, StateBadges, Trouble } from './parts';
import type { Incident } from '../api/schema';

export function ListPage({ route }: { route: Route }) {
  const { t, incidents } = useIncidents();
  const { messages } = useTeach();
  const loaded = useLoad((signal) => incidents.list(null, signal), []);
  const more = useAction();
  return (
    <DeskPage
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
              {more.error ? <Trouble error={more.error} /> : null}
              {page.nextPageToken !== null && (
                <p>
                  <Button
                    busy={more.busy}
                    onClick={() =>
                      more.run(async () => {
                        const next = await incidents.list(page.nextPageToken);
                        loaded.set((l) => ({ items: [...l.items, ...next.items], nextPageToken: next.nextPageToken }));
                      })
                    }
                  >
                    {messages.showMore}
                  </Button>
                </p>
              )}
            </>
          )
        }
      </Load>
    </DeskPage>
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
            {incident.title || incident.id}
          </a>
        </h2>
        <p class="soft small">
          {t.list.reported(instantText(language, incident.clocks.reportedAt))} · {people}
          {operator && <> · {t.org(incident.org)}</>}
          {incident.outcome && <> · {t.outcomes[incident.outcome]}</>}
        </p>
      </div>
      <StateBadges incident={incident} />
    </li>
  );
}
