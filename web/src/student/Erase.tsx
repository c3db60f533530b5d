// The question whether all of it is to be erased, and what happened to it. Loaded apart.

import { useState } from 'preact/hooks';
import { errorText } from '../api/client';
import type { Erasure } from '../api/schema';
import { useCatalogue, type Catalogue } from '../i18n/catalogue';
import { formatDate } from '../i18n/format';
import { Button } from '../ui/Button';
import { Loading } from '../ui/Loading';
import { Notice } from '../ui/Notice';
import { Page } from '../ui/Page';
import { Unloaded } from '../ui/Unloaded';
import { useHeading } from './heading';
import { useStudent } from './messages';
import type { EraseMessages } from './messages/erase/en';
import type { Own } from './own';

const words: Catalogue<EraseMessages> = {
  en: () => import('./messages/erase/en').then((m) => m.en),
  de: () => import('./messages/erase/de').then((m) => m.de),
  fr: () => import('./messages/erase/fr').then((m) => m.fr),
  es: () => import('./messages/erase/es').then((m) => m.es),
};

interface Props {
  own: Own;
  /** How it is put to whoever asks, if not the student. */
  said?: Catalogue<EraseMessages>;
  onClose(): void;
}

export function Erase({ own, said = words, onClose }: Props) {
  const { language, messages } = useStudent();
  const { loaded, failed } = useCatalogue(said, language);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  if (!loaded) return failed ? <Unloaded /> : <Loading />;
  const m = loaded[1];

  function erase() {
    setBusy(true);
    setError(null);
    own.erase().catch((failure: unknown) => {
      setBusy(false);
      setError(failure);
    });
  }

  return (
    <>
      <p>{m.text}</p>
      {error !== null && (
        <Notice look="bad" live>
          {errorText(messages, error, messages.problem)}
        </Notice>
      )}
      <div class="row">
        <Button onClick={onClose} disabled={busy}>
          {messages.cancel}
        </Button>
        <Button look="danger" busy={busy} onClick={erase}>
          {m.go}
        </Button>
      </div>
    </>
  );
}

/** What happened to it. */
export function Erased(props: {
  erasure: Erasure | null;
  contact: string;
  said?: Catalogue<EraseMessages>;
  onLeft(): void;
}) {
  const { language, messages } = useStudent();
  const { loaded, failed } = useCatalogue(props.said ?? words, language);
  const heading = useHeading([loaded !== null]);
  if (!loaded) return failed ? <Unloaded /> : <Loading />;
  const m = loaded[1];
  const { erasure } = props;
  const until = erasure?.irrecoverableAt;
  const hidden = erasure && erasure.state !== 'erased';
  const title = hidden ? m.hiddenTitle : m.title;
  return (
    <Page title={title} contact={props.contact}>
      <div class="card stack">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <p>{hidden ? m.hidden : erasure ? m.erased : messages.problem['participant-erased']}</p>
        {until && <p>{m.from(formatDate(language, until))}</p>}
        {erasure?.receiptId && (
          <p>
            {m.receipt} {erasure.receiptId}
          </p>
        )}
        <div>
          <Button look="primary" onClick={props.onLeft}>
            {m.again}
          </Button>
        </div>
      </div>
    </Page>
  );
}
