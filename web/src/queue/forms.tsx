// What is done about a request besides deciding it.

import { useState } from 'preact/hooks';
import type { ExtensionGround, IdentityCheck } from '../api/schema';
import { extensionGroundValues, identityCheckValues } from '../api/values';
import { Confirm } from '../staff/Confirm';
import { useStaff } from '../staff/context';
import { Radios } from '../staff/Radios';
import { navigate, to } from '../staff/router';
import { announce } from '../ui/announce';
import { Button } from '../ui/Button';
import { Field } from '../ui/Field';
import { extend, forward, identify } from './api';
import { useQueue } from './messages';
import type { PartProps } from './parts';
import { TaskFailure, useTask } from './useTask';

/** How the school knows who asks. */
export function Identify({ request, onChange }: PartProps) {
  const { m } = useQueue();
  const { api } = useStaff();
  const t = m.identity;
  const [how, setHow] = useState<IdentityCheck>(request.identity ?? 'on-file');
  const task = useTask('identify', async ({ body }) => {
    setHow(body.how);
    onChange(await identify(api, request.id, body));
    announce(t.noted);
  });
  return (
    <form
      class="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        task.start({ do: 'identify', body: { how } });
      }}
    >
      <h2>{t.title}</h2>
      <p class="measure">{t.intro}</p>
      <Radios
        legend={t.legend}
        name="identity"
        values={identityCheckValues}
        value={how}
        onChange={(v) => setHow(v)}
        text={(v) => t.checks[v]}
        hint={(v) => t.hints[v]}
      />
      <TaskFailure task={task} />
      <div class="row">
        <Button type="submit" {...(request.identity === null && { look: 'primary' as const })} busy={task.action.busy}>
          {t.save}
        </Button>
        {request.identity !== null && <span class="soft small">{t.now(t.checks[request.identity])}</span>}
      </div>
    </form>
  );
}

/** More time, as the law gives it. */
export function Extend({ request, onChange }: PartProps) {
  const { m } = useQueue();
  const { api } = useStaff();
  const t = m.extend;
  const [ground, setGround] = useState<ExtensionGround>('complexity');
  const [asking, setAsking] = useState(false);
  const task = useTask('extend', async ({ body }) => {
    onChange(await extend(api, request.id, body));
    setAsking(false);
    announce(t.done);
  });
  return (
    <section class="card stack" aria-labelledby="request-extend">
      <h2 id="request-extend">{t.title}</h2>
      <p class="measure">{t.intro}</p>
      <Radios
        legend={t.legend}
        name="extension"
        values={extensionGroundValues}
        value={ground}
        onChange={(v) => setGround(v)}
        text={(v) => t.grounds[v]}
        hint={(v) => t.hints[v]}
      />
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
          onConfirm={() => task.start({ do: 'extend', body: { ground } })}
          onClose={() => setAsking(false)}
        >
          <p>{t.confirm}</p>
        </Confirm>
      )}
    </section>
  );
}

/** On to who has to decide it. */
export function Forward({ request }: PartProps) {
  const { m } = useQueue();
  const { api } = useStaff();
  const t = m.forward;
  const school = request.forward === 'school';
  const [org, setOrg] = useState('');
  const [asking, setAsking] = useState(false);
  const task = useTask('forward', async ({ body }) => {
    await forward(api, request.id, body);
    navigate(to.requests());
  });
  const named = org.trim();
  return (
    <section class="card stack" aria-labelledby="request-forward">
      <h2 id="request-forward">{t.title}</h2>
      <p class="measure">{school ? t.introSchool : t.introOperator}</p>
      {school && (
        <Field label={t.org} hint={t.orgHint}>
          {(attributes) => (
            <input
              {...attributes}
              class="input"
              value={org}
              autocomplete="off"
              spellcheck={false}
              onInput={(event) => setOrg(event.currentTarget.value)}
            />
          )}
        </Field>
      )}
      {!asking && <TaskFailure task={task} />}
      <p>
        <Button
          busy={!asking && task.action.busy}
          disabled={school && named === ''}
          onClick={() => {
            task.action.clear();
            setAsking(true);
          }}
        >
          {school ? t.toSchool : t.toOperator}
        </Button>
      </p>
      {asking && (
        <Confirm
          title={t.title}
          confirm={school ? t.toSchool : t.toOperator}
          action={task.action}
          pending={task.pending}
          slugs={m.slug}
          onConfirm={() =>
            task.start({ do: 'forward', body: school ? { to: 'school', org: named } : { to: 'operator' } })
          }
          onClose={() => setAsking(false)}
        >
          <p>{t.confirm}</p>
        </Confirm>
      )}
    </section>
  );
}
