import { useEffect, useState } from 'preact/hooks';
import { useStaffLocale } from '../staff/messages';
import { useStaff } from '../staff/context';
import { Failure, useAction } from '../staff/load';
import type { Session } from '../api/schema';
import { Button } from '../ui/Button';
import { Field } from '../ui/Field';
import { formatDate } from '../i18n/format';
import { sessionTitle } from './api';
import { usePrivacy } from './messages';

const OTHER = 'other';

/** A session's id in an address, or alone. */
export function sessionIn(text: string): string | null {
  return /(?:^|\/)([a-z2-7]{26})(?:$|[/?#])/.exec(text.trim())?.[1] ?? null;
}

interface Props {
  value: string | null;
  error: string | null;
  onChange(session: string | null, title: string | null): void;
}

/** Chooses one of the school's sessions, those in the trash too: the latest from a list, any other by its address. */
export function SessionPicker({ value, error, onChange }: Props) {
  const { language, m } = usePrivacy();
  const { messages } = useStaffLocale();
  const { api } = useStaff();
  const t = m.picker;
  const [sessions, setSessions] = useState<Session[] | null>(null);
  const [next, setNext] = useState<string | null>(null);
  const [other, setOther] = useState(false);
  const [address, setAddress] = useState('');
  const action = useAction();

  function load(token: string | null) {
    action.run(async () => {
      const [live, deleted] = await Promise.all([
        api.sessions({}, token),
        token === null ? api.sessions({ state: 'deleted' }, null) : null,
      ]);
      const all = [...(sessions ?? []), ...live.items, ...(deleted?.items ?? [])];
      setSessions(all);
      setNext(live.nextPageToken);
    });
  }
  useEffect(() => load(null), []);

  const known = sessions?.some((s) => s.id === value) ?? false;
  const typing = other || (value !== null && sessions !== null && !known);
  return (
    <div class="stack tight">
      <Field label={t.session} error={typing ? null : error}>
        {(attributes) => (
          <select
            {...attributes}
            class="input"
            value={typing ? OTHER : (value ?? '')}
            onChange={(event) => {
              const chosen = event.currentTarget.value;
              setOther(chosen === OTHER);
              const found = sessions?.find((s) => s.id === chosen);
              onChange(found?.id ?? null, found?.title ?? null);
            }}
          >
            <option value="">{sessions === null && action.busy ? messages.loading : t.choose}</option>
            {sessions?.map((s) => (
              <option key={s.id} value={s.id}>
                {`${s.state === 'deleted' ? t.deleted(s.title) : s.title}, ${formatDate(language, s.createdAt)}`}
              </option>
            ))}
            <option value={OTHER}>{t.other}</option>
          </select>
        )}
      </Field>
      {action.error ? <Failure error={action.error} onRetry={() => load(next)} /> : null}
      {next !== null && !typing && (
        <p>
          <Button look="quiet" busy={action.busy} onClick={() => load(next)}>
            {t.more}
          </Button>
        </p>
      )}
      {typing && (
        <Field label={t.address} hint={t.addressHint} error={error}>
          {(attributes) => (
            <input
              {...attributes}
              class="input"
              spellcheck={false}
              autocomplete="off"
              value={address === '' && value !== null && !other ? value : address}
              onInput={(event) => {
                setOther(true);
                setAddress(event.currentTarget.value);
                onChange(sessionIn(event.currentTarget.value), null);
              }}
            />
          )}
        </Field>
      )}
    </div>
  );
}

/** A session by its title, or by its id where nobody may see it any more. */
export function SessionName({ id }: { id: string }) {
  const { m } = usePrivacy();
  const { api } = useStaff();
  const [title, setTitle] = useState<string | null>(null);
  const [gone, setGone] = useState(false);
  useEffect(() => {
    const controller = new AbortController();
    sessionTitle(api, id, controller.signal).then(
      (s) => setTitle(s.title),
      () => setGone(true),
    );
    return () => controller.abort();
  }, [id]);
  if (title !== null) return <bdi>{title}</bdi>;
  return (
    <>
      <code>{id}</code>
      {gone && ` (${m.picker.gone})`}
    </>
  );
}
