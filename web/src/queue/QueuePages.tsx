// What people ask the school about their data, for whoever decides it. It is loaded apart: when somebody who may first
// opens one of its pages.

import './queue.css';
import { useStaff } from '../staff/context';
import { to, type Route } from '../staff/router';
import { StaffPage } from '../staff/StaffPage';
import { Notice } from '../ui/Notice';
import { ListPage } from './ListPage';
import { useQueue, WithMessages } from './messages';
import { RequestPage } from './RequestPage';

export function QueuePages({ route }: { route: Extract<Route, { page: 'requests' }> }) {
  return (
    <WithMessages>
      <Content route={route} />
    </WithMessages>
  );
}

function Content({ route }: { route: Extract<Route, { page: 'requests' }> }) {
  const { m } = useQueue();
  const { person } = useStaff();
  if (!person.permissions.includes('rights:manage')) {
    return (
      <StaffPage title={m.title} route={route} wide={false}>
        <Notice look="warn">{m.notAllowed}</Notice>
        <p>
          <a href={to.sessions()}>{m.toSessions}</a>
        </p>
      </StaffPage>
    );
  }
  return route.id === null ? <ListPage route={route} /> : <RequestPage key={route.id} id={route.id} route={route} />;
}
