import { Notice } from '../ui/Notice';
import { NextPage } from '../staff/NextPage';
import { useLoad } from '../staff/load';
import { clauseName, instantText, useIncidents, useOrgName } from './context';
import type { TabProps } from './tab';
import type { IncidentMessages } from './messages';
import { Load, Trouble } from './parts';
import type { Part, TimelineEntry } from '../api/schema';

export function TimelineTab({ known }: TabProps) {
  const { t, incidents } = useIncidents();
  const { incident } = known;
  const loaded = useLoad((signal) => incidents.timeline(incident.id, null, signal), [incident.id, incident.revision]);
  return (
    <div class="stack loose">
      <p class="soft">{incident.readOnly ? t.own.timeline : t.timeline.intro}</p>
      <Load loaded={loaded}>
        {(page) => (
          <>
            <Verified verified={page.verified} />
            <Entries entries={page.items} />
            <NextPage
              token={page.nextPageToken}
              trouble={Trouble}
              load={async (token) => {
                const next = await incidents.timeline(incident.id, token);
                loaded.set((l) => ({
                  ...next,
                  items: [...l.items, ...next.items],
                  verified: l.verified && next.verified,
                }));
                return next.items.length;
              }}
            />
          </>
        )}
      </Load>
    </div>
  );
}

export function Verified({ verified }: { verified: boolean }) {
  const { t } = useIncidents();
  return <Notice look={verified ? 'good' : 'bad'}>{verified ? t.timeline.verified : t.timeline.broken}</Notice>;
}

export function Entries({ entries }: { entries: TimelineEntry[] }) {
  const { t, language } = useIncidents();
  const x = t.timeline;
  return (
    <ol class="timeline">
      {entries.map((e) => (
        <li key={e.n} class={`entry of-${e.kind}`}>
          <p>
            <span class="entry-number soft">{e.n}</span> <strong>{x.kinds[e.kind]}</strong>{' '}
            <time class="soft small" dateTime={e.at}>
              {instantText(language, e.at)}
            </time>
          </p>
          <p class="small soft">
            {x.by(actorText(t, e.actor))}
            {Math.abs(Date.parse(e.recordedAt) - Date.parse(e.at)) > 60_000 && (
              <> · {x.recorded(instantText(language, e.recordedAt))}</>
            )}
          </p>
          <FactLine entry={e} />
          {e.note && (
            <p class="text small entry-note" dir="auto">
              {e.note}
            </p>
          )}
          {e.hash !== null && (
            <p class="small soft entry-hash" title={e.hash}>
              {x.hash} {e.hash}
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}

function actorText(t: IncidentMessages, actor: string): string {
  if (/^(breach|notify|incident)$/.test(actor)) return t.timeline.automatic;
  return actor === 'operator' ? t.own.operator : t.timeline.person(actor.slice(0, 8));
}

/** Ids that say nothing to a person. */
const hidden = ['notice'];

function FactLine({ entry }: { entry: TimelineEntry }) {
  const { t, language } = useIncidents();
  const org = useOrgName();
  const order = Object.keys(t.timeline.facts);
  const facts = Object.entries(entry.facts)
    .filter(([name, value]) => !hidden.includes(name) && value !== '' && !(name === 'kind' && value === 'notice'))
    .sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  if (facts.length === 0) return null;
  return (
    <p class="small" dir="auto">
      {facts.map(([name, value], i) => (
        <span key={name}>
          {i > 0 && '; '}
          {Object.hasOwn(t.timeline.facts, name) ? t.timeline.facts[name] : name}:{' '}
          {name === 'org' || name === 'orgs'
            ? value.split(', ').map(org).join(', ')
            : valueText(t, language, name, value)}
        </span>
      ))}
    </p>
  );
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** A fact in the reader's language, where it is one of a known few. */
function valueText(
  t: IncidentMessages,
  language: Parameters<typeof instantText>[0],
  name: string,
  value: string,
): string {
  const one = <T extends string>(words: Partial<Record<T, string>>) =>
    Object.hasOwn(words, value) ? words[value as T]! : value;
  const each = <T extends string>(words: Partial<Record<T, string>>) =>
    value
      .split(', ')
      .map((v) => (Object.hasOwn(words, v) ? words[v as T]! : v))
      .join(', ');
  if (instant.test(value)) return instantText(language, value);
  switch (name) {
    case 'state':
      return one({ ...t.notices.states, ...t.states });
    case 'outcome':
      return one(t.outcomes);
    case 'clause':
    case 'clauses':
      return value
        .split(', ')
        .map((id) => clauseName(t, { id }))
        .join(', ');
    case 'channel':
      return one(t.notices.channels);
    case 'missing':
      return each<Part>(t.parts);
    case 'categories':
      return each(t.categories);
    case 'keysInReach':
      return one(t.reaches);
    case 'risk':
      return one(t.risks);
    case 'ground':
      return one(t.delay.grounds);
    case 'resolution':
      return one(t.notices.resolutions);
    case 'result':
      return one(t.notices.dictionary);
    case 'clock':
      return one({ discovered: t.facts.discovered, aware: t.facts.aware, confirmed: t.facts.confirmed });
    case 'drill':
    case 'readable':
    case 'target':
      return value === 'true' ? t.reaches.yes : t.reaches.no;
  }
  return value;
}
