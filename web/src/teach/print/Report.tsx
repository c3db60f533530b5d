// The results of a session, to be printed: the class on the first pages and, if wanted, a page for each student, with names
// or without.

import { useState } from 'preact/hooks';
import type { Answer, Participant, Question } from '../../api/schema';
import { formatDate, formatNumber } from '../../i18n/format';
import { ResponseText } from '../../question/ResponseText';
import { InlineSelect } from '../../staff/InlineSelect';
import { Button } from '../../ui/Button';
import { inUse, isGiven } from '../live/board';
import { useTeach } from '../messages';
import type { SessionProps } from '../session/props';
import { QuestionFigures } from './QuestionFigures';
import { Right } from './SetPaper';
import '../../ui/print.css';
import './print.css';

/** How many students are shown at once, so that a lecture doesn't make a browser stand still. */
const STUDENTS = 100;

export function Report({ board, questions }: SessionProps) {
  const { messages } = useTeach();
  const t = messages.report;
  const [names, setNames] = useState(true);
  const [sheets, setSheets] = useState(false);
  const [from, setFrom] = useState(0);
  const { session } = board;
  const participants = inUse(board);
  const students = participants.slice(from, from + STUDENTS).map((participant, i) => ({
    participant,
    name: (names && participant.alias) || (names ? messages.live.nameless : messages.live.studentNumber(from + i + 1)),
  }));
  const parts = Array.from({ length: Math.ceil(participants.length / STUDENTS) }, (_, i) => i * STUDENTS);
  return (
    <>
      <div class="stack tight screen-only">
        <h2>{t.title}</h2>
        <p class="hint">{t.hint}</p>
        <div class="row">
          <Button aria-pressed={names ? 'false' : 'true'} onClick={() => setNames(!names)}>
            {names ? messages.live.hideNames : messages.live.showNames}
          </Button>
          <Button aria-pressed={sheets ? 'true' : 'false'} onClick={() => setSheets(!sheets)}>
            {t.sheets}
          </Button>
          {parts.length > 1 && (
            <InlineSelect
              label={t.students}
              value={String(from)}
              options={parts.map((n) => ({
                value: String(n),
                text: t.range(n + 1, Math.min(n + STUDENTS, participants.length)),
              }))}
              onChange={(n) => setFrom(Number(n))}
            />
          )}
          <Button look="primary" onClick={() => print()}>
            {messages.paper.print}
          </Button>
        </div>
      </div>
      <ClassSheet board={board} questions={questions} students={students} />
      {sheets &&
        students.map(({ participant, name }) => (
          <StudentSheet
            key={participant.id}
            session={session}
            questions={questions}
            participant={participant}
            name={name}
          />
        ))}
    </>
  );
}

interface ClassSheetProps extends Omit<SessionProps, 'live'> {
  students: { participant: Participant; name: string }[];
}

function ClassSheet({ board, questions, students }: ClassSheetProps) {
  const { messages, language } = useTeach();
  const t = messages.report;
  const { session } = board;
  const participants = inUse(board);
  const scored = questions.some((q) => q.points > 0);
  return (
    <article class="sheet stack loose" aria-labelledby="report">
      <div class="stack tight">
        <h2 id="report" dir="auto">
          {session.title}
        </h2>
        <p class="soft">
          {formatDate(language, session.createdAt)} · {messages.results.table(participants.length)}
        </p>
      </div>
      <section class="stack" aria-labelledby="report-questions">
        <h3 id="report-questions">{messages.results.analysis}</h3>
        <ol class="sheet-questions">
          {questions.map((q) => (
            <li key={q.id} class="stack tight">
              <p class="text" dir="auto">
                {q.prompt}
              </p>
              <p class="small">
                {messages.results.answers}
                {': '}
                {messages.live.answered(board.counts[q.id]?.answered ?? 0, participants.length)}
              </p>
              <QuestionFigures participants={participants} question={q} />
            </li>
          ))}
        </ol>
        {scored && <p class="hint small">{t.meaning}</p>}
      </section>
      <div class="stack">
        <h3 id="report-class">{t.theClass}</h3>
        <div class="table-scroll" tabIndex={0} role="region" aria-labelledby="report-class">
          <table class="results">
            <thead>
              <tr>
                <th scope="col">{messages.results.name}</th>
                {scored && (
                  <th scope="col" class="figure">
                    {messages.results.score}
                  </th>
                )}
                {questions.map((q, i) => (
                  <th key={q.id} scope="col" class="figure">
                    <abbr title={q.prompt}>{messages.results.questionShort(i + 1)}</abbr>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {students.map(({ participant, name }) => (
                <tr key={participant.id}>
                  <th scope="row" dir="auto">
                    {name}
                    {participant.correction && (
                      <span class="soft small"> {messages.results.correction(participant.correction.text)}</span>
                    )}
                  </th>
                  {scored && <td class="figure">{formatNumber(language, participant.score)}</td>}
                  {questions.map((q) => (
                    <td key={q.id} class="figure">
                      <Mark answer={participant.answers[q.id]} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
    </article>
  );
}

/** The points of an answer, or that there is one or none. */
function Mark({ answer }: { answer: Answer | undefined }) {
  const { messages, language } = useTeach();
  const t = messages.results;
  const given = answer && isGiven(answer);
  if (given && answer.points !== null) return <>{formatNumber(language, answer.points)}</>;
  return (
    <>
      <span aria-hidden="true">{given ? '•' : '–'}</span>
      <span class="hidden">{given ? t.answered : t.noAnswer}</span>
    </>
  );
}

interface StudentSheetProps {
  session: SessionProps['board']['session'];
  questions: Question[];
  participant: Participant;
  name: string;
}

function StudentSheet({ session, questions, participant, name }: StudentSheetProps) {
  const { messages, language } = useTeach();
  const t = messages.results;
  const id = `sheet-${participant.id}`;
  return (
    <article class="sheet stack loose" aria-labelledby={id}>
      <div class="sheet-head">
        <h2 id={id} dir="auto">
          {name}
        </h2>
        <p class="soft">
          <span dir="auto">{session.title}</span> · {formatDate(language, session.createdAt)}
        </p>
      </div>
      {participant.correction && (
        <p class="small text" dir="auto">
          {t.correction(participant.correction.text)}
        </p>
      )}
      {participant.maxScore > 0 && (
        <p>
          <strong>
            {t.pointsOf(formatNumber(language, participant.score), formatNumber(language, participant.maxScore))}
          </strong>
        </p>
      )}
      <ol class="sheet-questions">
        {questions.map((q) => {
          const answer = participant.answers[q.id];
          const given = answer && isGiven(answer);
          return (
            <li key={q.id} class="stack tight">
              <p class="text soft small" dir="auto">
                {q.prompt}
              </p>
              {given ? <ResponseText question={q} response={answer.response} /> : <span>{t.noAnswer}</span>}
              {answer && answer.points !== null && (
                <p class="small">
                  {answer.correct !== null &&
                    `${t.marks[answer.correct ? 'yes' : answer.points > 0 ? 'part' : 'no']} · `}
                  {t.pointsOf(formatNumber(language, answer.points), formatNumber(language, q.points))}
                  {answer.graded && ` · ${t.byHand}`}
                </p>
              )}
              {q.correct !== undefined && <Right question={q} />}
            </li>
          );
        })}
      </ol>
    </article>
  );
}
