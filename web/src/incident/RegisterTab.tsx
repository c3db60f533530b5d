import { useState } from 'preact/hooks';
import { formatNumber } from '../i18n/format';
import { Button } from '../ui/Button';
import { Notice } from '../ui/Notice';
import { announce } from '../ui/announce';
import { saveFile } from '../staff/download';
import { useAction } from '../staff/load';
import { clauseName, instantText, useIncidents, useOrgName } from './context';
import type { TabProps } from './tab';
import { FactList } from './Overview';
import { Trouble } from './parts';
import { WrittenTexts } from './TextsTab';
import { Entries, Verified } from './TimelineTab';
import type { Register } from '../api/schema';

/** The entry of the register: to be read, printed and kept. Reading it is logged, so it is loaded only on request. */
export function RegisterTab({ known }: TabProps) {
  const { t, incidents } = useIncidents();
  const { incident } = known;
  const r = t.register;
  const [entry, setEntry] = useState<Register | null>(null);
  const [saved, setSaved] = useState<string | null>(null);
  const opening = useAction();
  const html = useAction();
  const json = useAction();
  const keep = (file: File) => {
    saveFile(file);
    setSaved(file.name);
    announce(r.saved(file.name));
  };
  const error = opening.error ?? html.error ?? json.error;
  return (
    <div class="stack loose">
      <p class="soft">{r.intro}</p>
      <div class="row">
        <Button
          look="primary"
          busy={opening.busy}
          onClick={() => opening.run(async () => setEntry(await incidents.register(incident.id)))}
        >
          {r.open}
        </Button>
        <Button busy={html.busy} onClick={() => html.run(async () => keep(await incidents.registerPage(incident.id)))}>
          {r.html}
        </Button>
        <Button
          busy={json.busy}
          onClick={() =>
            json.run(async () => {
              const text = JSON.stringify(await incidents.register(incident.id), null, 2);
              keep(new File([text], `register-${incident.id}.json`, { type: 'application/json' }));
            })
          }
        >
          {r.json}
        </Button>
        {entry && <Button onClick={() => print()}>{r.print}</Button>}
      </div>
      {saved && <Notice look="good">{r.saved(saved)}</Notice>}
      {error ? <Trouble error={error} /> : null}
      {entry && <EntryView entry={entry} />}
    </div>
  );
}

function EntryView({ entry }: { entry: Register }) {
  const { t, language } = useIncidents();
  const r = t.register;
  const name = useOrgName();
  const known = { incident: entry.incident };
  const n = (x: number) => formatNumber(language, x);
  const time = (at: string | null) => (at === null ? '–' : instantText(language, at));
  const { clocks } = entry.incident;
  return (
    <article class="register stack loose">
      <p class="soft small">{r.printed(time(entry.printedAt))}</p>
      <Verified verified={entry.verified} />
      <section class="stack">
        <h2>{r.facts}</h2>
        <FactList known={known} />
        <dl class="facts">
          {(
            [
              ['reported', clocks.reportedAt],
              ['discovered', clocks.discoveredAt],
              ['aware', clocks.awareAt],
              ['confirmed', clocks.confirmedAt],
            ] as const
          ).map(([name, at]) => (
            <div key={name}>
              <dt>{t.facts[name]}</dt>
              <dd>{at === null ? t.facts.notYet : time(at)}</dd>
            </div>
          ))}
        </dl>
        <WrittenTexts known={known} parts={['nature']} />
      </section>
      <section class="stack">
        <h2>{r.effects}</h2>
        <div class="table-scroll" tabIndex={0} role="group" aria-label={r.effects}>
          <table class="results">
            <thead>
              <tr>
                <th scope="col">{t.affected.columns.what}</th>
                <th scope="col" class="figure">
                  {t.affected.people}
                </th>
                <th scope="col" class="figure">
                  {t.affected.records}
                </th>
                <th scope="col" class="figure">
                  {t.affected.erased}
                </th>
                <th scope="col">{t.affected.columns.protection}</th>
              </tr>
            </thead>
            <tbody>
              {entry.affected.map((a) => (
                <tr key={a.org}>
                  <th scope="row">{name(a.org)}</th>
                  <td class="figure">{n(a.people)}</td>
                  <td class="figure">{n(a.records)}</td>
                  <td class="figure">
                    {n(a.erased.people)} / {n(a.erased.records)}
                  </td>
                  <td>{a.readable ? t.affected.readable : t.affected.unreadable}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <WrittenTexts known={known} parts={['consequences']} />
      </section>
      <section class="stack">
        <h2>{r.measures}</h2>
        <WrittenTexts known={known} parts={['measures', 'recommendations', 'investigation', 'reasons']} />
        {entry.incident.delays.length > 0 && (
          <ul class="bullets">
            {entry.incident.delays.map((d) => (
              <li key={`${d.ground}${d.until}`}>
                <strong>{t.delay.grounds[d.ground]}:</strong>{' '}
                <span dir="auto">{t.delay.line(d.authority, time(d.from), time(d.until))}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section class="stack">
        <h2>{t.tabs.notices}</h2>
        <div class="table-scroll" tabIndex={0} role="group" aria-label={t.tabs.notices}>
          <table class="results">
            <thead>
              <tr>
                <th scope="col">{t.clocks.columns.clause}</th>
                <th scope="col">{t.clocks.columns.whom}</th>
                <th scope="col">{t.clocks.columns.deadline}</th>
                <th scope="col">{t.clocks.columns.status}</th>
              </tr>
            </thead>
            <tbody>
              {entry.notices.map((x) => (
                <tr key={x.id}>
                  <th scope="row">
                    {x.kind === 'update' && `${t.notices.update(x.number)}: `}
                    {x.kind === 'escalation' && `${t.notices.escalation(x.number)}: `}
                    {clauseName(t, x.clause)}
                  </th>
                  <td>
                    {t.audiences[x.clause.audience]}, {name(x.org)}, {t.notices.channels[x.channel]}
                  </td>
                  <td>{time(x.deadline)}</td>
                  <td>
                    {t.notices.states[x.state]}
                    {x.doneAt && <span class="small block">{time(x.doneAt)}</span>}
                    {x.kind === 'notice' &&
                      (x.missed ? (
                        <strong class="small block">{t.notices.missed}</strong>
                      ) : (
                        x.met && <strong class="small block">{t.notices.met}</strong>
                      ))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      <section class="stack">
        <h2>{t.tabs.timeline}</h2>
        <Entries entries={entry.timeline} />
      </section>
    </article>
  );
}
