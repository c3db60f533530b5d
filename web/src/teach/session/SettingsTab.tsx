import { useEffect, useState } from 'preact/hooks';
import { formatDate, formatDateTime } from '../../i18n/format';
import { Button } from '../../ui/Button';
import { announce } from '../../ui/announce';
import { Field } from '../../ui/Field';
import { Notice } from '../../ui/Notice';
import { useTeach } from '../messages';
import { takePending } from '../../staff/pending';
import { Confirm } from '../../staff/Confirm';
import { may, useStaff } from '../../staff/context';
import { Failure, useAction, useSensitive } from '../../staff/load';
import { navigate, to } from '../../staff/router';
import { limits } from '../../question/teach/limits';
import { closesAtProblem } from '../sets/StartDialog';
import type { Invitation } from '../../api/schema';
import type { SessionProps } from './props';
import { useSteps } from './useSteps';

export function SettingsTab(props: SessionProps) {
  const { messages, language } = useTeach();
  const { person } = useStaff();
  const t = messages.settings;
  const { session } = props.board;
  return (
    <div class="stack loose settings">
      <section class="card stack" aria-labelledby="about-session">
        <h2 id="about-session">{t.about}</h2>
        <dl class="facts">
          <div>
            <dt>{t.mode}</dt>
            <dd>{messages.start.paces[session.mode]}</dd>
          </div>
          <div>
            <dt>{t.feedback}</dt>
            <dd>{messages.start.feedbacks[session.feedback]}</dd>
          </div>
          <div>
            <dt>{t.started}</dt>
            <dd>{formatDateTime(language, session.createdAt)}</dd>
          </div>
          {session.closedAt && (
            <div>
              <dt>{t.closed}</dt>
              <dd>{formatDateTime(language, session.closedAt)}</dd>
            </div>
          )}
        </dl>
      </section>
      {may(person, 'sessions:write') && <Name {...props} />}
      {(session.state === 'open' || session.state === 'paused') && may(person, 'sessions:write') && <End {...props} />}
      <CoTeachers {...props} />
      {may(person, 'data:delete') && <Deletion {...props} />}
    </div>
  );
}

function Name(props: SessionProps) {
  const { messages } = useTeach();
  const t = messages.settings;
  const steps = useSteps(props);
  const { title } = props.board.session;
  const [value, setValue] = useState(title);
  return (
    <section class="card stack" aria-labelledby="name-title">
      <h2 id="name-title">{messages.start.name}</h2>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (value.trim() !== '') steps.patch({ title: value.trim() }, () => announce(t.nameSaved));
        }}
      >
        <Field label={messages.start.name} hint={messages.start.nameHint}>
          {(attributes) => (
            <input
              {...attributes}
              class="input"
              dir="auto"
              autocomplete="off"
              maxLength={limits.title}
              value={value}
              onInput={(e) => setValue(e.currentTarget.value)}
            />
          )}
        </Field>
        {steps.action.error ? <Failure error={steps.action.error} /> : null}
        <div class="row">
          <Button type="submit" busy={steps.action.busy} disabled={value.trim() === '' || value.trim() === title}>
            {t.saveName}
          </Button>
        </div>
      </form>
    </section>
  );
}

/** A time as a datetime-local input has it, in the zone of the device. */
function local(time: string | null): string {
  if (!time) return '';
  const d = new Date(time);
  return new Date(d.getTime() - d.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function End(props: SessionProps) {
  const { messages } = useTeach();
  const t = messages.settings;
  const steps = useSteps(props);
  const { closesAt } = props.board.session;
  const [value, setValue] = useState(local(closesAt));
  const [problem, setProblem] = useState<string | null>(null);
  return (
    <section class="card stack" aria-labelledby="end-title">
      <h2 id="end-title">{t.end}</h2>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const wrong = closesAtProblem(value);
          setProblem(wrong && messages.start.closesAtProblem[wrong]);
          if (!wrong)
            steps.patch({ closesAt: value === '' ? null : new Date(value).toISOString() }, () => announce(t.endSaved));
        }}
      >
        <Field label={messages.start.closesAt} hint={messages.start.closesAtHint} error={problem}>
          {(attributes) => (
            <input
              {...attributes}
              class="input"
              type="datetime-local"
              value={value}
              onInput={(e) => setValue(e.currentTarget.value)}
            />
          )}
        </Field>
        {steps.action.error ? <Failure error={steps.action.error} /> : null}
        <div class="row">
          <Button type="submit" look="primary" busy={steps.action.busy}>
            {t.saveEnd}
          </Button>
          {closesAt && (
            <Button busy={steps.action.busy} onClick={() => steps.patch({ closesAt: null }, () => setValue(''))}>
              {t.noEnd}
            </Button>
          )}
        </div>
      </form>
    </section>
  );
}

function CoTeachers({ board, live }: SessionProps) {
  const { messages, language } = useTeach();
  const { api, person } = useStaff();
  const t = messages.settings;
  const { session } = board;
  const owns = session.owner.you || may(person); // an administrator may, too
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  const [removing, setRemoving] = useState<{ id: string; name: string | null } | null>(null);
  const inviting = useAction();
  const removal = useAction();
  return (
    <section class="card stack" aria-labelledby="co-teachers">
      <h2 id="co-teachers">{t.coTeachers}</h2>
      <ul class="plain-list">
        <li>
          <span dir="auto">{session.owner.you ? t.you : (session.owner.name ?? t.colleague)}</span>{' '}
          <span class="soft small">{t.owner}</span>
        </li>
        {session.coTeachers.map((c) => (
          <li key={c.id} class="row apart">
            <span dir="auto">{c.name ?? t.colleague}</span>
            {owns && (
              <Button onClick={() => setRemoving(c)} aria-label={t.removeOf(c.name ?? t.colleague)}>
                {t.remove}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {owns && (
        <>
          <p class="hint">{t.inviteHint}</p>
          <p>
            <Button
              busy={inviting.busy}
              onClick={() =>
                inviting.run(async () => {
                  setInvitation(await api.invite(session.id));
                })
              }
            >
              {t.invite}
            </Button>
          </p>
        </>
      )}
      {inviting.error ? <Failure error={inviting.error} /> : null}
      {invitation && (
        <Notice look="good" live>
          <p>{t.invited(formatDateTime(language, invitation.expiresAt))}</p>
          <Field label={t.link}>
            {(attributes) => (
              <input
                {...attributes}
                class="input"
                readOnly
                value={invitation.url}
                onFocus={(e) => e.currentTarget.select()}
              />
            )}
          </Field>
          <p>
            <Button
              onClick={() =>
                void navigator.clipboard.writeText(invitation.url).then(
                  () => announce(messages.live.copied),
                  () => announce(messages.live.notCopied),
                )
              }
            >
              {messages.live.copy}
            </Button>
          </p>
        </Notice>
      )}
      {removing && (
        <Confirm
          title={t.removeTitle}
          confirm={t.remove}
          danger
          action={removal}
          onClose={() => setRemoving(null)}
          onConfirm={() =>
            removal.run(async () => {
              await api.removeCoTeacher(session.id, removing.id);
              live.setSession({ ...session, coTeachers: session.coTeachers.filter((c) => c.id !== removing.id) });
              setRemoving(null);
            })
          }
        >
          <p dir="auto">{removing.name ?? t.colleague}</p>
        </Confirm>
      )}
    </section>
  );
}

function Deletion({ board }: SessionProps) {
  const { messages, language } = useTeach();
  const { api } = useStaff();
  const t = messages.settings;
  const { session } = board;
  const sensitive = useSensitive();
  const action = useAction();
  const [asking, setAsking] = useState(false);
  const run = (repeated: boolean) =>
    action.run(async () => {
      const until = await sensitive(
        { kind: 'delete', session: session.id },
        () => api.deleteSession(session.id),
        repeated,
      );
      navigate(to.trash());
      announce(t.deleted(formatDate(language, until)));
    });
  useEffect(() => {
    if (!takePending('delete', (p) => p.session === session.id)) return;
    setAsking(true);
    run(true);
  }, []);
  return (
    <section class="card stack" aria-labelledby="delete-title">
      <h2 id="delete-title">{t.deleteTitle}</h2>
      <p>{t.deleteText}</p>
      <p>
        <Button look="danger" onClick={() => setAsking(true)}>
          {t.delete}
        </Button>
      </p>
      {asking && (
        <Confirm
          title={t.deleteAsk}
          confirm={t.delete}
          danger
          action={action}
          onClose={() => setAsking(false)}
          onConfirm={() => run(false)}
        >
          <p>
            <strong dir="auto">{session.title}</strong>
          </p>
          <p>{session.state === 'open' || session.state === 'paused' ? t.deleteOpen : t.deleteText}</p>
        </Confirm>
      )}
    </section>
  );
}
