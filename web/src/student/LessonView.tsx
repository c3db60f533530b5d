// A student in a session: welcome, questions, waiting, the end.

import type { ComponentChildren } from 'preact';
import { useEffect, useReducer, useState } from 'preact/hooks';
import { formatTime } from '../i18n/format';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { Notice } from '../ui/Notice';
import { apartOf, kindNames } from '../question/kinds';
import { fetchAll, lazy } from '../ui/lazy';
import { Page } from '../ui/Page';
import { useHeading } from './heading';
import type { Lesson } from './lesson';
import { useStudent } from './messages';
import { PrivacyText } from './privacy';
import { QuestionView } from './QuestionView';

const EndView = lazy(() => import('./EndView').then((m) => m.EndView));
const Erased = lazy(() => import('./Erase').then((m) => m.Erased));
const YourData = lazy(() => import('./YourData').then((m) => m.YourData));

interface Props {
  lesson: Lesson;
  /** The lesson is over: nothing of it is kept any more. */
  onEnded(): void;
  onLeft(): void;
  onTakeOver(): void;
}

/** `kept.at` of the page after the last question; no question has this id. */
const END = '';

export function LessonView(props: Props) {
  const { lesson } = props;
  const { language, messages } = useStudent();
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  useEffect(() => lesson.subscribe(() => redraw(undefined)), [lesson]);

  useEffect(() => {
    const online = () => lesson.onNetwork(true);
    const offline = () => lesson.onNetwork(false);
    const seen = () => (document.visibilityState === 'hidden' ? lesson.onHidden() : lesson.onShown());
    const leaving = () => lesson.flush(true);
    addEventListener('online', online);
    addEventListener('offline', offline);
    addEventListener('pagehide', leaving);
    document.addEventListener('visibilitychange', seen);
    return () => {
      removeEventListener('online', online);
      removeEventListener('offline', offline);
      removeEventListener('pagehide', leaving);
      document.removeEventListener('visibilitychange', seen);
    };
  }, [lesson]);

  const over = lesson.phase === 'closed' || lesson.phase === 'erased' || lesson.phase === 'gone';
  useEffect(() => {
    if (over) props.onEnded();
  }, [over]);

  const { session, kept } = lesson;
  const [complete, setComplete] = useState(false);
  useEffect(() => {
    // While the student is welcomed or waits, and before there may be no network. What the teacher will show isn't known.
    if (over) return;
    const names = session.mode === 'teacher-paced' ? kindNames : session.questions.map((q) => q.kind);
    const gone = new AbortController();
    fetchAll([...apartOf(names), EndView, YourData], gone.signal).then(
      () => setComplete(true),
      () => {},
    );
    return () => gone.abort();
  }, [over]);
  useEffect(() => {
    // Not before the first answer can be given, and again with a language or parts that came later.
    if (kept.started && !over)
      void import('./offline').then(
        (m) => m.keepPage(lesson.storage),
        () => {},
      );
  }, [kept.started, over, language, complete]);

  switch (lesson.phase) {
    case 'erased':
      return <Erased erasure={lesson.erasure} contact={session.privacy.contact} onLeft={props.onLeft} />;
    case 'gone':
      return (
        <Message title={messages.gone.title} text={messages.gone.text} contact={session.privacy.contact}>
          <Button look="primary" onClick={props.onLeft}>
            {messages.gone.again}
          </Button>
        </Message>
      );
    case 'denied':
      return (
        <Message title={messages.denied.title} text={messages.denied.text} contact={session.privacy.contact}>
          <Button look="primary" onClick={() => lesson.retry()}>
            {messages.tryAgain}
          </Button>
          <Button
            onClick={() => {
              lesson.leave();
              props.onLeft();
            }}
          >
            {messages.data.leave}
          </Button>
        </Message>
      );
    case 'elsewhere':
      return (
        <Message title={messages.elsewhere.title} text={messages.elsewhere.text} contact={session.privacy.contact}>
          <Button look="primary" onClick={props.onTakeOver}>
            {messages.elsewhere.here}
          </Button>
        </Message>
      );
    case 'closed':
      return (
        <Frame {...props}>
          <EndView lesson={lesson} onLeft={props.onLeft} />
        </Frame>
      );
    case 'open':
    case 'paused':
      return <Frame {...props}>{kept.started ? <Running {...props} /> : <Welcome lesson={lesson} />}</Frame>;
  }
}

function Frame({ lesson, onLeft, children }: Props & { children: ComponentChildren }) {
  const { messages } = useStudent();
  const [open, setOpen] = useState(false);
  const closed = lesson.phase === 'closed';
  return (
    <Page
      title={lesson.session.title}
      contact={lesson.session.privacy.contact}
      header={
        <div class="here">
          <strong dir="auto" class="who">
            {lesson.alias}
          </strong>
          {!closed && (
            <Button look="quiet" onClick={() => setOpen(true)}>
              {messages.data.open}
            </Button>
          )}
        </div>
      }
    >
      {!closed && <Connection lesson={lesson} />}
      {children}
      {open && !closed && (
        <Dialog title={messages.privacy.title} onClose={() => setOpen(false)}>
          <YourData lesson={lesson} onLeft={onLeft} />
          <div>
            <Button look="primary" onClick={() => setOpen(false)}>
              {messages.close}
            </Button>
          </div>
        </Dialog>
      )}
    </Page>
  );
}

/** Says what is the matter with connection or session; the live region is always there, so that changes are spoken. */
function Connection({ lesson }: { lesson: Lesson }) {
  const m = useStudent().messages.lesson;
  const { pending } = lesson;
  let text = '';
  if (lesson.link === 'offline') {
    text = !lesson.stored ? m.keepOpen : pending > 0 ? m.offlineWaiting(pending) : m.offline;
  } else if (lesson.link === 'trouble') text = m.trouble;
  else if (!lesson.stored) text = m.unstored;
  return (
    <div class="stack tight banners">
      <div role="status">{text && <Notice look="warn">{text}</Notice>}</div>
      <div role="status">{lesson.phase === 'paused' && <Notice>{m.paused}</Notice>}</div>
    </div>
  );
}

function Welcome({ lesson }: { lesson: Lesson }) {
  const { messages } = useStudent();
  const heading = useHeading([]);
  const { session } = lesson;
  return (
    <div class="card stack">
      <p class="soft" dir="auto">
        {session.title}
      </p>
      <h1 ref={heading} tabIndex={-1} dir="auto">
        {messages.welcome.hello(lesson.alias)}
      </h1>
      {session.mode === 'teacher-paced' && <p>{messages.welcome.paced}</p>}
      <PrivacyText privacy={session.privacy} />
      <Button look="primary" block onClick={() => lesson.goTo(session.questions[0]?.id ?? END)}>
        {messages.welcome.start}
      </Button>
    </div>
  );
}

function Running(props: Props) {
  const { lesson } = props;
  return lesson.session.mode === 'teacher-paced' ? <TeacherPaced {...props} /> : <SelfPaced {...props} />;
}

function TeacherPaced({ lesson }: Props) {
  const { currentQuestion, questions } = lesson.session;
  const question = questions.find((q) => q.id === currentQuestion);
  return question ? (
    <QuestionView key={question.id} lesson={lesson} question={question} />
  ) : (
    <Waiting lesson={lesson} />
  );
}

function Waiting({ lesson }: { lesson: Lesson }) {
  const m = useStudent().messages.lesson;
  const first = lesson.session.questions.length === 0;
  const heading = useHeading([]);
  return (
    <div class="card stack waiting">
      <div class="pulse" aria-hidden="true" />
      {first && <p class="soft">{m.waitFirst}</p>}
      <h1 ref={heading} tabIndex={-1}>
        {m.waitTitle}
      </h1>
      <p>{m.waitText}</p>
    </div>
  );
}

function SelfPaced({ lesson, onLeft }: Props) {
  const { language, messages } = useStudent();
  const m = messages.lesson;
  const { questions, closesAt } = lesson.session;
  const i = questions.findIndex((q) => q.id === lesson.kept.at);
  const question = questions[i];
  if (!question) return <EndView lesson={lesson} onLeft={onLeft} />;
  const at = (n: number) => questions[n]?.id ?? END;
  return (
    <QuestionView
      key={question.id}
      lesson={lesson}
      question={question}
      above={
        <>
          <span>{m.question(i + 1, questions.length)}</span>
          {closesAt && <span>{m.until(formatTime(language, closesAt))}</span>}
        </>
      }
    >
      <nav class="steps">
        <progress max={questions.length} value={i + 1} aria-hidden="true" />
        <div class="steps-buttons">
          <Button disabled={i === 0} onClick={() => lesson.goTo(at(i - 1))}>
            {m.back}
          </Button>
          <Button look="primary" onClick={() => lesson.goTo(at(i + 1))}>
            {i === questions.length - 1 ? m.finish : m.next}
          </Button>
          <Button look="quiet" onClick={() => lesson.goTo(END)}>
            {m.overview}
          </Button>
        </div>
      </nav>
    </QuestionView>
  );
}

function Message(props: { title: string; text: string; contact: string; children: ComponentChildren }) {
  const heading = useHeading([]);
  return (
    <Page title={props.title} contact={props.contact}>
      <div class="card stack">
        <h1 ref={heading} tabIndex={-1}>
          {props.title}
        </h1>
        <p>{props.text}</p>
        <div class="row">{props.children}</div>
      </div>
    </Page>
  );
}
