// What a parent can refuse: that more is collected, in this session and on this device, and that anything is given away which
// the service doesn't need. Loaded apart.

import { useState } from 'preact/hooks';
import { errorText, persist, request } from '../api/client';
import type { Me, ParentActs, Refusals } from '../api/schema';
import { useCatalogue, type Catalogue } from '../i18n/catalogue';
import { Button } from '../ui/Button';
import { Loading } from '../ui/Loading';
import { Notice } from '../ui/Notice';
import { Unloaded } from '../ui/Unloaded';
import { browserStorage } from './keep';
import { useStudent } from './messages';
import type { RefuseMessages } from './messages/refuse/en';
import { isRefused, refuseHere } from './refused';

const said: Catalogue<RefuseMessages> = {
  en: () => import('./messages/refuse/en').then((m) => m.en),
  de: () => import('./messages/refuse/de').then((m) => m.de),
  fr: () => import('./messages/refuse/fr').then((m) => m.fr),
  es: () => import('./messages/refuse/es').then((m) => m.es),
};

/** Whether a refusal stands that was lifted, if at all, before. */
const stands = (refused: string | undefined, lifted: string | undefined) =>
  refused !== undefined && (lifted === undefined || Date.parse(refused) >= Date.parse(lifted));

export function Refuse({ me, secret }: { me: Me; secret: string }) {
  const { language, messages } = useStudent();
  const { loaded, failed } = useCatalogue(said, language);
  const [acts, setActs] = useState<ParentActs>(me.parent);
  const { org } = me.privacy;
  const [here, setHere] = useState(() => isRefused(browserStorage(), org));
  const [unstored, setUnstored] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  if (!loaded) return failed ? <Unloaded /> : <Loading />;
  const m = loaded[1];
  const now = {
    collection: stands(acts.collectionRefusedAt, acts.collectionLiftedAt),
    disclosure: stands(acts.disclosureRefusedAt, acts.disclosureLiftedAt),
  };

  function mark(refuse: boolean) {
    setUnstored(!refuseHere(browserStorage(), org, refuse, Date.now()) && refuse);
    setHere(isRefused(browserStorage(), org));
  }

  async function put(body: Refusals) {
    setBusy(true);
    setError(null);
    try {
      const path = `/v1/me/refusals?session=${me.session.id}`;
      setActs((await persist(() => request<ParentActs>('PUT', path, { token: secret, body }), 3)).body);
      if (body.collection !== undefined) mark(body.collection);
    } catch (failure) {
      setError(failure);
    }
    setBusy(false);
  }

  return (
    <>
      <section class="card stack">
        <h2>{m.collectionTitle}</h2>
        <p>{m.collection}</p>
        <div role="status">
          {(now.collection || here) && <p class={here ? 'good' : undefined}>{here ? m.here : m.notHere}</p>}
          {unstored && <p>{m.unstored}</p>}
        </div>
        <div class="row">
          {now.collection || here ? (
            <>
              {!here && <Button onClick={() => mark(true)}>{m.hereDo}</Button>}
              <Button busy={busy} onClick={() => (now.collection ? void put({ collection: false }) : mark(false))}>
                {m.collectionLift}
              </Button>
            </>
          ) : (
            <Button look="danger" busy={busy} onClick={() => void put({ collection: true })}>
              {m.collectionDo}
            </Button>
          )}
        </div>
      </section>
      <section class="card stack">
        <h2>{m.disclosureTitle}</h2>
        <p>{m.disclosure}</p>
        <div>
          <Button
            look={now.disclosure ? 'quiet' : 'danger'}
            busy={busy}
            onClick={() => void put({ disclosure: !now.disclosure })}
          >
            {now.disclosure ? m.disclosureLift : m.disclosureDo}
          </Button>
        </div>
      </section>
      {error !== null && (
        <Notice look="bad" live>
          {errorText(messages, error, { ...messages.problem, 'too-many-lifts': m.tooMany })}
        </Notice>
      )}
    </>
  );
}
