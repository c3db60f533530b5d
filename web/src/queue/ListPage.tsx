import { useState } from 'preact/hooks';
import type { QueuedRequest, QueuedState } from '../api/schema';
import { queuedStateValues } from '../api/values';
import { formatDate, formatDateTime } from '../i18n/format';
import { useStaff } from '../staff/context';
import { useLoad } from '../staff/load';
import { NextPage } from '../staff/NextPage';
import { to, type Route } from '../staff/router';
import { StaffPage } from '../staff/StaffPage';
import { Field } from '../ui/Field';
import { listRequests } from './api';
import { useQueue } from './messages';
import { firstClock, Load, StateBadges } from './parts';

export function ListPage({ route }: { route: Route }) {
  const { m } = useQueue();
  const { api } = useStaff();
  const [state, setState] = useState<QueuedState | null>(null);
  const loaded = useLoad((signal) => listRequests(api, state, null, signal), [state]);
  return (
    <StaffPage title={m.title} route={route}>
      <p class="measure">{m.list.intro}</p>
      <Field label={m.list.show}>
        {(attributes) => (
          <select
            {...attributes}
            class="input short"
            value={state ?? ''}
            onChange={(event) => setState((event.currentTarget.value as QueuedState) || null)}
          >
            <option value="">{m.list.all}</option>
            {queuedStateValues.map((s) => (
              <option key={s} value={s}>
                {m.states[s]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Load loaded={loaded}>
        {(page) =>
          page.items.length === 0 ? (
            <div class="empty">
              <p>{m.list.empty}</p>
            </div>
          ) : (
            <>
              <ul class="list">
                {page.items.map((r) => (
                  <Row key={r.id} request={r} />
                ))}
              </ul>
              <NextPage
                token={page.nextPageToken}
                load={async (token) => {
                  const next = await listRequests(api, state, token);
                  loaded.set((l) => ({ items: [...l.items, ...next.items], nextPageToken: next.nextPageToken }));
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

function Row({ request }: { request: QueuedRequest }) {
  const { language, m } = useQueue();
  const clock = firstClock(request.clocks);
  return (
    <li class="list-item">
      <div class="list-text">
        <h2>
          <a href={to.requests(request.id)}>
            {m.kinds[request.kind]} · {m.from[request.from]}
          </a>
        </h2>
        <p class="soft small">
          {m.list.received(formatDate(language, request.receivedAt))}
          {clock && request.state !== 'done' && <> · {m.clocks.due(formatDateTime(language, clock.dueAt))}</>}
          {request.doneAt !== null && <> · {m.list.done(formatDate(language, request.doneAt))}</>}
        </p>
      </div>
      <StateBadges request={request} />
    </li>
  );
}
