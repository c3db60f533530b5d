// After the last question, and after the close: what was answered, what became
// of it, the solutions, and what happens to the data.

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
import { YourData } from './YourData';

export function EndView({ lesson, onLeft }: { lesson: Lesson; onLeft(): void }) {
  const { language, messages } = useStudent();
  const m = messages.end;
  const heading = useHeading([lesson.phase]);
  const { questions } = lesson.session;
  const closed = lesson.phase === 'closed';
  const answered = questions.filter((q) => isAnswered(lesson, q)).length;
  const { pending } = lesson;
  const points = questions.reduce((sum, q) => sum + (lesson.entry(q.id)?.feedback?.points ?? 0), 0);
  // What waits for the teacher's points has not been lost.
  const most = questions.reduce((sum, q) => sum + (lesson.entry(q.id)?.feedback?.points === null ? 0 : q.points), 0);
  return (
    <div class="stack loose">
      <section class="stack">
        <h1 ref={heading} tabIndex={-1}>
          {closed ? m.closed : answered === questions.length && pending === 0 ? m.done : m.almost}
        </h1>
        {questions.length > 0 && <p>{m.answered(answered, questions.length)}</p>}
        {lesson.once && most > 0 && (
          <p class="score">{m.score(formatNumber(language, points), formatNumber(language, most))}</p>
        )}
        <div role="status" class="stack tight">
          {closed ? <Lost lesson={lesson} /> : answered > 0 && <p>{pending > 0 ? m.unsaved(pending) : m.allSaved}</p>}
        </div>
        <p class="soft">{closed ? m.closedText : !lesson.once && m.change}</p>
      </section>
      {closed ? <Solutions lesson={lesson} /> : <Overview lesson={lesson} />}
      <section class="card stack">
        <h2>{m.data}</h2>
        <YourData lesson={lesson} onLeft={onLeft} />
      </section>
    </div>
  );
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

function Solutions({ lesson }: { lesson: Lesson }) {
  const { messages } = useStudent();
  const m = messages.end;
  if (lesson.session.feedback !== 'after-close') return null;
  if (lesson.solutionsError !== null) {
    return (
      <Notice look="warn" live>
        <p>{errorText(messages, lesson.solutionsError, messages.problem)}</p>
        <div>
          <Button onClick={() => void lesson.loadSolutions()}>{messages.tryAgain}</Button>
        </div>
      </Notice>
    );
  }
  if (!lesson.solutions) return <Loading />;
  return (
    <section class="stack">
      <h2>{m.solutions}</h2>
      <ol class="plain stack">
        {lesson.solutions.map((item) => {
          const question = lesson.session.questions.find((q) => q.id === item.questionId);
          if (!question) return null;
          const response = lesson.entry(question.id)?.saved?.response;
          return (
            <li key={item.questionId} class="card stack tight">
              <h3 class="text" dir="auto">
                {question.prompt}
              </h3>
              <div>
                {isBlank(response) ? (
                  m.noAnswer
                ) : (
                  <>
                    <span class="soft">{messages.feedback.yours}</span>{' '}
                    <ResponseText question={question} response={response!} />
                  </>
                )}
              </div>
              {item.solution !== null && (
                <div>
                  <span class="soft">{messages.feedback.solution}</span>{' '}
                  <ResponseText question={question} response={item.solution} />
                </div>
              )}
              {item.explanation && (
                <p class="text" dir="auto">
                  {item.explanation}
                </p>
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
