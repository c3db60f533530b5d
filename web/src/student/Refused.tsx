// On a device on which a parent refuses a school's sessions: whose session a code joins is asked before anything is sent,
// and if it is that school's, the child reads why. Loaded apart.

import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ApiError, errorText, persist, request } from '../api/client';
import { keepLanguage } from '../i18n/language';
import { useCatalogue, type Catalogue } from '../i18n/catalogue';
import { Button } from '../ui/Button';
import { Loading } from '../ui/Loading';
import { Notice } from '../ui/Notice';
import { Page } from '../ui/Page';
import { Unloaded } from '../ui/Unloaded';
import { useHeading } from './heading';
import { browserStorage } from './keep';
import { useStudent } from './messages';
import type { RefusedMessages } from './messages/refused/en';

const said: Catalogue<RefusedMessages> = {
  en: () => import('./messages/refused/en').then((m) => m.en),
  de: () => import('./messages/refused/de').then((m) => m.de),
  fr: () => import('./messages/refused/fr').then((m) => m.fr),
  es: () => import('./messages/refused/es').then((m) => m.es),
};

interface Props {
  /** Of the session that is to be joined. */
  code: string;
  /** What is shown if that is another school's. */
  children: ComponentChildren;
}

export function Refused({ code, children }: Props) {
  const { language, messages } = useStudent();
  const { loaded, failed } = useCatalogue(said, language);
  const [refused, setRefused] = useState<boolean | null>(null);
  const [error, setError] = useState<unknown>(null);
  const heading = useHeading([loaded !== null, refused]);

  function ask() {
    setError(null);
    persist(() => request<{ org: string }>('GET', `/v1/codes/${code}`), 3).then(
      ({ body }) => setRefused(browserStorage()?.getItem('cleanslate-refused')?.includes(`|${body.org}|`) ?? false),
      // Where there is no such session, joining says so.
      (failure: unknown) =>
        failure instanceof ApiError && failure.status === 404 ? setRefused(false) : setError(failure),
    );
  }
  useEffect(ask, [code]);

  if (refused === false) return <>{children}</>;
  if (!loaded) return failed ? <Unloaded /> : <Loading />;
  if (refused === null && error === null) return <Loading />;
  const m = loaded[1];
  return (
    <Page title={m.title}>
      <div class="card stack">
        <h1 ref={heading} tabIndex={-1}>
          {m.title}
        </h1>
        {error === null ? (
          <>
            <p>{m.text}</p>
            <p>{m.lift}</p>
          </>
        ) : (
          <Notice look="bad" live>
            <p>{errorText(messages, error, messages.problem)}</p>
            <div>
              <Button onClick={ask}>{messages.tryAgain}</Button>
            </div>
          </Notice>
        )}
        <div>
          <a class="button primary" href={keepLanguage('/')}>
            {m.leave}
          </a>
        </div>
      </div>
    </Page>
  );
}
