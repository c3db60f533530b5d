import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { AnswerFeedback, PaperQuestion, QuestionSolution, Response } from '../api/schema';
import { formatNumber } from '../i18n/format';
import { kinds } from '../question/kinds';
import { QuestionInput } from '../question/QuestionInput';
import { ResponseText } from '../question/ResponseText';
import { isBlank } from '../question/response';
import { Button } from '../ui/Button';
import { Notice } from '../ui/Notice';
import { isOpen, shown, statusOf } from './book';
import type { Lesson } from './lesson';
import { useStudent } from './messages';

interface Props {
  lesson: Lesson;
  question: PaperQuestion;
  above?: ComponentChildren;
  children?: ComponentChildren;
}

export function QuestionView({ lesson, question, above, children }: Props) {
  const entry = lesson.entry(question.id);
  const open = lesson.phase === 'open' && isOpen(entry, lesson.once);
  const [typedAway, setTypedAway] = useState(false);
  const page = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => page.current?.querySelector<HTMLElement>('.prompt')?.focus(), []);

  return (
    <div class="stack loose" ref={page}>
      <QuestionInput
        question={question}
        value={shown(entry)}
        disabled={!open}
        above={above}
        onChange={(response) => {
          setTypedAway(response === undefined);
          lesson.write(question.id, response, kinds[question.kind].patience);
        }}
      />
      {lesson.once ? (
        <Once lesson={lesson} question={question} open={open} />
      ) : (
        <Status lesson={lesson} question={question} typedAway={typedAway} />
      )}
      {children}
    </div>
  );
}

/** Where an answer can be given only once, it is sent by a button. */
function Once({ lesson, question, open }: { lesson: Lesson; question: PaperQuestion; open: boolean }) {
  const { messages } = useStudent();
  const entry = lesson.entry(question.id);
  const [empty, setEmpty] = useState(false);
  return (
    <div class="stack">
      {open && (
        <div class="stack tight">
          <Button
            look="primary"
            block
            onClick={() => {
              const missing = isBlank(entry?.draft);
              setEmpty(missing);
              if (!missing) lesson.confirm(question.id);
            }}
          >
            {messages.lesson.send}
          </Button>
          <p class="hint">{messages.lesson.onceHint}</p>
          <div role="status">{empty && isBlank(entry?.draft) && <p class="error">{messages.lesson.sendEmpty}</p>}</div>
        </div>
      )}
      {!entry?.feedback && <Status lesson={lesson} question={question} typedAway={false} />}
      <div role="status">{entry?.feedback && <FeedbackView question={question} feedback={entry.feedback} />}</div>
    </div>
  );
}

function Status({ lesson, question, typedAway }: { lesson: Lesson; question: PaperQuestion; typedAway: boolean }) {
  const { messages } = useStudent();
  const m = messages.status;
  const entry = lesson.entry(question.id);
  const status = statusOf(entry, lesson.once);
  const saving = status === 'waiting' && lesson.link === 'online';
  return (
    // "Saving…" is seen and not spoken: what matters is what comes of it.
    <div class="status" role="status">
      {saving && (
        <p class="status-line soft" aria-hidden="true">
          <span class="spinner" /> {m.saving}
        </p>
      )}
      {status === 'waiting' && !saving && <p class="status-line warn">{m.waiting}</p>}
      {status === 'rejected' && (
        <p class="status-line bad">{messages.rejected[entry?.problem ?? ''] ?? messages.rejectedOther}</p>
      )}
      {status === 'saved' && !typedAway && (
        <p class="status-line good">
          <Tick /> {m.saved}
        </p>
      )}
      {typedAway && entry?.saved && !isBlank(entry.saved.response) && (
        <p class="status-line warn">
          {m.earlier} <ResponseText question={question} response={entry.saved.response} />
        </p>
      )}
    </div>
  );
}

interface FeedbackProps {
  question: PaperQuestion;
  feedback: AnswerFeedback & Pick<QuestionSolution, 'accepted'>;
  /** Whether the session is over: then what is right is shown whatever was answered. */
  over?: boolean;
  answered?: boolean;
}

export function FeedbackView({ question, feedback, over, answered = true }: FeedbackProps) {
  const { language, messages } = useStudent();
  const m = messages.feedback;
  const { correct, points, solution, accepted, explanation, comment } = feedback;
  const { Accepted } = kinds[question.kind];
  const scored = answered && correct !== null;
  const look = !scored || correct ? 'good' : points ? 'warn' : 'bad';
  const title = !scored ? m.done : correct ? m.right : points ? m.partly : m.wrong;
  return (
    // It is within a live region already.
    <Notice look={scored || !over ? look : undefined}>
      {(scored || !over) && (
        <strong class="feedback-title">
          {title}
          {scored && question.points > 0 && (
            <span class="small">
              {' '}
              {m.points(formatNumber(language, points ?? 0), formatNumber(language, question.points))}
            </span>
          )}
        </strong>
      )}
      {answered && !scored && question.points > 0 && <p>{m.byHand}</p>}
      {comment && (
        <p class="text" dir="auto">
          {comment}
        </p>
      )}
      {(over || (scored && !correct)) && solution !== null && (
        <div>
          {accepted && Accepted ? (
            [m.accepted, <Accepted accepted={accepted} />]
          ) : (
            <>
              {m.solution} <ResponseText question={question} response={solution as Response} />
            </>
          )}
        </div>
      )}
      {explanation && (
        <p class="text" dir="auto">
          {explanation}
        </p>
      )}
    </Notice>
  );
}

function Tick() {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d="M5 13l5 5L20 7" />
    </svg>
  );
}
