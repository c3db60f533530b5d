// What somebody came back to was erased: how far that is, and the receipt. Loaded apart.

import { useEffect, useState } from 'preact/hooks';
import { errorText, persist, request } from '../api/client';
import type { Erasure } from '../api/schema';
import { useCatalogue, type Catalogue } from '../i18n/catalogue';
import { formatDate } from '../i18n/format';
import { Button } from '../ui/Button';
import { Loading } from '../ui/Loading';
import { Notice } from '../ui/Notice';
import { Page } from '../ui/Page';
import { Unloaded } from '../ui/Unloaded';
import type { Gone } from './comeBack';
import { useHeading } from './heading';
import { useStudent } from './messages';
import type { GoneMessages } from './messages/gone/en';

const said: Catalogue<GoneMessages> = {
  en: () => import('./messages/gone/en').then((m) => m.en),
  de: () => import('./messages/gone/de').then((m) => m.de),
  fr: () => import('./messages/gone/fr').then((m) => m.fr),
  es: () => import('./messages/gone/es').then((m) => m.es),
};

export function GonePage({ gone: { secret, query }, onLeave }: { gone: Gone; onLeave(): void }) {
  const { language, messages } = useStudent();
  const { loaded, failed } = useCatalogue(said, language);
  const [erasure, setErasure] = useState<Erasure | null>(null);
  const [error, setError] = useState<unknown>(null);
  const heading = useHeading([loaded !== null]);

  function load() {
    setError(null);
    // Nothing is left that could be erased: asking again only tells how far it is.
    persist(() => request<Erasure>('DELETE', `/v1/me${query}`, { token: secret }), 3).then(
      ({ body }) => setErasure(body),
      setError,
    );
  }
  useEffect(load, []);
  if (!loaded) return failed ? <Unloaded /> : <Loading />;
  const m = loaded[1];
  return (
    <Page title={m.title}>
      <div class="card stack">
        <h1 ref={heading} tabIndex={-1}>
          {m.title}
        </h1>
        {error !== null ? (
          <Notice look="bad" live>
            <p>{errorText(messages, error)}</p>
            <div>
              <Button onClick={load}>{messages.tryAgain}</Button>
            </div>
          </Notice>
        ) : !erasure ? (
          <Loading />
        ) : (
          <>
            <p>{erasure.state === 'erased' ? m.erased : m.hidden}</p>
            {erasure.receiptId && <p>{m.receipt(erasure.receiptId, formatDate(language, erasure.irrecoverableAt!))}</p>}
          </>
        )}
        <div>
          <Button look="primary" onClick={onLeave}>
            {m.first}
          </Button>
        </div>
      </div>
    </Page>
  );
}
