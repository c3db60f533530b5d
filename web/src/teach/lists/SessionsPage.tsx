import { useState } from 'preact/hooks';
import { formatDateTime } from '../../i18n/format';
import { useTeach } from '../messages';
import { StateBadge } from '../session/SessionPage';
import { StartDialog } from '../sets/StartDialog';
import { may, useStaff } from '../../staff/context';
import { StaffPage } from '../../staff/StaffPage';
import { InlineSelect } from '../../staff/InlineSelect';
import { Paged } from '../../staff/paged';
import { TitleSearch } from '../../staff/TitleSearch';
import { to, type Route } from '../../staff/router';
import { Button } from '../../ui/Button';
import type { Session } from '../../api/schema';

const filters = ['', 'open', 'paused', 'closed'] as const;

export function SessionsPage({ route }: { route: Route }) {
  const { messages, language } = useTeach();
  const { api, person } = useStaff();
  const t = messages.sessions;
  const [state, setState] = useState<(typeof filters)[number]>('');
  const [search, setSearch] = useState('');
  const [again, setAgain] = useState<Session | null>(null);
  const teaches = may(person, 'sessions:write');
  return (
    <StaffPage
      title={t.title}
      route={route}
      actions={
        teaches && (
          <a class="button primary" href={to.sets()}>
            {t.start}
          </a>
        )
      }
    >
      <TitleSearch text={search} onSearch={setSearch}>
        <InlineSelect
          label={t.show}
          value={state}
          options={filters.map((value) => ({ value, text: value === '' ? t.all : messages.session.states[value] }))}
          onChange={(value) => setState(value as typeof state)}
        />
      </TitleSearch>
      <Paged<Session>
        key={search}
        load={(token, signal) => api.sessions({ ...(state && { state }), q: search }, token, signal)}
        when={state}
        empty={
          <div class="empty stack">
            <p>{search !== '' ? t.notFound : state === '' ? t.empty : t.emptyFiltered}</p>
            {state === '' && search === '' && (
              <p>
                <a class="button primary" href={to.sets()}>
                  {t.start}
                </a>
              </p>
            )}
          </div>
        }
      >
        {(sessions) => (
          <ul class="list">
            {sessions.map((s) => (
              <li key={s.id} class="list-item">
                <div class="list-text">
                  <h2>
                    <a href={to.session(s.id, s.state === 'closed' ? 'results' : 'live')} dir="auto">
                      {s.title}
                    </a>
                  </h2>
                  <p class="soft small">
                    {messages.start.paces[s.mode]} · {formatDateTime(language, s.createdAt)}
                    {!s.owner.you && ` · ${t.of(s.owner.name ?? messages.settings.colleague)}`}
                  </p>
                </div>
                <div class="row">
                  {s.code && <span class="code-inline">{s.code}</span>}
                  <StateBadge session={s} />
                  {teaches && s.state === 'closed' && (
                    <Button onClick={() => setAgain(s)} aria-label={t.againOf(s.title)}>
                      {t.again}
                    </Button>
                  )}
                </div>
              </li>
            ))}
          </ul>
        )}
      </Paged>
      {again && (
        <StartDialog
          set={{ id: again.questionSetId, title: again.title }}
          like={again}
          onClose={() => setAgain(null)}
        />
      )}
    </StaffPage>
  );
}
