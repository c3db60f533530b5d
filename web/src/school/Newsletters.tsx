import { useRef, useState } from 'preact/hooks';
import { newKey } from '../api/client';
import type { MailKind, Newsletter, NewsletterRequest } from '../api/schema';
import { newsletterSubjectsEnMaxLength, newsletterTextsEnMaxLength } from '../api/values';
import { formatDateTime, formatNumber } from '../i18n/format';
import { languages, type Language } from '../i18n/language';
import { useStaff } from '../staff/context';
import { Load, useLoad } from '../staff/load';
import { useStaffLocale } from '../staff/messages';
import { Button } from '../ui/Button';
import { Notice } from '../ui/Notice';
import { cancelNewsletter, countRecipients, listNewsletters, writeNewsletter } from './api';
import { Select, Text } from './fields';
import { useSchool } from './messages';
import { TaskFailure, useTask } from './useTask';

const kinds: MailKind[] = ['news', 'service'];
const all = Object.keys(languages) as Language[];

/** What the operator writes to those at all schools who chose it, and what it wrote. */
export function Newsletters() {
  const { language, m } = useSchool();
  const { api } = useStaff();
  const t = m.newsletter;
  const loaded = useLoad((signal) => listNewsletters(api, signal), []);
  const [writing, setWriting] = useState(false);
  const [done, setDone] = useState<string | null>(null);
  const finish = (text: string) => {
    setWriting(false);
    setDone(text);
    loaded.reload();
  };
  const sending = useTask('newsletter', async ({ body, key }) => {
    const n = await writeNewsletter(api, body, key);
    finish(t.written(formatDateTime(language, n.startsAt)));
  });
  const cancelling = useTask('cancelNewsletter', async ({ id }) => {
    await cancelNewsletter(api, id);
    finish(t.cancelled);
  });
  return (
    <section class="stack" aria-labelledby="newsletters">
      <h2 id="newsletters">{t.title}</h2>
      <p class="measure">{t.intro}</p>
      {done !== null && (
        <Notice look="good" live>
          {done}
        </Notice>
      )}
      <TaskFailure task={cancelling} />
      <Load loaded={loaded}>
        {(items) => (
          <>
            <ul class="list">
              {items.map((n) => (
                <Item key={n.id} n={n} onCancel={() => cancelling.start({ do: 'cancelNewsletter', id: n.id })} />
              ))}
            </ul>
            {writing ? (
              <Form task={sending} onClose={() => setWriting(false)} />
            ) : (
              <>
                <TaskFailure task={sending} />
                <p>
                  <Button
                    onClick={() => {
                      sending.action.clear();
                      setDone(null);
                      setWriting(true);
                    }}
                  >
                    {t.write}
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

function Item({ n, onCancel }: { n: Newsletter; onCancel(): void }) {
  const { language, m } = useSchool();
  const t = m.newsletter;
  const first = all.find((l) => n.subject[l] !== undefined) ?? 'en';
  return (
    <li class="list-item">
      <div class="list-text">
        <h3 dir="auto" lang={first}>
          {n.subject[first]}
        </h3>
        <p class="soft small">
          {t.kinds[n.kind]} ·{' '}
          {n.cancelledAt !== null
            ? t.cancelledOn(formatDateTime(language, n.cancelledAt))
            : n.startedAt !== null
              ? t.startedOn(formatDateTime(language, n.startedAt))
              : t.waits(formatDateTime(language, n.startsAt))}
        </p>
      </div>
      {n.cancelledAt === null && n.startedAt === null && (
        <Button look="danger" onClick={onCancel}>
          {t.cancel}
        </Button>
      )}
    </li>
  );
}

interface Draft {
  kind: MailKind;
  texts: Record<Language, { subject: string; text: string }>;
}

/** Only the languages in which something was written. */
function requestOf({ kind, texts }: Draft): NewsletterRequest {
  const body: NewsletterRequest = { kind, subject: {}, text: {} };
  for (const l of all) {
    if (texts[l].subject.trim() === '' && texts[l].text.trim() === '') continue;
    body.subject[l] = texts[l].subject;
    body.text[l] = texts[l].text;
  }
  return body;
}

function Form({ task, onClose }: { task: ReturnType<typeof useTask<'newsletter'>>; onClose(): void }) {
  const { language, m } = useSchool();
  const { messages } = useStaffLocale();
  const { api } = useStaff();
  const t = m.newsletter;
  const counts = useLoad((signal) => countRecipients(api, signal), []);
  const none = { subject: '', text: '' };
  const [draft, setDraft] = useState<Draft>({ kind: 'news', texts: { en: none, de: none, fr: none, es: none } });
  const [shown, setShown] = useState(false);
  // One key for all tries of the same text, so that nothing is sent twice.
  const key = useRef(newKey());
  const set = (change: Partial<Draft>) => {
    key.current = newKey();
    setDraft((old) => ({ ...old, ...change }));
  };
  const body = requestOf(draft);
  const written = all.filter((l) => body.subject[l] !== undefined);
  return (
    <form
      class="card stack loose measure"
      noValidate
      aria-labelledby="newsletter-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (shown) task.start({ do: 'newsletter', body, key: key.current });
        else setShown(true);
      }}
    >
      <h3 id="newsletter-form">{t.write}</h3>
      {shown ? (
        <>
          <Load loaded={counts}>{(n) => <p>{t.goesTo(formatNumber(language, n[draft.kind]), n[draft.kind])}</p>}</Load>
          <p class="hint">{t.once}</p>
          {written.map((l) => (
            <section key={l} class="stack tight" lang={l} aria-label={languages[l]}>
              <h4 dir="auto">{body.subject[l]}</h4>
              {(body.text[l] ?? '').split(/\n\s*\n/).map((p, i) => (
                <p key={i} dir="auto">
                  {p}
                </p>
              ))}
            </section>
          ))}
        </>
      ) : (
        <>
          <Select
            label={t.kind}
            value={draft.kind}
            values={kinds}
            text={(k) => t.kinds[k]}
            onChange={(kind) => set({ kind })}
          />
          <p class="hint">{t.languagesHint}</p>
          {all.map((l) => (
            <fieldset key={l} class="stack">
              <legend class="legend">{languages[l]}</legend>
              <Text
                label={t.subject}
                value={draft.texts[l].subject}
                wrong={task.wrong.includes(`/subject/${l}`)}
                maxLength={newsletterSubjectsEnMaxLength}
                onChange={(subject) => set({ texts: { ...draft.texts, [l]: { ...draft.texts[l], subject } } })}
              />
              <Text
                label={t.text}
                rows={6}
                value={draft.texts[l].text}
                wrong={task.wrong.includes(`/text/${l}`)}
                maxLength={newsletterTextsEnMaxLength}
                onChange={(text) => set({ texts: { ...draft.texts, [l]: { ...draft.texts[l], text } } })}
              />
            </fieldset>
          ))}
        </>
      )}
      <TaskFailure task={task} />
      <div class="row">
        <Button type="submit" look="primary" busy={task.action.busy} disabled={written.length === 0}>
          {shown ? t.send : t.preview}
        </Button>
        <Button onClick={shown ? () => setShown(false) : onClose}>{shown ? t.edit : messages.cancel}</Button>
      </div>
    </form>
  );
}
