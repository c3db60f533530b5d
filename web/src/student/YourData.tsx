// What a student can do about their data: see it, have it erased, or have this
// device forget it.

import { useEffect, useState } from 'preact/hooks';
import { errorText } from '../api/client';
import type { Me, PaperQuestion } from '../api/schema';
import { formatDateTime, formatNumber } from '../i18n/format';
import { ResponseText } from '../question/ResponseText';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { Loading } from '../ui/Loading';
import { Notice } from '../ui/Notice';
import type { Lesson } from './lesson';
import { useStudent } from './messages';
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

function Held({ lesson, onClose }: { lesson: Lesson; onClose(): void }) {
  const { messages } = useStudent();
  const [me, setMe] = useState<Me | null>(null);
  const [error, setError] = useState<unknown>(null);

  function load() {
    setError(null);
    lesson.held().then(setMe, setError);
  }
  useEffect(load, []);

  return (
    <Dialog title={messages.data.heldTitle} onClose={onClose}>
      {me ? <HeldData me={me} questions={lesson.session.questions} /> : error === null && <Loading />}
      {error !== null && (
        <Notice look="bad" live>
          <p>{errorText(messages, error, messages.problem)}</p>
          <div>
            <Button onClick={load}>{messages.tryAgain}</Button>
          </div>
        </Notice>
      )}
      <div class="row">
        {me && <SaveFile me={me} />}
        <Button look="primary" onClick={onClose}>
          {messages.close}
        </Button>
      </div>
    </Dialog>
  );
}

function HeldData({ me, questions }: { me: Me; questions: PaperQuestion[] }) {
  const { language, messages } = useStudent();
  const m = messages.data;
  const ask = (id: string) => (
    <p class="small soft text" dir="auto">
      {questions.find((q) => q.id === id)?.prompt ?? id}
    </p>
  );
  return (
    <>
      <dl class="facts">
        <dt>{m.heldName}</dt>
        <dd dir="auto">{me.participant.alias}</dd>
        <dt>{m.heldJoined}</dt>
        <dd>{formatDateTime(language, me.participant.joinedAt)}</dd>
        <dt>{m.heldSession}</dt>
        <dd dir="auto">{me.session.title}</dd>
        <dt>{m.heldBasis}</dt>
        <dd>{me.participant.consentBasis}</dd>
        <dt>{m.heldUntil}</dt>
        <dd>{me.keptUntil ? formatDateTime(language, me.keptUntil) : m.heldUntilOpen}</dd>
        {me.grades.map((grade) => [
          <dt>{m.heldGrade}</dt>,
          <dd>
            {ask(grade.questionId)}
            {formatNumber(language, grade.points)}
          </dd>,
        ])}
      </dl>
      <h3>{m.heldAnswers}</h3>
      {me.answers.length === 0 ? (
        <p>{m.heldNone}</p>
      ) : (
        <ol class="plain stack">
          {me.answers.map((answer, i) => {
            const question = questions.find((q) => q.id === answer.questionId);
            return (
              <li key={i} class="held-answer">
                {ask(answer.questionId)}
                {question ? (
                  <ResponseText question={question} response={answer.response} />
                ) : (
                  <span class="text" dir="auto">
                    {JSON.stringify(answer.response)}
                  </span>
                )}
                <p class="small soft">{m.heldAt(formatDateTime(language, answer.receivedAt))}</p>
              </li>
            );
          })}
        </ol>
      )}
    </>
  );
}

/** The data as the API gave it, in a format that other programs read. */
function SaveFile({ me }: { me: Me }) {
  const { messages } = useStudent();
  const [url, setUrl] = useState('');
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([JSON.stringify(me, null, 2)], { type: 'application/json' }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [me]);
  return (
    <a class="button" href={url} download="cleanslate.json">
      {messages.data.save}
    </a>
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
      <p dir="auto">{m.leaveText(lesson.kept.body.alias)}</p>
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
