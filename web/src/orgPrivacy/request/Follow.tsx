// A request to a school, as whoever made it follows it by its link: the code that was mailed, and how far it is.
// Loaded apart.

import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError, errorText, persist, request } from '../../api/client';
import type { OwnRequest } from '../../api/schema';
import { useCatalogue, type Catalogue } from '../../i18n/catalogue';
import { formatDateTime } from '../../i18n/format';
import { keepLanguage } from '../../i18n/language';
import { useLocale } from '../../i18n/messages';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { lazy } from '../../ui/lazy';
import { Loading } from '../../ui/Loading';
import { Notice } from '../../ui/Notice';
import { Page } from '../../ui/Page';
import { Unloaded } from '../../ui/Unloaded';
import type { FollowWords } from './follow/en';

const Copies = lazy(() => import('./Copies').then((m) => m.Copies));

const words: Catalogue<FollowWords> = {
  en: () => import('./follow/en').then((m) => m.en),
  de: () => import('./follow/de').then((m) => m.de),
  fr: () => import('./follow/fr').then((m) => m.fr),
  es: () => import('./follow/es').then((m) => m.es),
};

interface Props {
  org: string;
  /** Has another code mailed; only who just made the request can. */
  again?: () => Promise<unknown>;
}

export function Follow({ org, again }: Props) {
  const { language, messages } = useLocale();
  const { loaded, failed } = useCatalogue(words, language);
  const [made, setMade] = useState<OwnRequest>();
  const [code, setCode] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [error, setError] = useState<unknown>();
  const [said, setSaid] = useState<'copied' | 'mailed'>();
  const [busy, setBusy] = useState(false);
  const top = useRef<HTMLHeadingElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const [id, token = ''] = location.hash.slice(1).split('.');
  const path = `/v1/requests/${id}`;
  const there = loaded && (made?.state ?? error);
  function load() {
    setError(undefined);
    persist(() => request<OwnRequest>('GET', path, { token }), 3).then(({ body }) => setMade(body), setError);
  }
  useEffect(load, []);
  useEffect(() => void (there && top.current?.focus()), [there]); // what is new begins there
  useEffect(() => void (problem && input.current?.focus()), [problem]);
  if (!loaded) return failed ? <Unloaded /> : <Loading />;
  const m = loaded[1];

  function work(job: () => Promise<unknown>) {
    setBusy(true);
    setProblem(null);
    setError(undefined);
    setSaid(undefined);
    job()
      .catch((failure: unknown) => {
        const text = failure instanceof ApiError ? m.code.problem[failure.slug] : undefined;
        if (text) setProblem(text);
        else setError(failure);
      })
      .finally(() => setBusy(false));
  }
  const enter = async () =>
    setMade((await request<OwnRequest>('POST', `${path}/verify`, { token, body: { code } })).body);
  const tell = (what: 'copied' | 'mailed', job: () => Promise<unknown>) => () =>
    work(async () => {
      await job();
      setSaid(what);
    });
  const gone = !made && error instanceof ApiError && [401, 404].includes(error.status);
  const title = gone ? m.gone : made ? m.states[made.state][0] : m.title;
  return (
    <Page title={title} {...(made && { contact: made.contact })}>
      <article class="stack loose">
        <h1 ref={top} tabIndex={-1}>
          {title}
        </h1>
        {made ? <p>{m.states[made.state][1]}</p> : gone ? <p>{m.goneText}</p> : !error && <Loading />}
        {made?.state === 'unverified' && (
          <form
            class="card stack"
            noValidate
            onSubmit={(event) => {
              event.preventDefault();
              if (!busy) work(enter);
            }}
          >
            <Field label={m.code.label} hint={m.code.hint} error={problem}>
              {(attributes) => (
                <input
                  {...attributes}
                  ref={input}
                  class="input large"
                  inputMode="numeric"
                  autocomplete="one-time-code"
                  maxLength={20}
                  value={code}
                  onInput={(event) => {
                    setCode(event.currentTarget.value);
                    setProblem(null);
                  }}
                />
              )}
            </Field>
            <Button look="primary" type="submit" busy={busy}>
              {m.code.enter}
            </Button>
            <p class="small soft">{m.code.none}</p>
            {again && (
              <Button busy={busy} onClick={tell('mailed', again)}>
                {m.code.again}
              </Button>
            )}
          </form>
        )}
        {made?.answer && (
          <section class="card stack" lang={made.answer.language} dir="auto">
            <h2>{made.answer.subject}</h2>
            <p class="text">{made.answer.text}</p>
          </section>
        )}
        {(made?.copiesUntil || made?.restricted) && <Copies made={made} token={token} />}
        {error !== undefined && !gone && (
          <Notice look="bad" live>
            <p>{errorText(messages, error)}</p>
            {!made && <Button onClick={load}>{messages.tryAgain}</Button>}
          </Notice>
        )}
        {made && (
          <>
            <section class="stack">
              <h2>{m.link}</h2>
              <p>{m.linkText}</p>
              <div>
                <Button onClick={tell('copied', () => navigator.clipboard.writeText(location.href))}>{m.copy}</Button>
              </div>
            </section>
            <dl class="facts">
              <dt>{m.school}</dt>
              <dd dir="auto">{made.orgName}</dd>
              <dt>{m.request}</dt>
              <dd class="text" dir="auto">
                {made.text}
              </dd>
              <dt>{m.received}</dt>
              <dd>{formatDateTime(language, made.receivedAt)}</dd>
              {made.dueAt && (
                <>
                  <dt>{m.due}</dt>
                  <dd>
                    {formatDateTime(language, made.dueAt)} {made.extended && m.extended}
                  </dd>
                </>
              )}
              {made.receipts.map((id) => (
                <>
                  <dt>{m.receipt}</dt>
                  <dd class="code">{id}</dd>
                </>
              ))}
              <dt>{m.kept}</dt>
              <dd>{formatDateTime(language, made.keptUntil)}</dd>
            </dl>
          </>
        )}
        <div role="status">{said && <p>{m[said]}</p>}</div>
        <p>
          <a href={keepLanguage(`/privacy/${org}`)}>{messages.footer.privacy}</a>
        </p>
      </article>
    </Page>
  );
}
