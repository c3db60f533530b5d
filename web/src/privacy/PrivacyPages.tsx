// What ends, when and why, for those who may see or decide it: the policy, what
// it will do, holds, formal erasures, and the receipts of what is gone.

import '../orgPrivacy/orgPrivacy.css';
import './privacy.css';
import type { ComponentChildren } from 'preact';
import { may, useStaff } from '../staff/context';
import { StaffPage } from '../staff/StaffPage';
import { to, type PrivacyPart, type Route } from '../staff/router';
import { Notice } from '../ui/Notice';
import { AuditPage } from './AuditPage';
import { ConsentPage } from './ConsentPage';
import { DeparturePage } from './DeparturePage';
import { ErasuresPage } from './ErasuresPage';
import { HoldsPage } from './HoldsPage';
import { usePrivacy, WithMessages } from './messages';
import { OrphansPage } from './OrphansPage';
import { PlanPage } from './PlanPage';
import { PolicyPage } from './PolicyPage';
import { ReceiptPage } from './ReceiptPage';
import { ReceiptsPage } from './ReceiptsPage';
import { RecordsPage } from './RecordsPage';

type PrivacyRoute = Extract<Route, { page: 'privacy' }>;

/** Who may see a part: any of these. The server decides again. */
const parts: [PrivacyPart, string[]][] = [
  ['policy', ['sessions:write', 'results:read']],
  ['plan', ['org:admin']],
  ['departure', ['org:admin']],
  ['consent', ['org:admin']],
  ['holds', ['org:admin']],
  ['erasures', ['org:admin']],
  ['receipts', ['data:delete']],
  ['audit', ['org:admin']],
  ['records', ['org:admin']],
  ['orphans', ['org:admin', 'platform:incidents']],
];

export function PrivacyPages({ route }: { route: PrivacyRoute }) {
  return (
    <WithMessages>
      <Frame key={`${route.part} ${route.receipt}`} route={route} />
    </WithMessages>
  );
}

function Frame({ route }: { route: PrivacyRoute }) {
  const { m } = usePrivacy();
  const { person } = useStaff();
  const mine = parts.filter(([, permissions]) => may(person, ...permissions)).map(([part]) => part);
  return (
    <StaffPage title={route.receipt === null ? m.tabs[route.part] : m.receipt.title} route={route}>
      {mine.length > 1 && (
        <nav class="tabs" aria-label={m.tabsLabel}>
          {mine.map((part) => (
            <a key={part} href={to.privacy(part)} aria-current={part === route.part ? 'page' : undefined}>
              {m.tabs[part]}
            </a>
          ))}
        </nav>
      )}
      {mine.includes(route.part) ? <Part route={route} /> : <Notice look="warn">{m.notAllowed}</Notice>}
    </StaffPage>
  );
}

function Part({ route }: { route: PrivacyRoute }): ComponentChildren {
  switch (route.part) {
    case 'policy':
      return <PolicyPage />;
    case 'plan':
      return <PlanPage />;
    case 'departure':
      return <DeparturePage />;
    case 'holds':
      return <HoldsPage />;
    case 'erasures':
      return <ErasuresPage />;
    case 'receipts':
      return route.receipt === null ? <ReceiptsPage /> : <ReceiptPage id={route.receipt} />;
    case 'consent':
      return <ConsentPage />;
    case 'audit':
      return <AuditPage />;
    case 'records':
      return <RecordsPage />;
    case 'orphans':
      return <OrphansPage />;
  }
}
