import { useEffect, useRef, useState } from 'preact/hooks';
import { newKey } from '../api/client';
import type { QuestionSetSummary, Transfer, TransferRequest } from '../api/schema';
import {
  dayMaxLength,
  monthMaxLength,
  transferRequestGroundMaxLength,
  transferRequestPurposeMaxLength,
  transferRequestRecipientMaxLength,
} from '../api/values';
import { formatDate, formatDateTime, formatNumber } from '../i18n/format';
import { whole } from '../staff/archive';
import { useStaff } from '../staff/context';
import { saveFile } from '../staff/download';
import { Load, useLoad } from '../staff/load';
import { useStaffLocale } from '../staff/messages';
import { announce } from '../ui/announce';
import { Button } from '../ui/Button';
import { Notice } from '../ui/Notice';
import { authorizeTransfer, countTransfer, listTransfers, saveTransfer, withdrawTransfer } from './api';
import { Fact, Select, Text } from './fields';
import { useSchool } from './messages';
import { TaskFailure, useTask } from './useTask';

/** The end of a day, by UTC, as the server counts days. */
const endOf = (day: string) => `${day}T23:59:59Z`;

/** A day so many days from now. */
const dayIn = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** What the school hands over for research and statistics: authorized, counted, saved, and on record for good. */
export function Transfers() {
  const { m } = useSchool();
  const { api } = useStaff();
  const t = m.transfer;
  const loaded = useLoad((signal) => listTransfers(api, signal), []);
  const [writing, setWriting] = useState(false);
  const [done, setDone] = useState<string | null>(null);
  const [at, setAt] = useState<Transfer | null>(null);
  const leaving = useRef(new AbortController());
  useEffect(() => () => leaving.current.abort(), []);
  const finish = (text: string) => {
    setWriting(false);
    setDone(text);
    loaded.reload();
  };
  const authorizing = useTask('authorize', async ({ body, key }) => {
    await authorizeTransfer(api, body, key);
    finish(t.authorized);
  });
  const counting = useTask('count', async ({ id }) => {
    try {
      let now = await countTransfer(api, id, leaving.current.signal);
      while (now.counted < now.tables || now.madeAt === null) {
        setAt(now);
        now = await countTransfer(api, id, leaving.current.signal);
      }
      finish(t.counted);
    } finally {
      setAt(null);
    }
  });
  const saving = useTask('saveTransfer', async ({ id, format }) => {
    const file = await saveTransfer(api, id, format, leaving.current.signal);
    saveFile(file);
    announce(t.savedAs(file.name));
    loaded.reload();
  });
  const withdrawing = useTask('withdrawTransfer', async ({ id }) => {
    await withdrawTransfer(api, id);
    finish(t.withdrawn);
  });
  const busy = counting.action.busy || saving.action.busy || withdrawing.action.busy;
  return (
    <section class="stack" aria-labelledby="transfers">
      <h2 id="transfers">{t.title}</h2>
      <p class="measure">{t.intro}</p>
      {done !== null && (
        <Notice look="good" live>
          {done}
        </Notice>
      )}
      <TaskFailure task={counting} />
      <TaskFailure task={saving} />
      <TaskFailure task={withdrawing} />
      <Load loaded={loaded}>
        {(all) => (
          <>
            {all.length === 0 && <p>{t.empty}</p>}
            <ul class="list">
              {all.map((transfer) => (
                <Item
                  key={transfer.id}
                  transfer={transfer}
                  at={at?.id === transfer.id ? at : null}
                  busy={busy}
                  onCount={() => {
                    setDone(null);
                    counting.start({ do: 'count', id: transfer.id });
                  }}
                  onSave={(format) => saving.start({ do: 'saveTransfer', id: transfer.id, format })}
                  onWithdraw={() => {
                    setDone(null);
                    withdrawing.start({ do: 'withdrawTransfer', id: transfer.id });
                  }}
                />
              ))}
            </ul>
            {writing ? (
              <Form task={authorizing} onClose={() => setWriting(false)} />
            ) : (
              <>
                <TaskFailure task={authorizing} />
                <p>
                  <Button
                    onClick={() => {
                      authorizing.action.clear();
                      setDone(null);
                      setWriting(true);
                    }}
                  >
                    {t.authorize}
                  </Button>
                </p>
              </>
            )}
          </>
        )}
      </Load>
    </section>
  );
}

interface ItemProps {
  transfer: Transfer;
  /** How far counting is; null: it isn't under way. */
  at: Transfer | null;
  busy: boolean;
  onCount(): void;
  onSave(format: 'csv' | 'json'): void;
  onWithdraw(): void;
}

function Item({ transfer: d, at, busy, onCount, onSave, onWithdraw }: ItemProps) {
  const { language, m } = useSchool();
  const t = m.transfer;
  const day = (time: string) => formatDate(language, time);
  const n = (x: number) => formatNumber(language, x);
  const savable = (d.state === 'ready' || d.state === 'saved') && Date.parse(d.endsAt) > Date.now();
  return (
    <li class="list-item">
      <div class="list-text">
        <h3 dir="auto">{t.item(d.recipient, d.from, d.to)}</h3>
        <p class="soft small">{t.states[d.state]}</p>
        <dl class="facts">
          <Fact label={t.purpose}>{d.purpose}</Fact>
          <Fact label={t.ground}>{d.ground}</Fact>
          <Fact label={t.sets}>{d.questionSets.length === 0 ? t.all : n(d.questionSets.length)}</Fact>
          <Fact label={t.tables}>{t.progress(n(at?.counted ?? d.counted), n(d.tables))}</Fact>
          <Fact label={t.endsAt}>{day(d.endsAt)}</Fact>
          {d.savedAt !== null && <Fact label={t.savedAt}>{formatDateTime(language, d.savedAt)}</Fact>}
          {d.words !== null && (
            <Fact label={t.words}>
              <span lang="en">{d.words}</span>
            </Fact>
          )}
          {d.csvSha256 !== null && (
            <Fact label="SHA-256 (CSV)">
              <code class="id">{d.csvSha256}</code>
            </Fact>
          )}
          {d.jsonSha256 !== null && (
            <Fact label="SHA-256 (JSON)">
              <code class="id">{d.jsonSha256}</code>
            </Fact>
          )}
        </dl>
        <p class="soft small">{t.by(day(d.authorizedAt))}</p>
      </div>
      <div class="row">
        {d.state === 'authorized' && (
          <Button look="primary" busy={busy} aria-label={t.countOf(d.recipient)} onClick={onCount}>
            {t.count}
          </Button>
        )}
        {savable &&
          (['csv', 'json'] as const).map((format) => (
            <Button
              key={format}
              busy={busy}
              aria-label={t.saveOf(format.toUpperCase(), d.recipient)}
              onClick={() => onSave(format)}
            >
              {t.save(format.toUpperCase())}
            </Button>
          ))}
        {(d.state === 'authorized' || d.state === 'ready') && (
          <Button look="danger" busy={busy} aria-label={t.withdrawOf(d.recipient)} onClick={onWithdraw}>
            {t.withdraw}
          </Button>
        )}
      </div>
    </li>
  );
}

function Form({ task, onClose }: { task: ReturnType<typeof useTask<'authorize'>>; onClose(): void }) {
  const { m } = useSchool();
  const { api } = useStaff();
  const { messages } = useStaffLocale();
  const t = m.transfer;
  const [texts, setTexts] = useState({ recipient: '', purpose: '', ground: '', from: '', to: '', endsAt: dayIn(7) });
  const [which, setWhich] = useState<'all' | 'some'>('all');
  const [sets, setSets] = useState<string[]>([]);
  // One key for all tries of the same details, so that nothing is authorized twice.
  const key = useRef(newKey());
  const changing =
    <T,>(store: (value: T) => void) =>
    (value: T) => {
      key.current = newKey();
      store(value);
    };
  const set = changing((change: Partial<typeof texts>) => setTexts((old) => ({ ...old, ...change })));
  const body = (): TransferRequest => ({
    recipient: texts.recipient,
    purpose: texts.purpose,
    ground: texts.ground,
    from: texts.from.trim(),
    to: texts.to.trim(),
    questionSets: which === 'all' ? [] : sets,
    endsAt: texts.endsAt === '' ? '1970-01-01T00:00:00Z' : endOf(texts.endsAt),
  });
  const none = which === 'some' && sets.length === 0;
  const text = (name: 'recipient' | 'purpose' | 'ground', hint: string, maxLength: number) => (
    <Text
      label={t[name]}
      hint={hint}
      value={texts[name]}
      wrong={task.wrong.includes(`/${name}`)}
      maxLength={maxLength}
      onChange={(value) => set({ [name]: value })}
    />
  );
  const month = (name: 'from' | 'to') => (
    <Text
      label={t[name]}
      hint={t.monthHint}
      narrow
      value={texts[name]}
      wrong={task.wrong.includes(`/${name}`)}
      maxLength={monthMaxLength}
      onChange={(value) => set({ [name]: value })}
    />
  );
  return (
    <form
      class="card stack loose measure"
      noValidate
      aria-labelledby="transfer-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!none) task.start({ do: 'authorize', body: body(), key: key.current });
      }}
    >
      <h3 id="transfer-form">{t.authorize}</h3>
      <p>{t.rule}</p>
      {text('recipient', t.recipientHint, transferRequestRecipientMaxLength)}
      {text('purpose', t.purposeHint, transferRequestPurposeMaxLength)}
      {text('ground', t.groundHint, transferRequestGroundMaxLength)}
      {month('from')}
      {month('to')}
      <Select
        label={t.sets}
        value={which}
        values={['all', 'some'] as const}
        text={(v) => t[v]}
        wrong={task.wrong.includes('/questionSets')}
        onChange={changing(setWhich)}
      />
      {which === 'some' && (
        <SetPicker
          load={() => whole((token) => api.sets({ owner: 'school' }, token))}
          picked={sets}
          onPick={changing(setSets)}
        />
      )}
      {none && <p>{t.pick}</p>}
      <Text
        label={t.endsAt}
        hint={t.endsAtHint}
        type="date"
        narrow
        value={texts.endsAt}
        wrong={task.wrong.includes('/endsAt')}
        maxLength={dayMaxLength}
        onChange={(endsAt) => set({ endsAt })}
      />
      <TaskFailure task={task} />
      <div class="row">
        <Button type="submit" look="primary" busy={task.action.busy}>
          {t.authorize}
        </Button>
        <Button onClick={onClose}>{messages.cancel}</Button>
      </div>
    </form>
  );
}

interface PickerProps {
  load(): Promise<QuestionSetSummary[]>;
  picked: string[];
  onPick(ids: string[]): void;
}

function SetPicker({ load, picked, onPick }: PickerProps) {
  const { m } = useSchool();
  const loaded = useLoad(load, []);
  return (
    <Load loaded={loaded}>
      {(all) => (
        <fieldset>
          <legend class="legend">{m.transfer.some}</legend>
          {all.map((s) => (
            <label key={s.id} class="check">
              <input
                type="checkbox"
                checked={picked.includes(s.id)}
                onChange={(event) =>
                  onPick(event.currentTarget.checked ? [...picked, s.id] : picked.filter((id) => id !== s.id))
                }
              />
              <span dir="auto">{s.title}</span>
            </label>
          ))}
        </fieldset>
      )}
    </Load>
  );
}
