import { useState } from 'preact/hooks';
import { formatDateTime } from '../i18n/format';
import { Confirm } from '../staff/Confirm';
import { useStaff } from '../staff/context';
import { announce } from '../ui/announce';
import { Button } from '../ui/Button';
import { renew } from './api';
import { useQueue } from './messages';
import type { PartProps } from './parts';
import { TaskFailure, useTask } from './useTask';

/** The copy that the requester can save, for some days, which the school can begin again. */
export function Renew({ request, onChange }: PartProps) {
  const { language, m } = useQueue();
  const { api } = useStaff();
  const t = m.renew;
  const [asking, setAsking] = useState(false);
  const task = useTask('renew', async () => {
    onChange(await renew(api, request.id));
    setAsking(false);
    announce(t.done);
  });
  return (
    <section class="card stack" aria-labelledby="request-renew">
      <h2 id="request-renew">{t.title}</h2>
      <p class="measure">{t.until(formatDateTime(language, request.copy!.until!))}</p>
      <p class="measure">{t.intro}</p>
      {!asking && <TaskFailure task={task} />}
      <p>
        <Button busy={!asking && task.action.busy} onClick={() => setAsking(true)}>
          {t.button}
        </Button>
      </p>
      {asking && (
        <Confirm
          title={t.title}
          confirm={t.button}
          action={task.action}
          pending={task.pending}
          slugs={m.slug}
          onConfirm={() => task.start({ do: 'renew' })}
          onClose={() => setAsking(false)}
        >
          <p>{t.confirm}</p>
        </Confirm>
      )}
    </section>
  );
}
