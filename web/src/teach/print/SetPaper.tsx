// A question set on paper, to be answered there; its solutions on a page of their own.

import { useState } from 'preact/hooks';
import type { Question, QuestionSet } from '../../api/schema';
import { formatNumber } from '../../i18n/format';
import { Solution } from '../../question/teach/chart/Solution';
import { teacherKinds } from '../../question/teach/kinds';
import { useStaff } from '../../staff/context';
import { Load, useLoad } from '../../staff/load';
import type { Route } from '../../staff/router';
import { StaffPage } from '../../staff/StaffPage';
import { Button } from '../../ui/Button';
import { useTeach } from '../messages';
import '../../ui/print.css';
import './print.css';

export function SetPaper({ id, route }: { id: string; route: Route }) {
  const { messages } = useTeach();
  const { api } = useStaff();
  const t = messages.paper;
  const set = useLoad(async (signal) => (await api.set(id, signal)).value, [id]);
  const [solutions, setSolutions] = useState(true);
  return (
    <StaffPage
      title={t.title}
      route={route}
      wide={false}
      actions={
        <Button look="primary" disabled={!set.value} onClick={() => print()}>
          {t.print}
        </Button>
      }
    >
      <label class="check screen-only">
        <input type="checkbox" checked={solutions} onChange={(event) => setSolutions(event.currentTarget.checked)} />
        <span>{t.withSolutions}</span>
      </label>
      <Load loaded={set}>
        {(value) => (
          <div class="stack loose">
            <Paper set={value} />
            {solutions && <Solutions set={value} />}
          </div>
        )}
      </Load>
    </StaffPage>
  );
}

function Paper({ set }: { set: QuestionSet }) {
  const { messages, language } = useTeach();
  const t = messages.paper;
  return (
    <article class="sheet stack loose" aria-labelledby="paper">
      <h2 id="paper" dir="auto">
        {set.title}
      </h2>
      <p class="sheet-head">
        <span class="sheet-blank">{t.name}</span>
        <span class="sheet-blank">{t.date}</span>
      </p>
      <ol class="sheet-questions">
        {set.questions.map((q) => {
          const { Printed } = teacherKinds[q.kind];
          return (
            <li key={q.id} class="stack tight">
              <p class="text" dir="auto">
                {q.prompt}
              </p>
              {q.points > 0 && <p class="soft small">{t.points(q.points, formatNumber(language, q.points))}</p>}
              <Printed question={q} />
            </li>
          );
        })}
      </ol>
    </article>
  );
}

function Solutions({ set }: { set: QuestionSet }) {
  const { messages } = useTeach();
  const t = messages.paper;
  return (
    <article class="sheet stack" aria-labelledby="solutions">
      <h2 id="solutions" dir="auto">
        {t.solutions(set.title)}
      </h2>
      <ol class="sheet-questions">
        {set.questions.map((q) => (
          <li key={q.id} class="stack tight">
            <p class="text soft small" dir="auto">
              {q.prompt}
            </p>
            <Right question={q} />
          </li>
        ))}
      </ol>
    </article>
  );
}

/** What is right, and why. */
export function Right({ question }: { question: Question }) {
  const { messages } = useTeach();
  return (
    <>
      {question.correct === undefined ? (
        <p class="soft small">{messages.paper.nothingRight}</p>
      ) : (
        <Solution question={question} />
      )}
      {question.explanation && (
        <p class="text small" dir="auto">
          {question.explanation}
        </p>
      )}
    </>
  );
}
