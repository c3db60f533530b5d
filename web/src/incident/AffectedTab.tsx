import { formatNumber } from '../i18n/format';
import { Button } from '../ui/Button';
import { Loading } from '../ui/Loading';
import { Notice } from '../ui/Notice';
import { NextPage } from '../staff/NextPage';
import { useAction, useLoad } from '../staff/load';
import { to } from '../staff/router';
import { instantText, list, useIncidents, useOrgName } from './context';
import type { TabProps } from './tab';
import { Load, Trouble } from './parts';
import type { AffectedGroup, AffectedTotals, Incident } from '../api/schema';

/** What decides whether the people must be told: the risk, and whether anybody can read the data. */
export function verdict(
  incident: Pick<Incident, 'risk'>,
  totals: Pick<NonNullable<AffectedTotals>, 'readable'>,
): 'unlikely' | 'sealed' | 'unjudged' | 'high' {
  if (incident.risk === 'unlikely' || incident.risk === 'possible') return 'unlikely';
  if (!totals.readable) return 'sealed';
  return incident.risk === 'undetermined' ? 'unjudged' : 'high';
}

export function AffectedTab({ known, watched }: TabProps) {
  const { t, language, incidents } = useIncidents();
  const { incident, totals, orgs } = known;
  const a = t.affected;
  const recount = useAction();
  const name = useOrgName();
  const loaded = useLoad(
    (signal) => incidents.affected(incident.id, null, signal),
    [incident.id, incident.revision, totals?.complete, totals?.people, totals?.records],
  );
  const n = (x: number) => formatNumber(language, x);
  if (!totals?.complete) return <Loading text={a.counting} />;
  const counted = orgs
    .map((o) => o.at)
    .sort()
    .at(-1);
  const decided = verdict(incident, totals);
  return (
    <div class="stack loose">
      <section class="stack" aria-labelledby="affected-title">
        <div class="row apart">
          <h2 id="affected-title">{a.title}</h2>
          {incident.state !== 'closed' && !incident.readOnly && (
            <Button
              busy={recount.busy}
              onClick={() =>
                recount.run(async () => watched.changed(await incidents.patch(incident.id, { recount: true })))
              }
            >
              {a.recount}
            </Button>
          )}
        </div>
        {recount.error ? <Trouble error={recount.error} /> : null}
        <dl class="facts figures">
          <div>
            <dt>{a.people}</dt>
            <dd>{n(totals.people)}</dd>
          </div>
          <div>
            <dt>{a.records}</dt>
            <dd>{n(totals.records)}</dd>
          </div>
          <div>
            <dt>{a.sessions}</dt>
            <dd>{n(totals.sessions)}</dd>
          </div>
        </dl>
        {totals.erasedSince.receipts > 0 && (
          <p>
            <strong>{a.erased}:</strong> {a.erasedText(n(totals.erasedSince.people), n(totals.erasedSince.records))}
          </p>
        )}
        {counted && <p class="soft small">{a.countedAt(instantText(language, counted))}</p>}
      </section>
      <Notice look={decided === 'sealed' || decided === 'unlikely' ? 'good' : 'warn'}>
        <strong>{a.article34}</strong>
        <p>{a.verdict[decided]}</p>
      </Notice>
      {orgs.length > 1 && (
        <section class="stack" aria-labelledby="orgs-title">
          <h2 id="orgs-title">{a.orgs}</h2>
          <div class="table-scroll" tabIndex={0} role="group" aria-labelledby="orgs-title">
            <table class="results">
              <thead>
                <tr>
                  <th scope="col">{a.columns.what}</th>
                  <th scope="col" class="figure">
                    {a.columns.people}
                  </th>
                  <th scope="col" class="figure">
                    {a.columns.records}
                  </th>
                  <th scope="col">{a.columns.protection}</th>
                </tr>
              </thead>
              <tbody>
                {orgs.map((o) => (
                  <tr key={o.org}>
                    <th scope="row">{name(o.org)}</th>
                    <td class="figure">{n(o.people)}</td>
                    <td class="figure">{n(o.records)}</td>
                    <td>{o.readable ? a.readable : a.unreadable}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </section>
      )}
      <section class="stack" aria-labelledby="groups-title">
        <h2 id="groups-title">{a.groups}</h2>
        <Load loaded={loaded}>
          {(page) =>
            page.items.length === 0 ? (
              <div class="empty">
                <p>{a.none}</p>
              </div>
            ) : (
              <>
                <div class="table-scroll" tabIndex={0} role="group" aria-labelledby="groups-title">
                  <table class="results">
                    <thead>
                      <tr>
                        <th scope="col">{a.columns.what}</th>
                        <th scope="col" class="figure">
                          {a.columns.people}
                        </th>
                        <th scope="col" class="figure">
                          {a.columns.records}
                        </th>
                        <th scope="col">{a.columns.data}</th>
                        <th scope="col">{a.columns.protection}</th>
                      </tr>
                    </thead>
                    <tbody>
                      {page.items.map((g) => (
                        <GroupRow key={g.id} group={g} />
                      ))}
                    </tbody>
                  </table>
                </div>
                <NextPage
                  token={page.nextPageToken}
                  trouble={Trouble}
                  load={async (token) => {
                    const next = await incidents.affected(incident.id, token);
                    loaded.set((l) => ({ ...next, items: [...l.items, ...next.items] }));
                    return next.items.length;
                  }}
                />
              </>
            )
          }
        </Load>
      </section>
    </div>
  );
}

function GroupRow({ group: g }: { group: AffectedGroup }) {
  const { t, language, operator } = useIncidents();
  const name = useOrgName();
  const a = t.affected;
  return (
    <tr>
      <th scope="row">
        {a.kinds[g.kind]}
        <span class="soft small block">
          {name(g.org)}
          {g.session && (
            <>
              {' · '}
              {operator || g.kind === 'erased' ? (
                <span class="code-inline id">{g.session.slice(0, 8)}</span>
              ) : (
                <a href={to.session(g.session, 'results')} class="id">
                  {g.session.slice(0, 8)}
                </a>
              )}
            </>
          )}
        </span>
      </th>
      <td class="figure">{formatNumber(language, g.people)}</td>
      <td class="figure">{formatNumber(language, g.records)}</td>
      <td>
        {list(
          language,
          g.categories.map((c) => t.categories[c]),
        )}
      </td>
      <td>
        {g.sealed ? a.sealed : a.notSealed}, {g.keysInReach ? a.keysIn : a.keysOut}
        <strong class="block">{g.readable ? a.readable : a.unreadable}</strong>
      </td>
    </tr>
  );
}
