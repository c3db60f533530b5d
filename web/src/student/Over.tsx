// What is held of somebody who came back and can't go on: they have nothing but the secret. Loaded apart.

import { useState } from 'preact/hooks';
import { backoff, persist, request, sleep } from '../api/client';
import type { Erasure } from '../api/schema';
import { useCatalogue, type Catalogue } from '../i18n/catalogue';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { lazy } from '../ui/lazy';
import { Loading } from '../ui/Loading';
import { Notice } from '../ui/Notice';
import { Page } from '../ui/Page';
import { Unloaded } from '../ui/Unloaded';
import type { Came } from './comeBack';
import { useHeading } from './heading';
import { useStudent } from './messages';
import type { OverMessages } from './messages/over/en';
import type { Own } from './own';

const said: Catalogue<OverMessages> = {
  en: () => import('./messages/over/en').then((m) => m.en),
  de: () => import('./messages/over/de').then((m) => m.de),
  fr: () => import('./messages/over/fr').then((m) => m.fr),
  es: () => import('./messages/over/es').then((m) => m.es),
};

const OwnData = lazy(() => import('./OwnData').then((m) => m.OwnData));
const Erase = lazy(() => import('./Erase').then((m) => m.Erase));
const Erased = lazy(() => import('./Erase').then((m) => m.Erased));
const Parent = lazy(() => import('./Parent').then((m) => m.Parent));

interface Props {
  came: Came;
  busy: boolean;
  onAgain(): void;
  onLeave(): void;
}

/** For a student, or for a parent who has the code that a teacher gave out. */
export function Over(props: Props) {
  if (props.came.me.as === 'parent') return <Parent came={props.came} onLeave={props.onLeave} />;
  return <OwnPage {...props} />;
}

function OwnPage({ came, busy, onAgain, onLeave }: Props) {
  const { language, messages } = useStudent();
  const { loaded, failed } = useCatalogue(said, language);
  const [asked, setAsked] = useState(false);
  const [erasure, setErasure] = useState<Erasure | null>(null);
  const heading = useHeading([loaded !== null]);
  if (!loaded) return failed ? <Unloaded /> : <Loading />;
  const m = loaded[1];
  const { secret, me } = came;
  const query = `?session=${me.session.id}`;
  const title = m.did(me.session.title);
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
  if (erasure) return <Erased erasure={erasure} contact={me.contact} onLeft={onLeave} />;
  return (
    <Page title={title} contact={me.contact}>
      <div class="stack loose">
        <h1 ref={heading} tabIndex={-1} dir="auto">
          {title}
        </h1>
        {came.paused && (
          <Notice>
            <p>{m.paused}</p>
            <div>
              <Button busy={busy} onClick={onAgain}>
                {m.again}
              </Button>
            </div>
          </Notice>
        )}
        <section class="card stack">
          <h2>{messages.data.heldTitle}</h2>
          <OwnData own={own} />
        </section>
        <p class="small soft">{m.forgets}</p>
        <div class="row">
          <Button look="danger" onClick={() => setAsked(true)}>
            {messages.data.erase}
          </Button>
          <Button look="primary" onClick={onLeave}>
            {m.leave}
          </Button>
        </div>
      </div>
      {asked && (
        <Dialog title={messages.data.eraseTitle} onClose={() => setAsked(false)}>
          <Erase own={own} onClose={() => setAsked(false)} />
        </Dialog>
      )}
    </Page>
  );
}
