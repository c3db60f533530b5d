import { useMemo, useState } from 'preact/hooks';
import type { Question } from '../../api/schema';
import { formatNumber } from '../../i18n/format';
import { parseNumber } from '../../question/number';
import { Button } from '../../ui/Button';
import { announce } from '../../ui/announce';
import { Field } from '../../ui/Field';
import { Solution } from '../../question/teach/chart/Solution';
import { useTeach } from '../messages';
import { useStaff } from '../../staff/context';
import { Failure, useAction } from '../../staff/load';
import { GRADES_MAX } from '../../staff/api';
import { typed } from '../../question/teach/fields';
import { teacherKinds } from '../../question/teach/kinds';
import { gradesFor, groupsOf, type Group } from './groups';
import type { SessionProps } from './props';

const GROUPS_SHOWN = 50;

export function GradingTab(props: SessionProps) {
  const { messages } = useTeach();
  const t = messages.grading;
  const texts = props.questions
    .map((question, i) => ({ question, number: i + 1 }))
    .filter(({ question }) => teacherKinds[question.kind].byHand && question.points > 0);
  const [chosen, setChosen] = useState<string | null>(null);
  const at = texts.find(({ question }) => question.id === chosen) ?? texts[0];
  if (!at) {
    return (
      <div class="empty stack">
        <p>{t.empty}</p>
      </div>
    );
  }
  return (
    <>
      <p class="hint">{t.hint}</p>
      {texts.length > 1 && (
        <Field label={t.question}>
          {(attributes) => (
            <select
              {...attributes}
              class="input"
              value={at.question.id}
              onChange={(e) => setChosen(e.currentTarget.value)}
            >
              {texts.map(({ question, number }) => (
                <option key={question.id} value={question.id}>
                  {`${number}. ${question.prompt.replace(/\s+/g, ' ').slice(0, 80)}`}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      <GradeQuestion key={at.question.id} {...props} question={at.question} number={at.number} />
    </>
  );
}

function GradeQuestion({ board, question, number }: SessionProps & { question: Question; number: number }) {
  const { messages } = useTeach();
  const t = messages.grading;
  const groups = useMemo(() => groupsOf(question.id, board.participants), [question.id, board.participants]);
  // The initial order is kept: a group that was just graded stays where it is.
  const [order] = useState(() => new Map(groups.map((g, i) => [g.key, i])));
  const [all, setAll] = useState(false);
  const listed = [...groups].sort((a, b) => (order.get(a.key) ?? Infinity) - (order.get(b.key) ?? Infinity));
  const shown = all ? listed : listed.slice(0, GROUPS_SHOWN);
  const open = groups.filter((g) => g.state !== 'byHand').length;
  return (
    <section class="stack" aria-labelledby="grading-question">
      <h2 id="grading-question" class="text" dir="auto">
        {number}. {question.prompt}
      </h2>
      <Solution question={question} />
      {groups.length === 0 ? (
        <p class="soft">{t.nothing}</p>
      ) : (
        <>
          <p class="soft">{t.toGrade(open, groups.length)}</p>
          <ul class="groups">
            {shown.map((group) => (
              <GroupRow key={group.key} sid={board.session.id} question={question} group={group} />
            ))}
          </ul>
          {listed.length > shown.length && (
            <p>
              <Button onClick={() => setAll(true)}>{t.showAll(listed.length)}</Button>
            </p>
          )}
        </>
      )}
    </section>
  );
}

function GroupRow({ sid, question, group }: { sid: string; question: Question; group: Group }) {
  const { messages, language } = useTeach();
  const { api } = useStaff();
  const t = messages.grading;
  const action = useAction();
  const [text, setText] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [done, setDone] = useState(0);
  const most = question.points;
  const steps = most > 1 ? [0, most / 2, most] : [0, most];

  const give = (points: number | null) => {
    setFault(null);
    setDone(0);
    action.run(async () => {
      await api.grade(sid, gradesFor(question.id, group, points), setDone);
      setText(null);
      announce(points === null ? t.taken : t.given(formatNumber(language, points), group.authors.length));
    });
  };
  const submit = () => {
    const points = parseNumber(text ?? '', language);
    if (points === undefined) setFault(messages.editing.faults['not-a-number']);
    else if (points < 0 || points > most) setFault(t.range(formatNumber(language, most)));
    else give(points);
  };

  return (
    <li class={group.state === 'byHand' ? 'card group graded' : 'card group'}>
      <div class="stack tight">
        <p class="text group-text" dir="auto">
          {group.text}
        </p>
        <p class="soft small">
          {t.authors(group.authors.length)}
          {group.points !== null &&
            ` · ${messages.results.pointsOf(formatNumber(language, group.points), formatNumber(language, most))}`}
          {` · ${t.states[group.state]}`}
        </p>
      </div>
      <form
        class="grade-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div class="row" role="group" aria-label={t.quick}>
          {steps.map((points) => (
            <Button
              key={points}
              busy={action.busy}
              aria-pressed={group.state === 'byHand' && group.points === points ? 'true' : 'false'}
              onClick={() => give(points)}
            >
              {formatNumber(language, points)}
            </Button>
          ))}
        </div>
        <div class="narrow">
          <Field label={<span class="hidden">{t.points}</span>} error={fault}>
            {(attributes) => (
              <input
                {...attributes}
                class="input"
                inputMode="decimal"
                autocomplete="off"
                value={text ?? typed(group.points ?? undefined, language)}
                onInput={(e) => {
                  setText(e.currentTarget.value);
                  setFault(null);
                }}
              />
            )}
          </Field>
        </div>
        <Button type="submit" look="primary" busy={action.busy}>
          {t.give}
        </Button>
        {group.authors.some((a) => a.graded) && (
          <Button look="quiet" busy={action.busy} onClick={() => give(null)}>
            {t.takeBack}
          </Button>
        )}
      </form>
      {action.busy && group.authors.length > GRADES_MAX && (
        <p role="status">{t.progress(done, group.authors.length)}</p>
      )}
      {action.error ? <Failure error={action.error} /> : null}
    </li>
  );
}
