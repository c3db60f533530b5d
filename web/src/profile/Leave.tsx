import { useState } from 'preact/hooks';
import type { Goodbye, OwnDeparture } from '../api/schema';
import { formatDate } from '../i18n/format';
import { Confirm } from '../staff/Confirm';
import { useStaff } from '../staff/context';
import { Failure, useAction } from '../staff/load';
import { dropGuard } from '../staff/router';
import { StaffPage } from '../staff/StaffPage';
import { Button } from '../ui/Button';
import { Notice } from '../ui/Notice';
import { leave, ownDeparture } from './api';
import { fates, type Fate, type Fated } from './fate';
import { useProfile } from './messages';
import { useTask } from './useTask';

/** What is known of the end; null: that it was, and what was said of it was lost on the way. */
export interface Gone {
  goodbye: Goodbye | null;
}

/** Lets members leave the school for good, once they have seen what that does. */
export function Leave({ onLeft }: { onLeft(gone: Gone): void }) {
  const { m } = useProfile();
  const { api } = useStaff();
  const t = m.leave;
  const [shown, setShown] = useState<OwnDeparture | null>(null);
  const [asking, setAsking] = useState(false);
  const looking = useAction();
  const task = useTask('leave', async () => {
    setAsking(false);
    onLeft({ goodbye: await leave(api) });
  });
  return (
    <section class="stack" aria-labelledby="leave">
      <h2 id="leave">{t.title}</h2>
      <p>{t.text}</p>
      {looking.error ? <Failure error={looking.error} /> : null}
      {task.action.error ? <Failure error={task.action.error} pending={task.pending} slugs={m.slug} /> : null}
      {shown === null ? (
        <p>
          <Button busy={looking.busy} onClick={() => looking.run(async () => setShown(await ownDeparture(api)))}>
            {t.show}
          </Button>
        </p>
      ) : (
        <Outcome departure={shown} />
      )}
      {shown?.successor && (
        <p>
          <Button look="danger" busy={task.action.busy} onClick={() => setAsking(true)}>
            {t.leave}
          </Button>
        </p>
      )}
      {asking && (
        <Confirm
          title={t.confirmTitle}
          confirm={t.confirm}
          danger
          onConfirm={() => {
            setAsking(false);
            task.start({ do: 'leave' });
          }}
          onClose={() => setAsking(false)}
        >
          <p>{t.confirmText}</p>
        </Confirm>
      )}
    </section>
  );
}

/** What leaving would do, before anything is done. */
function Outcome({ departure }: { departure: OwnDeparture }) {
  const { m } = useProfile();
  const t = m.leave;
  const { held, all } = fates(departure);
  const groups = (['deleted', 'trashed', 'stays', 'held'] as const)
    .map((what) => all.filter(({ fate }) => fate.what === what))
    .filter((items) => items.length > 0);
  return (
    <div class="card stack" role="status">
      {!departure.successor && <Notice look="warn">{m.slug['last-administrator']}</Notice>}
      {held && <Notice look="warn">{t.held}</Notice>}
      <ul class="bullets stack tight">
        {[t.account, t.stays, t.others].map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {groups.map((items) => (
        <Group key={items[0]!.fate.what} items={items} />
      ))}
      {all.length === 0 && !held && <p>{t.nothing}</p>}
      {departure.departure.truncated && <p>{t.truncated}</p>}
    </div>
  );
}

function Group({ items }: { items: Fated[] }) {
  const { language, m } = useProfile();
  const t = m.leave;
  const word = (fate: Fate): string => {
    switch (fate.what) {
      case 'deleted':
        return fate.until === null ? t.deleted : t.restorable(formatDate(language, fate.until));
      case 'trashed':
        return t.trashed(formatDate(language, fate.on));
      case 'held':
        return t.itemHeld;
      case 'stays':
        return t.why[fate.why];
    }
  };
  return (
    <details>
      <summary>
        {t.groups[items[0]!.fate.what]} ({items.length})
      </summary>
      <ul class="list">
        {items.map(({ item, fate }) => (
          <li key={(item.subject.session ?? '') + (item.subject.questionSet ?? '')} class="list-item">
            <div class="list-text">
              <strong dir="auto">
                {t.kinds[item.subject.kind === 'session' ? 'session' : 'questionSet']}
                {item.title !== null && `: ${item.title}`}
              </strong>
              <p class="soft small">{word(fate)}</p>
            </div>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What whoever has left sees; nothing else is theirs to see here. */
export function Left({ gone }: { gone: Gone }) {
  const { m } = useProfile();
  const { api } = useStaff();
  const [leaving, setLeaving] = useState(false);
  const t = m.left;
  const receipt = gone.goodbye?.receiptId;
  return (
    <StaffPage title={t.title} wide={false}>
      <Notice look="good" live>
        {gone.goodbye?.state === 'held' ? t.held : t.text}
      </Notice>
      {receipt && (
        <p>
          {t.receipt} <code>{receipt}</code>
        </p>
      )}
      <p>
        <Button
          look="primary"
          busy={leaving}
          onClick={() => {
            setLeaving(true);
            dropGuard();
            void api.auth.signOut();
          }}
        >
          {t.signOut}
        </Button>
      </p>
    </StaffPage>
  );
}
