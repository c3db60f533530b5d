import { useState } from 'preact/hooks';
import { newKey } from '../api/client';
import { formatDate } from '../i18n/format';
import { useStaffLocale } from '../staff/messages';
import { Confirm } from '../staff/Confirm';
import { useStaff } from '../staff/context';
import { Load, useLoad } from '../staff/load';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { Field } from '../ui/Field';
import { Notice } from '../ui/Notice';
import { listHolds, placeHold, releaseHold } from './api';
import { dayAfter, endOfDay, localDay } from './day';
import { usePrivacy } from './messages';
import { SessionName, SessionPicker } from './SessionPicker';
import type { Hold } from '../api/schema';
import { holdRequestMonths, holdRequestNameMaxLength } from '../api/values';
import { isLine } from './draft';
import { TaskFailure, useTask } from './useTask';

/** How long a hold lasts by default. */
const MONTHS_USUAL = 12;

export function HoldsPage() {
  const { m } = usePrivacy();
  const { api } = useStaff();
  const t = m.holds;
  const wanted = new URLSearchParams(location.search).get('session');
  const [placing, setPlacing] = useState(wanted !== null);
  const [done, setDone] = useState<string | null>(null);
  const loaded = useLoad((signal) => listHolds(api, signal), []);
  const place = useTask('hold', async ({ hold, key }) => {
    const placed = await placeHold(api, hold, key);
    setPlacing(false);
    setDone(t.placedNow(placed.name));
    loaded.reload();
  });
  const release = useTask('release', async ({ id }) => {
    await releaseHold(api, id);
    setDone(t.released);
    loaded.reload();
  });
  return (
    <>
      <p class="measure">{t.intro}</p>
      {done !== null && (
        <Notice look="good" live>
          <span dir="auto">{done}</span>
        </Notice>
      )}
      {!placing && <TaskFailure task={place} />}
      <TaskFailure task={release} />
      <p>
        <Button
          look="primary"
          onClick={() => {
            place.action.clear();
            setDone(null);
            setPlacing(true);
          }}
        >
          {t.place}
        </Button>
      </p>
      <Load loaded={loaded}>
        {(holds) =>
          holds.length === 0 ? (
            <div class="empty">
              <p>{t.empty}</p>
            </div>
          ) : (
            <ul class="list">
              {holds.map((hold) => (
                <HoldRow
                  key={hold.id}
                  hold={hold}
                  busy={release.action.busy}
                  onRelease={() => release.start({ do: 'release', id: hold.id })}
                />
              ))}
            </ul>
          )
        }
      </Load>
      <section class="stack tight measure" aria-labelledby="precedence">
        <h2 id="precedence">{t.precedenceTitle}</h2>
        <ol class="bullets stack tight">
          {t.precedence.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ol>
      </section>
      {placing && <PlaceDialog wanted={wanted} task={place} onClose={() => setPlacing(false)} />}
    </>
  );
}

function HoldRow({ hold, busy, onRelease }: { hold: Hold; busy: boolean; onRelease(): void }) {
  const { language, m } = usePrivacy();
  const t = m.holds;
  const [asked, setAsked] = useState(false);
  return (
    <li class="list-item">
      <div class="list-text">
        <h2 dir="auto">{hold.name}</h2>
        <p class="small">{hold.session === null ? t.everything : <SessionName id={hold.session} />}</p>
        <p class="soft small">
          {t.kinds[hold.kind]} · {t.placed(formatDate(language, hold.placedAt))} ·{' '}
          {hold.stands ? t.stands(formatDate(language, hold.endsAt)) : t.ended(formatDate(language, hold.endsAt))}
        </p>
      </div>
      {hold.stands && hold.kind === 'incident' && <span class="soft small">{t.incidentHint}</span>}
      {hold.stands && hold.kind === 'operator' && <span class="soft small">{t.operatorHint}</span>}
      {hold.stands && hold.kind === 'legal' && (
        <Button busy={busy} aria-label={t.releaseOf(hold.name)} onClick={() => setAsked(true)}>
          {t.release}
        </Button>
      )}
      {asked && (
        <Confirm
          title={t.releaseTitle}
          confirm={t.release}
          danger
          onClose={() => setAsked(false)}
          onConfirm={() => {
            setAsked(false);
            onRelease();
          }}
        >
          <p dir="auto">{hold.name}</p>
          <p>{t.releaseText}</p>
        </Confirm>
      )}
    </li>
  );
}

function PlaceDialog({
  wanted,
  task,
  onClose,
}: {
  wanted: string | null;
  task: ReturnType<typeof useTask<'hold'>>;
  onClose(): void;
}) {
  const { m } = usePrivacy();
  const { messages } = useStaffLocale();
  const t = m.holds;
  // One key for all tries, so that a hold whose response was lost isn't placed twice.
  const [key, setKey] = useState(newKey);
  const [name, setName] = useState('');
  const [one, setOne] = useState(wanted !== null);
  const [session, setSession] = useState<string | null>(wanted);
  const [until, setUntil] = useState(() => localDay(dayAfter(new Date(), MONTHS_USUAL)));
  const [wrong, setWrong] = useState({ name: false, session: false, until: false });

  function submit() {
    const text = name.trim();
    const end = endOfDay(until);
    const found = {
      name: !isLine(text, holdRequestNameMaxLength),
      session: one && session === null,
      until: end === null || until <= localDay(new Date()) || end > dayAfter(new Date(), holdRequestMonths),
    };
    setWrong(found);
    if (found.name || found.session || found.until || end === null) return;
    task.start({ do: 'hold', hold: { session: one ? session : null, name: text, until: end.toISOString() }, key });
  }
  /** Changed details make it another hold. */
  const changed = () => setKey(newKey());

  return (
    <Dialog title={t.formTitle} onClose={onClose}>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field label={t.name} hint={t.nameHint} error={wrong.name ? t.nameProblem : null}>
          {(attributes) => (
            <input
              {...attributes}
              class="input"
              dir="auto"
              autocomplete="off"
              value={name}
              onInput={(event) => {
                changed();
                setName(event.currentTarget.value);
              }}
            />
          )}
        </Field>
        <fieldset>
          <legend class="legend">{t.scope}</legend>
          {[false, true].map((value) => (
            <label key={String(value)} class="check">
              <input
                type="radio"
                name="scope"
                checked={one === value}
                onChange={() => {
                  changed();
                  setOne(value);
                }}
              />
              <span>{value ? t.scopeOne : t.scopeAll}</span>
            </label>
          ))}
        </fieldset>
        {one && (
          <SessionPicker
            value={session}
            error={wrong.session ? m.picker.problem : null}
            onChange={(id) => {
              changed();
              setSession(id);
            }}
          />
        )}
        <Field label={t.until} hint={t.untilHint} error={wrong.until ? t.untilProblem : null}>
          {(attributes) => (
            <input
              {...attributes}
              class="input date"
              type="date"
              value={until}
              onInput={(event) => {
                changed();
                setUntil(event.currentTarget.value);
              }}
            />
          )}
        </Field>
        <TaskFailure task={task} />
        <div class="row dialog-buttons">
          <Button onClick={onClose}>{messages.cancel}</Button>
          <Button type="submit" look="primary" busy={task.action.busy}>
            {t.placeNow}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
