import { useState } from 'preact/hooks';
import type { RequestRestriction } from '../api/schema';
import { formatDateTime } from '../i18n/format';
import { Confirm } from '../staff/Confirm';
import { serverNow } from '../staff/clock';
import { useStaff } from '../staff/context';
import { announce } from '../ui/announce';
import { Button } from '../ui/Button';
import { lift } from './api';
import { useQueue } from './messages';
import type { PartProps } from './parts';
import { TaskFailure, useTask } from './useTask';

/** What is kept and not used since the decision, and how that is lifted: the requester is told first. */
export function Restriction({ request, restriction, onChange }: PartProps & { restriction: RequestRestriction }) {
  const { language, m } = useQueue();
  const { api } = useStaff();
  const t = m.restriction;
  const [asking, setAsking] = useState(false);
  const { liftableAt, liftedAt, stands, students } = restriction;
  const told = liftableAt !== null;
  const task = useTask('lift', async () => {
    onChange(await lift(api, request.id));
    setAsking(false);
    announce(told ? t.lifted : t.announced);
  });
  const early = told && serverNow() < Date.parse(liftableAt);
  const button = told ? t.lift : t.announce;
  return (
    <section class="card stack" aria-labelledby="request-restriction">
      <h2 id="request-restriction">{t.title}</h2>
      {liftedAt !== null ? (
        <p class="measure">{t.liftedAt(formatDateTime(language, liftedAt))}</p>
      ) : (
        <>
          <p class="measure">{stands ? t.stands(students) : t.left}</p>
          <p class="measure">{told ? t.from(formatDateTime(language, liftableAt)) : t.first}</p>
          {!asking && <TaskFailure task={task} />}
          <p>
            <Button
              busy={!asking && task.action.busy}
              disabled={early}
              onClick={() => {
                task.action.clear();
                setAsking(true);
              }}
            >
              {button}
            </Button>
          </p>
          {asking && (
            <Confirm
              title={t.title}
              confirm={button}
              action={task.action}
              pending={task.pending}
              slugs={m.slug}
              onConfirm={() => task.start({ do: 'lift' })}
              onClose={() => setAsking(false)}
            >
              <p>{told ? t.confirmLift : t.confirmAnnounce}</p>
            </Confirm>
          )}
        </>
      )}
    </section>
  );
}

/** What is to be read beside somebody's work since the decision. */
export function Correction({ request }: Pick<PartProps, 'request'>) {
  const { m } = useQueue();
  return (
    <section class="card stack" aria-labelledby="request-correction">
      <h2 id="request-correction">{m.correction}</h2>
      <p class="text queue-words" dir="auto">
        {request.correction!.text}
      </p>
    </section>
  );
}
