// What a student can do about their data: see it, have it erased, or have this
// device forget it.

import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { errorText } from '../api/client';
import { useCatalogue, type Catalogue } from '../i18n/catalogue';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { Loading } from '../ui/Loading';
import { Notice } from '../ui/Notice';
import type { Lesson } from './lesson';
import { useStudent } from './messages';
import type { OwnMessages } from './messages/own/en';
import { PrivacyText } from './privacy';

interface Props {
  lesson: Lesson;
  onLeft(): void;
}

type Asked = 'held' | 'erase' | 'leave' | null;

export function YourData({ lesson, onLeft }: Props) {
  const m = useStudent().messages.data;
  const [asked, setAsked] = useState<Asked>(null);
  const close = () => setAsked(null);
  return (
    <div class="stack">
      <PrivacyText privacy={lesson.session.privacy} />
      <div class="row">
        <Button onClick={() => setAsked('held')}>{m.show}</Button>
        <Button look="danger" onClick={() => setAsked('erase')}>
          {m.erase}
        </Button>
        <Button onClick={() => setAsked('leave')}>{m.leave}</Button>
      </div>
      {asked === 'held' && <Held lesson={lesson} onClose={close} />}
      {asked === 'erase' && <Erase lesson={lesson} onClose={close} />}
      {asked === 'leave' && <Leave lesson={lesson} onClose={close} onLeft={onLeft} />}
    </div>
  );
}

type Shown = (props: { lesson: Lesson }) => VNode;

async function shown(messages: Promise<OwnMessages>): Promise<Shown> {
  const [{ OwnData }, m] = await Promise.all([import('./OwnData'), messages]);
  return (props) => <OwnData {...props} m={m} />;
}

/** What is held, loaded apart together with what it says in the language that is spoken. */
const own: Catalogue<Shown> = {
  en: () => shown(import('./messages/own/en').then((m) => m.en)),
  de: () => shown(import('./messages/own/de').then((m) => m.de)),
  fr: () => shown(import('./messages/own/fr').then((m) => m.fr)),
  es: () => shown(import('./messages/own/es').then((m) => m.es)),
};

function Held({ lesson, onClose }: { lesson: Lesson; onClose(): void }) {
  const { language, messages } = useStudent();
  const { loaded, failed, again } = useCatalogue(own, language);
  return (
    <Dialog title={messages.data.heldTitle} onClose={onClose}>
      {loaded ? loaded[1]({ lesson }) : failed ? <Button onClick={again}>{messages.tryAgain}</Button> : <Loading />}
      <Button look="primary" onClick={onClose}>
        {messages.close}
      </Button>
    </Dialog>
  );
}

function Erase({ lesson, onClose }: { lesson: Lesson; onClose(): void }) {
  const { messages } = useStudent();
  const m = messages.data;
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  function erase() {
    setBusy(true);
    setError(null);
    lesson.erase().catch((failure: unknown) => {
      setBusy(false);
      setError(failure);
    });
  }

  return (
    <Dialog title={m.eraseTitle} onClose={onClose}>
      <p>{m.eraseText}</p>
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
          {m.eraseDo}
        </Button>
      </div>
    </Dialog>
  );
}

function Leave({ lesson, onClose, onLeft }: { lesson: Lesson; onClose(): void; onLeft(): void }) {
  const { messages } = useStudent();
  const m = messages.data;
  return (
    <Dialog title={m.leaveTitle} onClose={onClose}>
      <p dir="auto">{m.leaveText(lesson.alias)}</p>
      {lesson.pending > 0 && <Notice look="warn">{m.leaveLost(lesson.pending)}</Notice>}
      <div class="row">
        <Button onClick={onClose}>{messages.cancel}</Button>
        <Button
          look="danger"
          onClick={() => {
            lesson.leave();
            onLeft();
          }}
        >
          {m.leaveDo}
        </Button>
      </div>
    </Dialog>
  );
}
