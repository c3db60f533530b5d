import { useRef, useState } from 'preact/hooks';
import { newKey } from '../api/client';
import type { Ownership as Announced, OwnershipRequest } from '../api/schema';
import { countryMaxLength, dayMaxLength, ownershipRequestOwnerMaxLength, wordsEnMaxLength } from '../api/values';
import { formatDate } from '../i18n/format';
import { languages, type Language } from '../i18n/language';
import { useStaff } from '../staff/context';
import { Load, useLoad } from '../staff/load';
import { useStaffLocale } from '../staff/messages';
import { Button } from '../ui/Button';
import { Notice } from '../ui/Notice';
import { announceOwnership, listOwnerships, withdrawOwnership } from './api';
import { Text } from './fields';
import { useSchool } from './messages';
import { TaskFailure, useTask } from './useTask';

/** The changes of the service's owner that were announced to every school, for the operator's people. */
export function Ownership() {
  const { language, m } = useSchool();
  const { api } = useStaff();
  const t = m.ownership;
  const loaded = useLoad((signal) => listOwnerships(api, signal), []);
  const [writing, setWriting] = useState(false);
  const [done, setDone] = useState<string | null>(null);
  const finish = (text: string) => {
    setWriting(false);
    setDone(text);
    loaded.reload();
  };
  const announcing = useTask('announce', async ({ body, key }) => {
    await announceOwnership(api, body, key);
    finish(t.announced);
  });
  const withdrawing = useTask('withdrawOwner', async ({ id }) => {
    await withdrawOwnership(api, id);
    finish(t.withdrawn);
  });
  const day = (c: Announced) => formatDate(language, `${c.on}T12:00:00Z`);
  return (
    <section class="stack" aria-labelledby="ownership">
      <h2 id="ownership">{t.title}</h2>
      <p class="measure">{t.intro}</p>
      {done !== null && (
        <Notice look="good" live>
          {done}
        </Notice>
      )}
      <TaskFailure task={withdrawing} />
      <Load loaded={loaded}>
        {(all) => (
          <>
            <ul class="list">
              {all.map((c) => (
                <li key={c.id} class="list-item">
                  <div class="list-text">
                    <h3 dir="auto">{t.item(c.owner, day(c))}</h3>
                    <p class="soft small">
                      {c.withdrawnAt === null
                        ? t.since(formatDate(language, c.publishedAt))
                        : t.withdrawnOn(formatDate(language, c.withdrawnAt))}
                    </p>
                  </div>
                  {c.withdrawnAt === null && (
                    <Button
                      look="danger"
                      busy={withdrawing.action.busy}
                      onClick={() => withdrawing.start({ do: 'withdrawOwner', id: c.id })}
                    >
                      {t.withdraw}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
            {writing ? (
              <Form task={announcing} onClose={() => setWriting(false)} />
            ) : (
              <>
                <TaskFailure task={announcing} />
                <p>
                  <Button
                    onClick={() => {
                      announcing.action.clear();
                      setDone(null);
                      setWriting(true);
                    }}
                  >
                    {t.announce}
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

type Announcing = ReturnType<typeof useTask<'announce'>>;

const all = Object.keys(languages) as Language[];

function Form({ task, onClose }: { task: Announcing; onClose(): void }) {
  const { m } = useSchool();
  const { messages } = useStaffLocale();
  const t = m.ownership;
  const [draft, setDraft] = useState<OwnershipRequest>(() => ({
    owner: '',
    country: '',
    on: '',
    choice: { en: '', de: '', fr: '', es: '' },
  }));
  // One key for all tries, so that nothing is announced twice.
  const key = useRef(newKey());
  const set = (change: Partial<OwnershipRequest>) => setDraft((old) => ({ ...old, ...change }));
  return (
    <form
      class="card stack loose measure"
      noValidate
      aria-labelledby="ownership-form"
      onSubmit={(event) => {
        event.preventDefault();
        task.start({ do: 'announce', body: draft, key: key.current });
      }}
    >
      <h3 id="ownership-form">{t.announce}</h3>
      <Text
        label={t.owner}
        value={draft.owner}
        wrong={task.wrong.includes('/owner')}
        maxLength={ownershipRequestOwnerMaxLength}
        onChange={(owner) => set({ owner })}
      />
      <Text
        label={m.fields.country}
        narrow
        value={draft.country}
        wrong={task.wrong.includes('/country')}
        maxLength={countryMaxLength}
        onChange={(country) => set({ country: country.toUpperCase() })}
      />
      <Text
        label={t.on}
        hint={t.onHint}
        type="date"
        narrow
        value={draft.on}
        wrong={task.wrong.includes('/on')}
        maxLength={dayMaxLength}
        onChange={(on) => set({ on })}
      />
      {all.map((l) => (
        <Text
          key={l}
          label={t.choice(languages[l])}
          hint={t.choiceHint}
          rows={3}
          value={draft.choice[l]}
          wrong={task.wrong.includes(`/choice/${l}`)}
          maxLength={wordsEnMaxLength}
          onChange={(text) => set({ choice: { ...draft.choice, [l]: text } })}
        />
      ))}
      <TaskFailure task={task} />
      <div class="row">
        <Button type="submit" look="primary" busy={task.action.busy}>
          {t.announce}
        </Button>
        <Button onClick={onClose}>{messages.cancel}</Button>
      </div>
    </form>
  );
}
