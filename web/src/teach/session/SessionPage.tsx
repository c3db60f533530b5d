import { useState } from 'preact/hooks';
import { ApiError } from '../../api/client';
import { Loading } from '../../ui/Loading';
import { lazy } from '../../ui/lazy';
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
import { Projector, type Shows } from './Projector';
import { ResultsTab } from './ResultsTab';
import { SettingsTab } from './SettingsTab';
import { useBoard, useWall, type Live } from './useBoard';

const Report = lazy(() => import('../print/Report').then((m) => m.Report));

const tabs: Exclude<SessionTab, 'projector' | 'report'>[] = ['live', 'results', 'grading', 'settings'];

export function SessionPage({ id, tab, route }: { id: string; tab: SessionTab; route: Route }) {
  return tab === 'projector' ? <ProjectorPage id={id} route={route} /> : <TabsPage id={id} tab={tab} route={route} />;
}

function ProjectorPage({ id, route }: { id: string; route: Route }) {
  const { api } = useStaff();
  const paper = useLoad((signal) => api.paper(id, signal), [id]);
  const [shows, show] = useState<Shows>({ names: false, results: null });
  const live = useWall(id, shows.names, shows.results);
  const { board } = live;
  if (live.ended || paper.error || !board || !paper.value) return <Opening live={live} paper={paper} route={route} />;
  return <Projector board={board} questions={paper.value} live={live} shows={shows} show={show} />;
}

/** Says that the session is being opened, or why it can't be. */
function Opening({
  live,
  paper,
  route,
}: {
  live: Live<{ session: Session }>;
  paper: { error: unknown; reload(): void };
  route: Route;
}) {
  const { messages } = useTeach();
  const t = messages.session;
  const error = live.ended ?? paper.error;
  const gone = error instanceof ApiError && error.status === 404;
  const again = () => {
    live.again();
    paper.reload();
  };
  return (
    <StaffPage title={live.board?.session.title ?? t.title} route={route}>
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

function TabsPage({ id, tab, route }: { id: string; tab: SessionTab; route: Route }) {
  const { messages } = useTeach();
  const { api } = useStaff();
  const paper = useLoad((signal) => api.paper(id, signal), [id]);
  const live = useBoard(id);
  const t = messages.session;
  const { board } = live;
  if (live.ended || paper.error || !board || !paper.value) return <Opening live={live} paper={paper} route={route} />;
  const props = { board, questions: paper.value, live };
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
          <a
            key={name}
            href={to.session(id, name)}
            aria-current={name === (tab === 'report' ? 'results' : tab) ? 'page' : undefined}
          >
            {t.tabs[name]}
          </a>
        ))}
      </nav>
      <LinkNotice link={live.link} />
      {tab === 'live' && <LiveTab {...props} />}
      {tab === 'results' && <ResultsTab {...props} />}
      {tab === 'report' && <Report {...props} />}
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
