import { ApiError } from '../../api/client';
import { Loading } from '../../ui/Loading';
import { Notice } from '../../ui/Notice';
import { useTeach } from '../messages';
import { useStaff } from '../../staff/context';
import { StaffPage } from '../../staff/StaffPage';
import { Failure, useLoad } from '../../staff/load';
import { to, type Route, type SessionTab } from '../../staff/router';
import type { Session } from '../../api/schema';
import { GradingTab } from './GradingTab';
import { LinkNotice } from './LinkNotice';
import { LiveTab } from './LiveTab';
import { Projector } from './Projector';
import { ResultsTab } from './ResultsTab';
import { SettingsTab } from './SettingsTab';
import { useBoard } from './useBoard';

const tabs: Exclude<SessionTab, 'projector'>[] = ['live', 'results', 'grading', 'settings'];

export function SessionPage({ id, tab, route }: { id: string; tab: SessionTab; route: Route }) {
  const { messages } = useTeach();
  const { api } = useStaff();
  const paper = useLoad((signal) => api.paper(id, signal), [id]);
  const live = useBoard(id);
  const t = messages.session;
  const { board } = live;
  const error = live.ended ?? paper.error;
  const gone = error instanceof ApiError && error.status === 404;
  const again = () => {
    live.again();
    paper.reload();
  };
  if (error || !board || !paper.value) {
    return (
      <StaffPage title={board?.session.title ?? t.title} route={route}>
        {gone ? (
          <Notice look="warn" live>
            <p>{t.gone}</p>
            <p>
              <a href={to.sessions()}>{messages.toSessions}</a>
            </p>
          </Notice>
        ) : error ? (
          <Failure error={error} onRetry={again} />
        ) : (
          <>
            <Loading text={t.opening} />
            <LinkNotice link={live.link} />
          </>
        )}
      </StaffPage>
    );
  }
  const props = { board, questions: paper.value, live };
  if (tab === 'projector') return <Projector {...props} />;
  const { session } = board;
  return (
    <StaffPage
      title={session.title}
      route={route}
      heading={
        <>
          <span dir="auto">{session.title}</span> <StateBadge session={session} />
        </>
      }
    >
      <nav class="tabs" aria-label={t.tabsLabel}>
        {tabs.map((name) => (
          <a key={name} href={to.session(id, name)} aria-current={name === tab ? 'page' : undefined}>
            {t.tabs[name]}
          </a>
        ))}
      </nav>
      <LinkNotice link={live.link} />
      {tab === 'live' && <LiveTab {...props} />}
      {tab === 'results' && <ResultsTab {...props} />}
      {tab === 'grading' && <GradingTab {...props} />}
      {tab === 'settings' && <SettingsTab {...props} />}
    </StaffPage>
  );
}

export function StateBadge({ session }: { session: Session }) {
  const { messages } = useTeach();
  return (
    <span class="badges">
      <span class={`badge ${session.state}`}>{messages.session.states[session.state]}</span>
      {session.locked && session.state !== 'closed' && session.state !== 'deleted' && (
        <span class="badge locked">{messages.session.locked}</span>
      )}
    </span>
  );
}
