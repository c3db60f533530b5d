import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../../ui/Button';
import { Announcer } from '../../ui/announce';
import { PublicNotices } from '../../ui/Page';
import { Chart } from '../../question/teach/chart/Chart';
import { Solution } from '../../question/teach/chart/Solution';
import { teacherKinds } from '../../question/teach/kinds';
import { answeredBy } from '../live/board';
import { useTeach } from '../messages';
import { may, useStaff } from '../../staff/context';
import { Failure } from '../../staff/load';
import { navigate, to } from '../../staff/router';
import type { Question } from '../../api/schema';
import { hostOf, spelled } from './LiveTab';
import type { SessionProps } from './props';
import { Qr } from './Qr';
import { LinkNotice } from './LinkNotice';
import { useQuietly } from './useQuietly';
import { useSteps } from './useSteps';

/**
 * What a class sees on the wall. Names, results and solutions are hidden until
 * the teacher shows them, and hidden again with the next question.
 */
export function Projector(props: SessionProps) {
  const { board, questions, live } = props;
  const { messages } = useTeach();
  const { person } = useStaff();
  const t = messages.projector;
  const { session, participants } = board;
  const steps = useSteps(props);
  const paced = session.mode === 'teacher-paced';
  const [chosen, setChosen] = useState(0);
  const at = paced ? steps.at : Math.min(chosen, questions.length - 1);
  const [view, setView] = useState<'join' | 'question'>(paced && steps.at >= 0 ? 'question' : 'join');
  const [names, setNames] = useState(false);
  const [results, setResults] = useState(false);
  const [solution, setSolution] = useState(false);
  const [full, setFull] = useState(document.fullscreenElement !== null);
  const heading = useRef<HTMLHeadingElement>(null);
  const open = session.state === 'open' || session.state === 'paused';
  const question = questions[at];
  const writes = may(person, 'sessions:write');
  const given = question ? answeredBy(board, question.id) : 0;
  useQuietly(messages.live.spoken(participants.length, given), open);

  useEffect(() => {
    document.title = `${session.title} · cleanslate`;
    const change = () => setFull(document.fullscreenElement !== null);
    document.addEventListener('fullscreenchange', change);
    return () => {
      document.removeEventListener('fullscreenchange', change);
      if (document.fullscreenElement) void document.exitFullscreen();
    };
  }, []);
  useEffect(() => {
    setResults(false);
    setSolution(false);
    heading.current?.focus();
  }, [question?.id, view]);

  const go = (next: number) => {
    if (next < 0 || next >= questions.length) return;
    setView('question');
    if (paced && open && writes) steps.go(next);
    else if (!paced) setChosen(next);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are shortcuts for what the buttons below do
    <div
      class="projector"
      onKeyDown={(event) => {
        // What presenters' remote controls send.
        if (event.key !== 'PageDown' && event.key !== 'PageUp') return;
        event.preventDefault();
        go(view === 'join' && !paced ? 0 : at + (event.key === 'PageDown' ? 1 : -1));
      }}
    >
      <header class="projector-head">
        <span dir="auto">{session.title}</span>
        {open && view === 'question' && (
          <span class="row">
            <span class="soft">{hostOf(session.joinUrl)}</span> <strong class="code-inline">{session.code}</strong>
          </span>
        )}
      </header>
      <PublicNotices />
      <main class="projector-main" id="main">
        <LinkNotice link={live.link} />
        {steps.action.error ? <Failure error={steps.action.error} /> : null}
        {session.state === 'paused' && <p class="projector-state">{t.paused}</p>}
        {!open && <p class="projector-state">{t.closed}</p>}
        {view === 'join' || !question ? (
          open && session.joinUrl ? (
            <div class="projector-join">
              <Qr text={session.joinUrl} />
              <div class="stack loose">
                <h1 ref={heading} tabIndex={-1} class="projector-go">
                  {t.goTo} <span class="projector-host">{hostOf(session.joinUrl)}</span>
                </h1>
                <div>
                  <p>{t.enter}</p>
                  <p class="projector-code">
                    <span aria-hidden="true">{session.code}</span>
                    <span class="hidden">{messages.live.codeIs(spelled(session.code))}</span>
                  </p>
                </div>
                <p class="projector-count">
                  {session.locked ? t.locked(participants.length) : messages.live.people(participants.length)}
                </p>
              </div>
            </div>
          ) : (
            <h1 ref={heading} tabIndex={-1} dir="auto">
              {session.title}
            </h1>
          )
        ) : (
          <div class="stack loose projector-question">
            <p class="soft">
              {messages.live.questionOf(at + 1, questions.length)} ·{' '}
              {messages.live.answered(given, participants.length)}
            </p>
            <h1 ref={heading} tabIndex={-1} class="text" dir="auto">
              {question.prompt}
            </h1>
            {results ? (
              <>
                <Chart
                  question={question}
                  counts={board.counts[question.id]}
                  participants={participants}
                  solution={solution}
                />
                {solution && !teacherKinds[question.kind].marks.bars && <Solution question={question} />}
              </>
            ) : (
              <Options question={question} solution={solution} />
            )}
            {solution && question.explanation && (
              <p class="text notice" dir="auto">
                {question.explanation}
              </p>
            )}
          </div>
        )}
        {names && (
          <ul class="chips" aria-label={messages.live.people(participants.length)}>
            {participants.map((p) => (
              <li key={p.id} dir="auto">
                {p.alias ?? messages.live.nameless}
              </li>
            ))}
          </ul>
        )}
      </main>
      <section class="projector-bar" aria-label={t.controls}>
        <div class="row">
          <Button
            onClick={() => setView(view === 'join' ? 'question' : 'join')}
            disabled={view === 'join' && !question}
          >
            {view === 'join' ? t.showQuestion : t.showCode}
          </Button>
          <Button disabled={at <= 0} busy={steps.action.busy} onClick={() => go(at - 1)}>
            {messages.live.previous}
          </Button>
          <Button
            look="primary"
            disabled={at >= questions.length - 1}
            busy={steps.action.busy}
            onClick={() => go(view === 'join' && !paced ? at : at + 1)}
          >
            {at < 0 || (view === 'join' && !paced) ? messages.live.first : messages.live.next}
          </Button>
          {view === 'question' && question && (
            <>
              <Button aria-pressed={results ? 'true' : 'false'} onClick={() => setResults(!results)}>
                {results ? messages.live.hideResults : messages.live.showResults}
              </Button>
              {question.correct !== undefined && (
                <Button aria-pressed={solution ? 'true' : 'false'} onClick={() => setSolution(!solution)}>
                  {solution ? t.hideSolution : t.showSolution}
                </Button>
              )}
            </>
          )}
        </div>
        <div class="row">
          {open && writes && (
            <Button
              busy={steps.action.busy}
              onClick={() => steps.patch({ state: session.state === 'paused' ? 'open' : 'paused' })}
            >
              {session.state === 'paused' ? messages.live.resume : messages.live.pause}
            </Button>
          )}
          <Button aria-pressed={names ? 'true' : 'false'} onClick={() => setNames(!names)}>
            {names ? messages.live.hideNames : messages.live.showNames}
          </Button>
          {document.fullscreenEnabled && (
            <Button
              onClick={() => void (full ? document.exitFullscreen() : document.documentElement.requestFullscreen())}
            >
              {full ? t.window : t.full}
            </Button>
          )}
          <Button onClick={() => navigate(to.session(session.id))}>{t.back}</Button>
        </div>
      </section>
      <Announcer />
    </div>
  );
}

/** What there is to choose from; with the solution, what is right of it. */
function Options({ question, solution }: { question: Question; solution: boolean }) {
  const { Projected, marks } = teacherKinds[question.kind];
  return (
    <div class="stack">
      {Projected && <Projected question={question} solution={solution} />}
      {solution && !marks.options && <Solution question={question} />}
    </div>
  );
}
