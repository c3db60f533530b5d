// After the last question, and after the close: what was answered, what became
// of it, the solutions, and what happens to the data.

import { useEffect, useState } from 'preact/hooks';
import { formatNumber } from '../i18n/format';
import type { PaperQuestion } from '../api/schema';
import { errorText } from '../api/client';
import { ResponseText } from '../question/ResponseText';
import { isBlank } from '../question/response';
import { Button } from '../ui/Button';
import { Loading } from '../ui/Loading';
import { Notice } from '../ui/Notice';
import { shown, statusOf } from './book';
import { useHeading } from './heading';
import type { Lesson } from './lesson';
import { useStudent } from './messages';
import { loadOutcome, type Outcome } from './outcome';
import { FeedbackView } from './QuestionView';
import { YourData } from './YourData';

export function EndView({ lesson, onLeft }: { lesson: Lesson; onLeft(): void }) {
  const { language, messages } = useStudent();
  const m = messages.end;
  const heading = useHeading([lesson.phase]);
  const { questions } = lesson.session;
  const closed = lesson.phase === 'closed';
  const answered = questions.filter((q) => isAnswered(lesson, q)).length;
  const { pending } = lesson;
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [error, setError] = useState<unknown>(null);
  const shows = closed && lesson.session.feedback !== 'none';
  const load = () => {
    const gone = new AbortController();
    setError(null);
    if (shows) loadOutcome(lesson, gone.signal).then(setOutcome, (failure) => gone.signal.aborted || setError(failure));
    return () => gone.abort();
  };
  useEffect(load, [shows]);
  const [points, most] = scoreOf(lesson, outcome);
  return (
    <div class="stack loose">
      <section class="stack">
        <h1 ref={heading} tabIndex={-1}>
          {closed ? m.closed : answered < questions.length ? m.almost : pending > 0 ? messages.status.waiting : m.done}
        </h1>
        {questions.length > 0 && <p>{m.answered(answered, questions.length)}</p>}
        {(lesson.once || outcome?.results) && most > 0 && (
          <p class="score">{m.score(formatNumber(language, points), formatNumber(language, most))}</p>
        )}
        <div role="status" class="stack tight">
          {closed ? <Lost lesson={lesson} /> : answered > 0 && <p>{pending > 0 ? m.unsaved(pending) : m.allSaved}</p>}
        </div>
        <p class="soft">{closed ? m.closedText : !lesson.once && m.change}</p>
      </section>
      {closed ? (
        shows && <Results lesson={lesson} outcome={outcome} error={error} onAgain={load} />
      ) : (
        <Overview lesson={lesson} />
      )}
      <section class="card stack">
        <h2>{m.data}</h2>
        <YourData lesson={lesson} onLeft={onLeft} />
      </section>
    </div>
  );
}

/** The points that are known, and how many there could be. */
function scoreOf(lesson: Lesson, outcome: Outcome | null): [points: number, most: number] {
  let points = 0;
  let most = 0;
  for (const q of lesson.session.questions) {
    const result = outcome?.results?.questions.find(({ id }) => id === q.id) ?? lesson.entry(q.id)?.feedback;
    points += result?.points ?? 0;
    // What waits for the teacher's points has not been lost.
    if (result?.points !== null || !isAnswered(lesson, q)) most += q.points;
  }
  return [points, most];
}

function isAnswered(lesson: Lesson, question: PaperQuestion): boolean {
  const entry = lesson.entry(question.id);
  if (lesson.phase === 'closed') return !isBlank(entry?.saved?.response);
  if (lesson.once) return entry?.confirmed === true;
  return !isBlank(shown(entry));
}

function Lost({ lesson }: { lesson: Lesson }) {
  const m = useStudent().messages.end;
  if (lesson.lost === null) return <Loading text={m.checking} />;
  if (lesson.lost.length === 0) {
    return lesson.session.questions.some((q) => isAnswered(lesson, q)) ? <p>{m.allSaved}</p> : null;
  }
  return (
    <Notice look="warn">
      <p>{m.lost(lesson.lost.length)}</p>
      <ul class="bullets">
        {lesson.lost.map((id) => (
          <li key={id} class="text" dir="auto">
            {lesson.session.questions.find((q) => q.id === id)?.prompt ?? id}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function Overview({ lesson }: { lesson: Lesson }) {
  const { messages } = useStudent();
  return (
    <ol class="plain stack tight">
      {lesson.session.questions.map((question, i) => {
        const status = statusOf(lesson.entry(question.id), lesson.once);
        const answered = isAnswered(lesson, question);
        const text =
          status === 'rejected'
            ? (messages.rejected[lesson.entry(question.id)?.problem ?? ''] ?? messages.rejectedOther)
            : !answered
              ? messages.end.notAnswered
              : status === 'saved'
                ? messages.status.saved
                : messages.status.waiting;
        const look = status === 'rejected' ? 'bad' : !answered ? 'soft' : status === 'saved' ? 'good' : 'warn';
        return (
          <li key={question.id}>
            <button type="button" class="overview-item" onClick={() => lesson.goTo(question.id)}>
              <span class="overview-number">{i + 1}</span>
              <span class="overview-prompt" dir="auto">
                {question.prompt}
              </span>
              <span class={`small ${look}`}>{text}</span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}

interface ResultsProps {
  lesson: Lesson;
  outcome: Outcome | null;
  error: unknown;
  onAgain(): void;
}

function Results({ lesson, outcome, error, onAgain }: ResultsProps) {
  const { messages } = useStudent();
  if (error !== null) {
    return (
      <Notice look="warn" live>
        <p>{errorText(messages, error, messages.problem)}</p>
        <div>
          <Button onClick={onAgain}>{messages.tryAgain}</Button>
        </div>
      </Notice>
    );
  }
  if (!outcome) return <Loading />;
  return (
    <section class="stack">
      <h2>{messages.end.solutions}</h2>
      <ol class="plain stack">
        {outcome.results?.questions.map(({ id, correct, points }) => {
          const question = lesson.session.questions.find((q) => q.id === id);
          if (!question) return null;
          const { saved, feedback } = lesson.entry(id) ?? {};
          const answered = !isBlank(saved?.response);
          const solution = outcome.solutions.find((item) => item.questionId === id) ?? feedback;
          return (
            <li key={id} class="card stack tight">
              <h3 class="text" dir="auto">
                {question.prompt}
              </h3>
              <div>
                {answered ? (
                  <>
                    <span class="soft">{messages.feedback.yours}</span>{' '}
                    <ResponseText question={question} response={saved!.response} />
                  </>
                ) : (
                  messages.end.noAnswer
                )}
              </div>
              <FeedbackView
                question={question}
                feedback={{ solution: null, ...solution, correct, points }}
                over
                answered={answered}
              />
            </li>
          );
        })}
      </ol>
    </section>
  );
}
