import { useState } from 'preact/hooks';
import { formatDate } from '../../i18n/format';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { useTeach } from '../messages';
import { may, useStaff } from '../../staff/context';
import { StaffPage } from '../../staff/StaffPage';
import { Failure, useAction } from '../../staff/load';
import { Paged } from '../../staff/paged';
import { to, type Route } from '../../staff/router';
import type { Session } from '../../api/schema';

export function TrashPage({ route }: { route: Route }) {
  const { messages, language } = useTeach();
  const { api, person } = useStaff();
  const t = messages.trash;
  const [restored, setRestored] = useState<Session | null>(null);
  return (
    <StaffPage title={t.title} route={route}>
      <p class="soft">{t.intro}</p>
      {may(person, 'sessions:write') && (
        <p>
          <a href={to.sets()}>{t.sets}</a>
        </p>
      )}
      {restored && (
        <Notice look="good" live>
          <p>
            {t.restored}{' '}
            <a href={to.session(restored.id, 'results')} dir="auto">
              {restored.title}
            </a>
          </p>
          {restored.keptUntil !== undefined && Date.parse(restored.keptUntil) <= Date.now() && (
            <p>{t.expired(formatDate(language, restored.keptUntil))}</p>
          )}
        </Notice>
      )}
      <Paged<Session>
        load={(token, signal) => api.sessions({ state: 'deleted' }, token, signal)}
        when=""
        empty={
          <div class="empty">
            <p>{t.empty}</p>
          </div>
        }
      >
        {(sessions, change) => (
          <ul class="list">
            {sessions.map((s) => (
              <Row
                key={s.id}
                session={s}
                onRestored={(session) => {
                  change((all) => all.filter((other) => other.id !== s.id));
                  setRestored(session);
                }}
              />
            ))}
          </ul>
        )}
      </Paged>
    </StaffPage>
  );
}

function Row({ session, onRestored }: { session: Session; onRestored(session: Session): void }) {
  const { messages, language } = useTeach();
  const { api } = useStaff();
  const t = messages.trash;
  const action = useAction();
  return (
    <li class="list-item">
      <div class="list-text">
        <h2 dir="auto">{session.title}</h2>
        <p class="soft small">
          {session.deletedAt && t.deletedOn(formatDate(language, session.deletedAt))}
          {session.restorableUntil && ` · ${t.until(formatDate(language, session.restorableUntil))}`}
        </p>
        {action.error ? <Failure error={action.error} /> : null}
      </div>
      <Button
        busy={action.busy}
        aria-label={t.restoreOf(session.title)}
        onClick={() =>
          action.run(async () => {
            onRestored(await api.restoreSession(session.id));
          })
        }
      >
        {t.restore}
      </Button>
    </li>
  );
}
