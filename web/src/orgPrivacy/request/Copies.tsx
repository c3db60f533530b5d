// The copy that a school gives whoever made a request: saved with the code from a mail. Or that data is restricted, as
// long as it is. Loaded apart.

import { useState } from 'preact/hooks';
import { ApiError, errorText, problemError, request } from '../../api/client';
import type { CopySaving, OwnRequest } from '../../api/schema';
import { useCatalogue, type Catalogue } from '../../i18n/catalogue';
import { formatDateTime } from '../../i18n/format';
import { useLocale } from '../../i18n/messages';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { Loading } from '../../ui/Loading';
import { Notice } from '../../ui/Notice';
import { Unloaded } from '../../ui/Unloaded';
import type { CopiesWords } from './copies/en';

const words: Catalogue<CopiesWords> = {
  en: () => import('./copies/en').then((m) => m.en),
  de: () => import('./copies/de').then((m) => m.de),
  fr: () => import('./copies/fr').then((m) => m.fr),
  es: () => import('./copies/es').then((m) => m.es),
};

export function Copies({ made, token }: { made: OwnRequest; token: string }) {
  const { language, messages } = useLocale();
  const { loaded, failed } = useCatalogue(words, language);
  const [code, setCode] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [error, setError] = useState<unknown>();
  const [said, setSaid] = useState<'mailed' | 'saved'>();
  const [busy, setBusy] = useState(false);
  if (!loaded) return failed ? <Unloaded /> : <Loading />;
  const m = loaded[1];
  const path = `/v1/requests/${made.id}`;

  const work = (what: 'mailed' | 'saved', job: () => Promise<unknown>) => () => {
    setBusy(true);
    setProblem(null);
    setError(undefined);
    setSaid(undefined);
    job()
      .then(
        () => setSaid(what),
        (failure: unknown) => {
          const text = failure instanceof ApiError ? m.problem[failure.slug] : undefined;
          if (text) setProblem(text);
          else setError(failure);
        },
      )
      .finally(() => setBusy(false));
  };
  const mail = work('mailed', () => request('POST', `${path}/code`, { token }));
  const save = (participant: string) =>
    work('saved', async () => {
      const url = URL.createObjectURL(await fetchCopy(`${path}/copy`, token, language, { code, participant }));
      const link = document.createElement('a');
      link.href = url;
      link.download = 'cleanslate.zip';
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    });
  if (!made.copiesUntil) {
    return (
      <section class="card stack">
        <h2>{m.restricted}</h2>
        <p>{made.liftableAt ? m.lifting(formatDateTime(language, made.liftableAt)) : m.restrictedText}</p>
      </section>
    );
  }
  return (
    <section class="card stack">
      <h2>{m.title}</h2>
      <p>{m.text(formatDateTime(language, made.copiesUntil))}</p>
      <div>
        <Button busy={busy} onClick={mail}>
          {m.mail}
        </Button>
      </div>
      <Field label={m.code} hint={m.hint} error={problem}>
        {(attributes) => (
          <input
            {...attributes}
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
      {made.copies.map((id, i) => (
        <div key={id}>
          <Button look="primary" busy={busy} onClick={save(id)}>
            {made.copies.length > 1 ? m.saveOne(i + 1, made.copies.length) : m.save}
          </Button>
        </div>
      ))}
      <div role="status">{said && <p>{m[said]}</p>}</div>
      {error !== undefined && (
        <Notice look="bad" live>
          {errorText(messages, error)}
        </Notice>
      )}
    </section>
  );
}

async function fetchCopy(path: string, token: string, language: string, body: CopySaving): Promise<Blob> {
  let response: globalThis.Response;
  try {
    response = await fetch(path, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${token}`,
        'Content-Type': 'application/json',
        'Accept-Language': language,
      },
      body: JSON.stringify(body),
      credentials: 'omit',
      signal: AbortSignal.timeout(60_000),
    });
    if (response.ok) return await response.blob();
  } catch {
    throw new ApiError('offline');
  }
  throw problemError(response, await response.text());
}
