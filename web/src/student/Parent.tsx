// What a parent sees and can do with the code that a teacher gave out for their child. Loaded apart.

import { useState } from 'preact/hooks';
import { backoff, persist, request, sleep } from '../api/client';
import type { Erasure } from '../api/schema';
import { useCatalogue, type Catalogue } from '../i18n/catalogue';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { lazy } from '../ui/lazy';
import { Loading } from '../ui/Loading';
import { Page } from '../ui/Page';
import { Unloaded } from '../ui/Unloaded';
import type { Came } from './comeBack';
import { useHeading } from './heading';
import { useStudent } from './messages';
import type { EraseMessages } from './messages/erase/en';
import type { OwnMessages } from './messages/own/en';
import type { ParentMessages } from './messages/parent/en';
import type { Own } from './own';

const said: Catalogue<ParentMessages> = {
  en: () => import('./messages/parent/en').then((m) => m.en),
  de: () => import('./messages/parent/de').then((m) => m.de),
  fr: () => import('./messages/parent/fr').then((m) => m.fr),
  es: () => import('./messages/parent/es').then((m) => m.es),
};

function partOf<P>(part: (messages: ParentMessages) => P): Catalogue<P> {
  return {
    en: () => said.en().then(part),
    de: () => said.de().then(part),
    fr: () => said.fr().then(part),
    es: () => said.es().then(part),
  };
}

const saidOfHeld: Catalogue<OwnMessages> = partOf((m) => m.held);
const saidOfErasing: Catalogue<EraseMessages> = partOf((m) => m.erasing);

const OwnData = lazy(() => import('./OwnData').then((m) => m.OwnData));
const Refuse = lazy(() => import('./Refuse').then((m) => m.Refuse));
const Erase = lazy(() => import('./Erase').then((m) => m.Erase));
const Erased = lazy(() => import('./Erase').then((m) => m.Erased));

export function Parent({ came, onLeave }: { came: Came; onLeave(): void }) {
  const { language } = useStudent();
  const { loaded, failed } = useCatalogue(said, language);
  const [asked, setAsked] = useState(false);
  const [erasure, setErasure] = useState<Erasure | null>(null);
  const heading = useHeading([loaded !== null]);
  if (!loaded) return failed ? <Unloaded /> : <Loading />;
  const m = loaded[1];
  const { secret, me } = came;
  const query = `?session=${me.session.id}`;
  const own: Own = {
    query,
    questions: me.questions ?? [],
    held: async () => me,
    withToken: (call) => call(secret),
    renamed: () => {},
    async erase() {
      const ask = () =>
        persist(() => request<Erasure>('DELETE', `/v1/me${query}`, { token: secret }), 3).then(({ body }) => body);
      for (let attempt = 0, erasure = await ask(); ; erasure = await ask()) {
        setErasure(erasure);
        if (erasure.state !== 'erasing' || attempt === 9) return;
        await sleep(backoff(attempt++));
      }
    },
  };
  if (erasure) return <Erased erasure={erasure} contact={me.contact} said={saidOfErasing} onLeft={onLeave} />;
  return (
    <Page title={m.title} contact={me.contact}>
      <div class="stack loose">
        <h1 ref={heading} tabIndex={-1}>
          {m.title}
        </h1>
        <p>{m.intro}</p>
        <section class="card stack">
          <h2>{m.heldTitle}</h2>
          <OwnData own={own} said={saidOfHeld} />
        </section>
        <Refuse me={me} secret={secret} />
        <section class="card stack">
          <h2>{m.eraseTitle}</h2>
          <p>{m.erasing.text}</p>
          <div>
            <Button look="danger" onClick={() => setAsked(true)}>
              {m.erase}
            </Button>
          </div>
        </section>
        <p class="small soft">{m.forgets}</p>
        <div>
          <Button look="primary" onClick={onLeave}>
            {m.leave}
          </Button>
        </div>
      </div>
      {asked && (
        <Dialog title={m.eraseAsk} onClose={() => setAsked(false)}>
          <Erase own={own} said={saidOfErasing} onClose={() => setAsked(false)} />
        </Dialog>
      )}
    </Page>
  );
}
