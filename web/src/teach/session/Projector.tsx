import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../../ui/Button';
import { Announcer } from '../../ui/announce';
import { PublicNotices } from '../../ui/Page';
import { Chart } from '../../question/teach/chart/Chart';
import { Solution } from '../../question/teach/chart/Solution';
import { teacherKinds } from '../../question/teach/kinds';
import { answered, names as namesOn, present, resultsOf, type Wall } from '../live/wall';
import { useTeach } from '../messages';
import { may, useStaff } from '../../staff/context';
import { Failure } from '../../staff/load';
import { navigate, to } from '../../staff/router';
import type { Question } from '../../api/schema';
import { hostOf, spelled } from './LiveTab';
import { Qr } from '../../ui/Qr';
import { LinkNotice } from './LinkNotice';
import type { Live } from './useBoard';
import { useQuietly } from './useQuietly';
import { useSteps } from './useSteps';

/** What the teacher has chosen to show. */
export interface Shows {
  names: boolean;
  /** The question whose results are shown. */
  results: string | null;
}

/**
 * What a class sees on the wall. Names, results and solutions are hidden until
 * the teacher shows them, and hidden again with the next question.
 */
export function Projector(props: {
  board: Wall;
  questions: Question[];
  live: Live<Wall>;
  shows: Shows;
  show(shows: Shows): void;
}) {
  const { board, questions, live, shows, show } = props;
  const { messages } = useTeach();
  const { person } = useStaff();
  const t = messages.projector;
  const { session } = board;
  const people = present(board);
  const steps = useSteps(props);
  const paced = session.mode === 'teacher-paced';
  const [chosen, setChosen] = useState(0);
  const at = paced ? steps.at : Math.min(chosen, questions.length - 1);
  const [view, setView] = useState<'join' | 'question'>(paced && steps.at >= 0 ? 'question' : 'join');
  const [solution, setSolution] = useState(false);
  const [full, setFull] = useState(document.fullscreenElement !== null);
  const heading = useRef<HTMLHeadingElement>(null);
  const open = session.state === 'open' || session.state === 'paused';
  const question = questions[at];
  const writes = may(person, 'sessions:write');
  // Who answers at their own pace is shown the first question after the code.
  const begins = view === 'join' && !paced;
  const { names } = shows;
  const results = question !== undefined && shows.results === question.id;
  // They come a moment after they were asked for.
  const counts = results ? resultsOf(board, question.id) : null;
  const given = question ? answered(board, question.id) : 0;
  useQuietly(messages.live.spoken(people, given), open);

  useEffect(() => {
    document.title = `${session.title} · cleanslate`;
    const change = () => setFull(document.fullscreenElement !== null);
    document.addEventListener('fullscreenchange', change);
    return () => {
      document.removeEventListener('fullscreenchange', change);
      if (document.fullscreenElement) void document.exitFullscreen();
    };
  }, []);
  // The desk, or a colleague's, went on.
  useEffect(() => {
    if (paced && steps.at >= 0) setView('question');
  }, [paced, steps.at]);
  useEffect(() => {
    if (shows.results !== null) show({ ...shows, results: null });
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
        go(begins ? 0 : at + (event.key === 'PageDown' ? 1 : -1));
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
              <Qr text={session.joinUrl} label={messages.projector.qr} />
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
                <p class="projector-count">{session.locked ? t.locked(people) : messages.live.people(people)}</p>
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
              {messages.live.questionOf(at + 1, questions.length)} · {messages.live.answered(given, people)}
            </p>
            <h1 ref={heading} tabIndex={-1} class="text" dir="auto">
              {question.prompt}
            </h1>
            {counts ? (
              <>
                <Chart question={question} counts={counts} solution={solution} />
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
          <ul class="chips" aria-label={messages.live.people(people)}>
            {namesOn(board).map((p) => (
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
          <Button
            disabled={at <= 0 || (paced && !(open && writes))}
            busy={steps.action.busy}
            onClick={() => go(at - 1)}
          >
            {messages.live.previous}
          </Button>
          <Button
            look="primary"
            disabled={begins ? !question : at >= questions.length - 1 || (paced && !(open && writes))}
            busy={steps.action.busy}
            onClick={() => go(begins ? at : at + 1)}
          >
            {at < 0 || begins ? messages.live.first : messages.live.next}
          </Button>
          {view === 'question' && question && (
            <>
              <Button
                aria-pressed={results ? 'true' : 'false'}
                onClick={() => show({ ...shows, results: results ? null : question.id })}
              >
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
          <Button aria-pressed={names ? 'true' : 'false'} onClick={() => show({ ...shows, names: !names })}>
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
