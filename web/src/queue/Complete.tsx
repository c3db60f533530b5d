import { useState } from 'preact/hooks';
import { formatDateTime } from '../i18n/format';
import { Confirm } from '../staff/Confirm';
import { useStaff } from '../staff/context';
import { to } from '../staff/router';
import { announce } from '../ui/announce';
import { Button } from '../ui/Button';
import { Field } from '../ui/Field';
import { complete, getRequest } from './api';
import { useQueue } from './messages';
import type { PartProps } from './parts';
import { TaskFailure, useTask } from './useTask';

/** The numbers of receipts in a text, whatever stands between them: links to them too. */
export function receiptsIn(text: string): string[] {
  return [...new Set(text.match(/(?<![a-z2-7])[a-z2-7]{26}(?![a-z2-7])/g) ?? [])];
}

/** What was decided is carried out: what is erased by the decision, what is to be done by hand, and that it is done. */
export function Complete({ request, onChange }: PartProps) {
  const { language, m } = useQueue();
  const { api } = useStaff();
  const t = m.complete;
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);
  const [asking, setAsking] = useState(false);
  const task = useTask('complete', async ({ body }) => {
    setText(body.receipts.join('\n'));
    onChange(await complete(api, request.id, body));
    announce(t.done);
  });
  const erases = request.kind === 'delete';
  const { copy, correction, restriction } = request;
  const waits = copy?.ready === false || correction?.shown === false;
  const { erasures } = request;
  const left = erasures.filter((e) => e.state !== 'erased').length;
  const again = useTask('read', async () => onChange(await getRequest(api, request.id)));
  return (
    <section class="card stack" aria-labelledby="request-complete">
      <h2 id="request-complete">{t.title}</h2>
      {restriction ? (
        <p class="measure">
          {restriction.liftedAt !== null
            ? m.restriction.liftedAt(formatDateTime(language, restriction.liftedAt))
            : restriction.stands
              ? t.restricted(restriction.students)
              : m.restriction.left}
        </p>
      ) : copy || correction ? (
        <>
          {copy && <p class="measure">{copy.ready ? t.copyReady(copy.students) : t.copyMaking}</p>}
          {correction && <p class="measure">{correction.shown ? t.corrected(correction.students) : t.correcting}</p>}
          {waits && (
            <>
              <TaskFailure task={again} />
              <p>
                <Button busy={again.action.busy} onClick={() => again.start({ do: 'read' })}>
                  {t.look}
                </Button>
              </p>
            </>
          )}
        </>
      ) : erasures.length > 0 ? (
        <>
          <p class="measure">{t.erasing}</p>
          <ul class="plain-list">
            {erasures.map((e) => (
              <li key={e.participant}>
                <span class="badge">{t.erasures[e.state]}</span>{' '}
                <span class="small soft queue-words">{e.receipt ?? e.participant}</span>
              </li>
            ))}
          </ul>
          {left > 0 && (
            <>
              <TaskFailure task={again} />
              <p>
                <Button busy={again.action.busy} onClick={() => again.start({ do: 'read' })}>
                  {t.look}
                </Button>
              </p>
            </>
          )}
        </>
      ) : (
        <>
          <p class="measure">{t.byHand}</p>
          <p class="measure">{t.how[request.kind]}</p>
          <p>
            <a href={erases ? to.privacy('erasures') : to.sessions()}>{erases ? t.toErasures : t.toSessions}</a>
          </p>
        </>
      )}
      <Field
        label={erasures.length > 0 ? t.more : t.receipts}
        hint={t.receiptsHint}
        error={wrong ? t.receiptsWrong : null}
      >
        {(attributes) => (
          <textarea
            {...attributes}
            class="input"
            rows={3}
            spellcheck={false}
            value={text}
            onInput={(event) => {
              setText(event.currentTarget.value);
              setWrong(false);
            }}
          />
        )}
      </Field>
      {!asking && <TaskFailure task={task} />}
      <p>
        <Button
          look="primary"
          busy={!asking && task.action.busy}
          disabled={left > 0}
          onClick={() => {
            if (text.trim() !== '' && receiptsIn(text).length === 0) return setWrong(true);
            task.action.clear();
            setAsking(true);
          }}
        >
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
          onConfirm={() => task.start({ do: 'complete', body: { receipts: receiptsIn(text) } })}
          onClose={() => setAsking(false)}
        >
          <p>{t.confirm(new Set([...receiptsIn(text), ...erasures.map((e) => e.receipt)]).size)}</p>
        </Confirm>
      )}
    </section>
  );
}
