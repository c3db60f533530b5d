import { useEffect, useMemo, useState } from 'preact/hooks';
import { formatDateTime, formatNumber } from '../../i18n/format';
import type { Language } from '../../i18n/language';
import { ResponseText } from '../../question/ResponseText';
import { Button } from '../../ui/Button';
import { announce } from '../../ui/announce';
import { Dialog } from '../../ui/Dialog';
import { lazy } from '../../ui/lazy';
import { Notice } from '../../ui/Notice';
import { Chart } from '../../question/teach/chart/Chart';
import { Solution } from '../../question/teach/chart/Solution';
import { saveFile } from '../../staff/download';
import { teacherKinds } from '../../question/teach/kinds';
import { Icon } from '../../ui/icons';
import { inUse, isGiven } from '../live/board';
import { useTeach, type TeachMessages } from '../messages';
import { QuestionFigures } from '../print/QuestionFigures';
import { GiveCodes, mayGive, SLIPS_MAX, takePendingCodes } from '../parents/GiveCodes';
import type { Batch } from '../parents/give';
import { takePending } from '../../staff/pending';
import { Confirm } from '../../staff/Confirm';
import { useStaff } from '../../staff/context';
import { InlineSelect } from '../../staff/InlineSelect';
import { Failure, useAction, useSensitive } from '../../staff/load';
import { to } from '../../staff/router';
import type { Answer, ExportFormat, Participant, Question } from '../../api/schema';
import type { SessionProps } from './props';

type Sort = 'joined' | 'name' | 'score';
const ROWS_SHOWN = 100;
const formats: ExportFormat[] = ['csv', 'xlsx', 'json'];

const Comparison = lazy(() => import('./Comparison').then((m) => m.Comparison));
const Slips = lazy(() => import('../parents/Slips').then((m) => m.Slips));

export function ResultsTab(props: SessionProps) {
  const { board, questions } = props;
  const { messages } = useTeach();
  const t = messages.results;
  const [repeat] = useState(() => takePendingCodes(board.session.id));
  const [chosen, choose] = useState<readonly string[] | null>(repeat);
  const [slips, setSlips] = useState<Batch | null>(null);
  if (slips)
    return (
      <Slips
        session={board.session}
        {...slips}
        onRest={() => {
          choose(slips.left.map((p) => p.id));
          setSlips(null);
        }}
        onDone={() => setSlips(null)}
      />
    );
  return (
    <>
      {board.participants.length === 0 ? (
        <div class="empty stack">
          <p>{t.empty}</p>
          {board.session.state === 'open' && (
            <p>
              <a class="button" href={to.session(board.session.id)}>
                {t.toCode}
              </a>
            </p>
          )}
        </div>
      ) : (
        <Table {...props} onParent={(pid) => choose([pid])} />
      )}
      <ParentCodes
        {...props}
        chosen={chosen}
        repeat={chosen === repeat}
        choose={choose}
        onGiven={(batch) => {
          choose(null);
          setSlips(batch);
        }}
      />
      <Exports {...props} />
      <section class="stack" aria-labelledby="analysis">
        <div class="row apart">
          <h2 id="analysis">{t.analysis}</h2>
          {board.participants.length > 0 && (
            <a class="button" href={to.session(board.session.id, 'report')}>
              {messages.report.open}
            </a>
          )}
        </div>
        {questions.map((q, i) => (
          <Analysis key={q.id} {...props} question={q} number={i + 1} />
        ))}
      </section>
      {inUse(board).length > 0 && <Comparison {...props} />}
    </>
  );
}

interface ParentCodesProps extends SessionProps {
  /** Whose codes are to be made, once that is confirmed; null: nobody's. */
  chosen: readonly string[] | null;
  /** Back from the second factor, to be made now. */
  repeat: boolean;
  choose(participants: readonly string[] | null): void;
  onGiven(batch: Batch): void;
}

/** Codes to hand out to parents: of all students here, of one in what is shown of them. */
function ParentCodes({ board, chosen, repeat, choose, onGiven }: ParentCodesProps) {
  const { messages } = useTeach();
  const { person } = useStaff();
  const t = messages.parents;
  const { session } = board;
  const participants = inUse(board);
  if (!mayGive(person, session) || participants.length === 0) return null;
  const parts = Array.from({ length: Math.ceil(participants.length / SLIPS_MAX) }, (_, i) => i * SLIPS_MAX);
  return (
    <section class="stack tight" aria-labelledby="parents">
      <h2 id="parents">{t.title}</h2>
      <p class="hint">{t.hint}</p>
      <div class="row">
        {parts.map((from) => {
          const some = participants.slice(from, from + SLIPS_MAX);
          return (
            <Button key={from} onClick={() => choose(some.map((p) => p.id))}>
              {parts.length === 1 ? t.all(some.length) : t.some(from + 1, from + some.length)}
            </Button>
          );
        })}
      </div>
      {chosen && (
        <GiveCodes
          session={session}
          participants={participants.filter((p) => chosen.includes(p.id))}
          repeat={repeat}
          onGiven={onGiven}
          onClose={() => choose(null)}
        />
      )}
    </section>
  );
}

function Exports({ board }: SessionProps) {
  const { messages, language } = useTeach();
  const { api } = useStaff();
  const t = messages.results;
  const sensitive = useSensitive();
  const action = useAction();
  const [bytes, setBytes] = useState<number | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const sid = board.session.id;

  const fetchFile = (format: ExportFormat, repeated: boolean) => {
    setDone(null);
    const controller = new AbortController();
    action.run(async () => {
      setBytes(0);
      try {
        const file = await sensitive(
          { kind: 'export', session: sid, format },
          () => api.exportSession(sid, format, setBytes, controller.signal, language),
          repeated,
        );
        saveFile(file);
        setDone(file.name);
      } finally {
        setBytes(null);
      }
    });
  };
  useEffect(() => {
    const pending = takePending('export', (p) => p.session === sid);
    if (pending) fetchFile(pending.format, true);
  }, []);

  return (
    <section class="stack tight" aria-labelledby="exports">
      <h2 id="exports">{t.export}</h2>
      <p class="hint">{t.exportHint}</p>
      <div class="row">
        {formats.map((format) => (
          <Button key={format} busy={action.busy} onClick={() => fetchFile(format, false)}>
            {t.formats[format]}
          </Button>
        ))}
      </div>
      {bytes !== null && (
        <p role="status">{bytes === 0 ? t.exporting : t.exported(formatNumber(language, Math.ceil(bytes / 1024)))}</p>
      )}
      {done && (
        <Notice look="good" live>
          {t.exportDone(done)}
        </Notice>
      )}
      {action.error ? <Failure error={action.error} /> : null}
    </section>
  );
}

function Table(props: SessionProps & { onParent(participant: string): void }) {
  const { board, questions, onParent } = props;
  const { messages, language } = useTeach();
  const t = messages.results;
  const [sort, setSort] = useState<Sort>('joined');
  const [descending, setDescending] = useState(false);
  const [answers, setAnswers] = useState(false);
  const [names, setNames] = useState(true);
  const [all, setAll] = useState(false);
  const [opened, setOpened] = useState<string | null>(() => {
    const pending = takePendingErase(board.session.id);
    return pending;
  });
  const [repeat, setRepeat] = useState(opened);
  const number = useMemo(() => new Map(board.participants.map((p, i) => [p.id, i + 1])), [board.participants]);
  const rows = useMemo(() => sorted(board.participants, sort, descending), [board.participants, sort, descending]);
  const shown = all ? rows : rows.slice(0, ROWS_SHOWN);
  const scored = questions.some((q) => q.points > 0);
  const nameOf = (p: Participant) =>
    names && !p.restricted ? (p.alias ?? messages.live.nameless) : messages.live.studentNumber(number.get(p.id)!);
  const participant = board.participants.find((p) => p.id === opened);

  const header = (key: Sort, text: string) => (
    <th
      scope="col"
      class={key === 'score' ? 'figure' : 'sticky'}
      aria-sort={sort === key ? (descending ? 'descending' : 'ascending') : undefined}
    >
      <button
        type="button"
        class="sort"
        onClick={() => {
          setDescending(sort === key ? !descending : key === 'score');
          setSort(key);
        }}
      >
        {text}
        <span aria-hidden="true">{sort === key ? (descending ? ' ▾' : ' ▴') : ''}</span>
      </button>
    </th>
  );

  return (
    <div class="stack">
      <div class="row apart">
        <h2 id="table-title">{t.table(inUse(board).length)}</h2>
        <div class="row">
          <InlineSelect
            label={t.sortBy}
            value={sort}
            options={(['joined', 'name', 'score'] as const).map((value) => ({ value, text: t.sorts[value] }))}
            onChange={(by) => {
              setSort(by as Sort);
              setDescending(by === 'score');
            }}
          />
          <Button aria-pressed={answers ? 'true' : 'false'} onClick={() => setAnswers(!answers)}>
            {answers ? t.showPoints : t.showAnswers}
          </Button>
          <Button aria-pressed={names ? 'false' : 'true'} onClick={() => setNames(!names)}>
            {names ? messages.live.hideNames : messages.live.showNames}
          </Button>
        </div>
      </div>
      <div class="table-scroll" tabIndex={0} role="region" aria-labelledby="table-title">
        <table class="results">
          <thead>
            <tr>
              {header('name', t.name)}
              {scored && header('score', t.score)}
              {questions.map((q, i) => (
                <th
                  key={q.id}
                  scope="col"
                  class={answers ? undefined : 'figure'}
                  abbr={t.questionShort(i + 1)}
                  title={q.prompt}
                >
                  {t.questionShort(i + 1)}
                  <span class="column-prompt" dir="auto">
                    {q.prompt}
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((p) => (
              <tr key={p.id}>
                <th scope="row" class="sticky">
                  <button type="button" class="link name" dir="auto" onClick={() => setOpened(p.id)}>
                    {nameOf(p)}
                  </button>
                  {p.restricted && (
                    <span class="soft small">
                      {' '}
                      <span class="badge">{t.restricted}</span>
                    </span>
                  )}
                  {p.correction && (
                    <span class="soft small" dir="auto">
                      {' '}
                      {t.correction(p.correction.text)}
                    </span>
                  )}
                  {refusalTexts(t, language, p).length > 0 && (
                    <span class="soft small">
                      {' '}
                      <Sign text={refusalTexts(t, language, p).join('. ')} sign="⚑" />
                    </span>
                  )}
                  {p.renamedAt && (
                    <span class="soft small">
                      {' '}
                      <Sign text={renamedText(t, language, p)!} sign="✎" />
                    </span>
                  )}
                </th>
                {scored && <td class="figure">{p.restricted ? '–' : formatNumber(language, p.score)}</td>}
                {questions.map((q) => (
                  <td key={q.id} class={answers ? 'answer' : 'figure'}>
                    <Cell question={q} answer={p.answers[q.id]} answers={answers} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="hint">{t.legend}</p>
      {rows.length > shown.length && (
        <p>
          <Button onClick={() => setAll(true)}>{messages.live.showAll(rows.length)}</Button>
        </p>
      )}
      {participant && (
        <ParticipantDialog
          {...props}
          participant={participant}
          name={nameOf(participant)}
          repeat={repeat === participant.id}
          onParent={() => {
            setOpened(null);
            onParent(participant.id);
          }}
          onClose={() => {
            setOpened(null);
            setRepeat(null);
          }}
        />
      )}
    </div>
  );
}

/** That the name was corrected, when, and by whom the last time. */
function renamedText(t: TeachMessages['results'], language: Language, { renamedAt, parent }: Participant) {
  if (!renamedAt) return null;
  const time = formatDateTime(language, renamedAt);
  return parent?.correctedAt === renamedAt ? t.renamedByParent(time) : t.renamed(time);
}

/** What a parent refused, and when they lifted it. */
function refusalTexts(t: TeachMessages['results'], language: Language, { parent }: Participant): string[] {
  const at = (time: string | undefined, text: (time: string) => string) =>
    time ? [text(formatDateTime(language, time))] : [];
  return [
    ...at(parent?.collectionRefusedAt, t.collectionRefused),
    ...at(parent?.collectionLiftedAt, t.refusalLifted),
    ...at(parent?.disclosureRefusedAt, t.disclosureRefused),
    ...at(parent?.disclosureLiftedAt, t.refusalLifted),
  ];
}

function takePendingErase(sid: string): string | null {
  return takePending('erase', (p) => p.session === sid)?.participant ?? null;
}

/** Those who are equal stay in the order in which they joined. */
export function sorted(participants: Participant[], by: Sort, descending: boolean): Participant[] {
  const list = [...participants];
  if (by === 'joined') return descending ? list.reverse() : list;
  const compare = (a: Participant, b: Participant) =>
    by === 'score' ? a.score - b.score : (a.alias ?? '').localeCompare(b.alias ?? '', undefined, { numeric: true });
  return list.sort((a, b) => (descending ? compare(b, a) : compare(a, b)));
}

function Cell({ question, answer, answers }: { question: Question; answer: Answer | undefined; answers: boolean }) {
  const { messages, language } = useTeach();
  const t = messages.results;
  if (!answer || !isGiven(answer))
    return <span class="soft">{answers ? '–' : <Sign text={t.noAnswer} sign="–" />}</span>;
  if (answers) return <ResponseText question={question} response={answer.response} />;
  if (answer.points === null) return <Sign text={t.answered} sign="•" />;
  const points = formatNumber(language, answer.points);
  const look = answer.correct ? 'yes' : answer.points > 0 ? 'part' : 'no';
  return (
    <span class={`mark ${look}`}>
      <Icon name={look} />
      <span class="hidden">{t.marks[look]}</span> {points}
    </span>
  );
}

function Sign({ text, sign }: { text: string; sign: string }) {
  return (
    <>
      <span aria-hidden="true">{sign}</span>
      <span class="hidden">{text}</span>
    </>
  );
}

interface ParticipantDialogProps extends SessionProps {
  participant: Participant;
  name: string;
  /** Back from the second factor, to be erased now. */
  repeat: boolean;
  /** A code for a parent is asked for. */
  onParent(): void;
  onClose(): void;
}

function ParticipantDialog(props: ParticipantDialogProps) {
  const { board, questions, participant, name, repeat, onParent, onClose } = props;
  const { messages, language } = useTeach();
  const { api, person } = useStaff();
  const t = messages.results;
  const [asking, setAsking] = useState(repeat);
  const sensitive = useSensitive();
  const action = useAction();
  const sid = board.session.id;
  const erase = (repeated: boolean) =>
    action.run(async () => {
      const pending = { kind: 'erase', session: sid, participant: participant.id } as const;
      await sensitive(pending, () => api.eraseParticipant(sid, participant.id), repeated);
      announce(t.erased);
      onClose();
    });
  useEffect(() => {
    if (repeat) erase(true);
  }, []);

  if (asking) {
    return (
      <Confirm
        title={t.eraseTitle}
        confirm={t.erase}
        danger
        action={action}
        onClose={onClose}
        onConfirm={() => erase(false)}
      >
        <p>
          <strong dir="auto">{name}</strong>
        </p>
        <p>{t.eraseText}</p>
      </Confirm>
    );
  }
  return (
    <Dialog title={name} onClose={onClose}>
      <p class="soft small">
        {t.joined(formatDateTime(language, participant.joinedAt))}
        {!participant.restricted && ` · ${t.scoreOf(formatNumber(language, participant.score))}`}
      </p>
      {participant.restricted && <Notice look="warn">{t.restrictedText}</Notice>}
      {participant.correction && (
        <p class="small text" dir="auto">
          {t.correction(participant.correction.text)}
        </p>
      )}
      {participant.renamedAt && <p class="soft small">{renamedText(t, language, participant)}</p>}
      {refusalTexts(t, language, participant).map((text) => (
        <p key={text} class="small">
          {text}
        </p>
      ))}
      <ol class="answers">
        {(participant.restricted ? [] : questions).map((q, i) => {
          const answer = participant.answers[q.id];
          return (
            <li key={q.id} class="stack tight">
              <p class="text small soft" dir="auto">
                {i + 1}. {q.prompt}
              </p>
              {answer && isGiven(answer) ? (
                <ResponseText question={q} response={answer.response} />
              ) : (
                <span class="soft">{t.noAnswer}</span>
              )}
              {answer && answer.points !== null && (
                <p class="small">
                  {t.pointsOf(formatNumber(language, answer.points), formatNumber(language, q.points))}
                  {answer.graded && ` · ${t.byHand}`}
                </p>
              )}
            </li>
          );
        })}
      </ol>
      <div class="row dialog-buttons">
        {mayGive(person, board.session) && !participant.restricted && (
          <>
            <Button onClick={onParent}>{messages.parents.one}</Button>
            <Button look="danger" onClick={() => setAsking(true)}>
              {t.erase}
            </Button>
          </>
        )}
        <Button look="primary" onClick={onClose}>
          {messages.close}
        </Button>
      </div>
    </Dialog>
  );
}

function Analysis({ board, question, number }: SessionProps & { question: Question; number: number }) {
  const { messages, language } = useTeach();
  const t = messages.results;
  const counts = board.counts[question.id];
  const points = board.participants.flatMap((p) => p.answers[question.id]?.points ?? []);
  const mean = points.length > 0 ? points.reduce((a, b) => a + b, 0) / points.length : null;
  return (
    <article class="card stack tight">
      <h3 class="text" dir="auto">
        {number}. {question.prompt}
      </h3>
      <dl class="facts">
        <div>
          <dt>{t.kind}</dt>
          <dd>{messages.editing.kinds[question.kind].name}</dd>
        </div>
        <div>
          <dt>{t.answers}</dt>
          <dd>{messages.live.answered(counts?.answered ?? 0, inUse(board).length)}</dd>
        </div>
        {counts?.correctRate != null && (
          <div>
            <dt>{t.rightRate}</dt>
            <dd>{formatNumber(language, Math.round(counts.correctRate * 100))} %</dd>
          </div>
        )}
        {mean !== null && (
          <div>
            <dt>{t.mean}</dt>
            <dd>
              {t.pointsOf(
                formatNumber(language, Math.round(mean * 100) / 100),
                formatNumber(language, question.points),
              )}
            </dd>
          </div>
        )}
      </dl>
      <QuestionFigures participants={inUse(board)} question={question} />
      <Chart question={question} counts={counts} solution />
      {!teacherKinds[question.kind].marks.bars && <Solution question={question} />}
    </article>
  );
}
