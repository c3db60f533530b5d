import type { ComponentChildren } from 'preact';
import type { QueueRequest } from '../api/schema';
import { formatDate, formatDateTime } from '../i18n/format';
import { languages } from '../i18n/language';
import { useStaff } from '../staff/context';
import { useLoad } from '../staff/load';
import { to, type Route } from '../staff/router';
import { StaffPage } from '../staff/StaffPage';
import { Notice } from '../ui/Notice';
import { getRequest } from './api';
import { Complete } from './Complete';
import { Decide } from './Decide';
import { Find } from './Find';
import { Extend, Forward, Identify } from './forms';
import { useQueue } from './messages';
import { Renew } from './Renew';
import { Correction, Restriction } from './Restriction';
import { AnswerText, Clocks, Load, StateBadges, type PartProps } from './parts';

export function RequestPage({ id, route }: { id: string; route: Route }) {
  const { m } = useQueue();
  const { api } = useStaff();
  const loaded = useLoad((signal) => getRequest(api, id, signal), [id]);
  const request = loaded.value;
  const title = request ? m.kinds[request.kind] : m.request.title;
  return (
    <StaffPage
      title={title}
      route={route}
      heading={
        request ? (
          <>
            {title} <StateBadges request={request} />
          </>
        ) : (
          title
        )
      }
    >
      <p>
        <a href={to.requests()}>{m.request.back}</a>
      </p>
      <Load loaded={loaded}>{(r) => <Content request={r} onChange={(next) => loaded.set(() => next)} />}</Load>
    </StaffPage>
  );
}

function Content(props: PartProps) {
  const { request } = props;
  return (
    <>
      <Written request={request} />
      <Clocks clocks={request.clocks} />
      {request.state === 'open' && (
        <>
          <Identify {...props} />
          <Find {...props} />
          <Decide {...props} />
        </>
      )}
      {request.answer && <Answer request={request} />}
      {request.state === 'decided' && <Complete {...props} />}
      {request.correction && <Correction request={request} />}
      {request.restriction && <Restriction {...props} restriction={request.restriction} />}
      {request.state === 'done' && request.copy !== null && <Renew {...props} />}
      {request.receipts.length > 0 && <Receipts ids={request.receipts} />}
      {request.clocks.some((c) => c.extends) && <Extend {...props} />}
      {request.forward !== null && <Forward {...props} />}
      <Timeline request={request} />
    </>
  );
}

function Pair({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd dir="auto">{children}</dd>
    </div>
  );
}

/** What was written, as it was. */
function Written({ request }: { request: QueueRequest }) {
  const { language, m } = useQueue();
  const t = m.request;
  const { about } = request;
  return (
    <section class="card stack" aria-labelledby="request-written">
      <h2 id="request-written">{t.written}</h2>
      <p class="text queue-words" dir="auto">
        {request.text}
      </p>
      <dl class="pairs">
        <Pair name={t.from}>{m.from[request.from]}</Pair>
        <Pair name={t.email}>
          <span class="queue-words">{request.email}</span>
        </Pair>
        <Pair name={t.language}>{languages[request.locale]}</Pair>
        {about.alias && <Pair name={t.alias}>{about.alias}</Pair>}
        {about.code && <Pair name={t.code}>{about.code}</Pair>}
        {(about.from || about.to) && (
          <Pair name={t.period}>
            {about.from ?? '…'} – {about.to ?? '…'}
          </Pair>
        )}
        <Pair name={t.received}>{formatDateTime(language, request.receivedAt)}</Pair>
        <Pair name={t.keptUntil}>{formatDate(language, request.keptUntil)}</Pair>
      </dl>
      <p class="small soft">{t.emailHint}</p>
      {request.forwards.map((f) => (
        <p key={f.at} class="small">
          {t.forwarded(f.fromName || f.from, f.toName || f.to, formatDateTime(language, f.at))}
        </p>
      ))}
    </section>
  );
}

/** What the requester reads. */
function Answer({ request }: { request: QueueRequest }) {
  const { language, m } = useQueue();
  const answer = request.answer!;
  return (
    <section class="card stack" aria-labelledby="request-answer">
      <h2 id="request-answer">{m.request.answer}</h2>
      <p class="soft small">
        {m.decisions[request.decision!]} · {formatDateTime(language, request.decidedAt!)}
        {request.ground !== null && <> · {m.grounds[request.ground]}</>}
      </p>
      <AnswerText {...answer} />
    </section>
  );
}

function Receipts({ ids }: { ids: string[] }) {
  const { m } = useQueue();
  return (
    <section class="stack tight" aria-labelledby="request-receipts">
      <h2 id="request-receipts">{m.request.receipts}</h2>
      <ul class="bullets">
        {ids.map((id) => (
          <li key={id}>
            <a class="queue-words" href={to.privacy('receipts', id)}>
              {id}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Timeline({ request }: { request: QueueRequest }) {
  const { language, m } = useQueue();
  const t = m.timeline;
  const words = (name: string, value: string): string => {
    if (/^\d{4}-\d\d-\d\dT/.test(value)) return formatDateTime(language, value);
    const known: Partial<Record<string, Record<string, string>>> = {
      identity: m.identity.checks,
      decision: m.decisions,
      ground: { ...m.grounds, ...m.extend.grounds },
    };
    const words = known[name];
    return words && Object.hasOwn(words, value) ? words[value]! : value;
  };
  return (
    <section class="stack" aria-labelledby="request-timeline">
      <h2 id="request-timeline">{t.title}</h2>
      <Notice look={request.verified ? 'good' : 'bad'}>{request.verified ? t.verified : t.broken}</Notice>
      {request.timeline.length === 0 && <p class="soft">{t.empty}</p>}
      <ol class="plain-list steps">
        {request.timeline.map((e) => (
          <li key={e.n}>
            <p>
              <strong>{t.kinds[e.kind]}</strong>{' '}
              <time class="soft small" dateTime={e.at}>
                {formatDateTime(language, e.at)}
              </time>
            </p>
            <p class="small soft">
              {e.actor === 'breach' ? t.automatic : t.person(e.actor.slice(0, 8))}
              {Object.entries(e.facts).map(([name, value]) => (
                <span key={name}>
                  {' · '}
                  {Object.hasOwn(t.facts, name) ? t.facts[name] : name}: {words(name, value)}
                </span>
              ))}
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}
