// What a student can do about their data: see it, take it to another device, have it erased, or have this device
// forget it. All but the last is loaded when it is asked for.

import { useState } from 'preact/hooks';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { lazy } from '../ui/lazy';
import { Notice } from '../ui/Notice';
import type { Lesson } from './lesson';
import { useStudent } from './messages';
import { ownOf } from './own';
import { PrivacyText } from './privacy';

const OwnData = lazy(() => import('./OwnData').then((m) => m.OwnData));
const Device = lazy(() => import('./Device').then((m) => m.Device));
const Erase = lazy(() => import('./Erase').then((m) => m.Erase));

interface Props {
  lesson: Lesson;
  onLeft(): void;
}

export function YourData({ lesson, onLeft }: Props) {
  const { messages } = useStudent();
  const m = messages.data;
  const [asked, setAsked] = useState<'held' | 'device' | 'erase' | 'leave' | null>(null);
  const close = () => setAsked(null);
  return (
    <div class="stack">
      <PrivacyText privacy={lesson.session.privacy} />
      <div class="row">
        <Button onClick={() => setAsked('held')}>{m.show}</Button>
        <Button onClick={() => setAsked('device')}>{m.device}</Button>
        <Button look="danger" onClick={() => setAsked('erase')}>
          {m.erase}
        </Button>
        <Button onClick={() => setAsked('leave')}>{m.leave}</Button>
      </div>
      {asked === 'held' && (
        <Dialog title={m.heldTitle} onClose={close}>
          <OwnData own={ownOf(lesson)} />
          <Button look="primary" onClick={close}>
            {messages.close}
          </Button>
        </Dialog>
      )}
      {asked === 'device' && (
        <Dialog title={m.device} onClose={close}>
          <Device lesson={lesson} />
          <Button look="primary" onClick={close}>
            {messages.close}
          </Button>
        </Dialog>
      )}
      {asked === 'erase' && (
        <Dialog title={m.eraseTitle} onClose={close}>
          <Erase own={ownOf(lesson)} onClose={close} />
        </Dialog>
      )}
      {asked === 'leave' && <Leave lesson={lesson} onClose={close} onLeft={onLeft} />}
    </div>
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
