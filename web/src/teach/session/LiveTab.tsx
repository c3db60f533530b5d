import { useState } from 'preact/hooks';
import { formatDateTime } from '../../i18n/format';
import { Button } from '../../ui/Button';
import { announce } from '../../ui/announce';
import { Chart } from '../../question/teach/chart/Chart';
import { Icon } from '../../ui/icons';
import { answeredBy, inUse, isGiven } from '../live/board';
import { useTeach } from '../messages';
import { Confirm } from '../../staff/Confirm';
import { may, useStaff } from '../../staff/context';
import { InlineSelect } from '../../staff/InlineSelect';
import { Failure } from '../../staff/load';
import { to } from '../../staff/router';
import type { SessionProps } from './props';
import { useQuietly } from './useQuietly';
import { useSteps } from './useSteps';

export function LiveTab(props: SessionProps) {
  const { board, questions } = props;
  const { messages, language } = useTeach();
  const { person } = useStaff();
  const t = messages.live;
  const { session } = board;
  const participants = inUse(board);
  const door = useSteps(props);
  const steps = useSteps(props);
  const [closing, setClosing] = useState(false);
  const [results, setResults] = useState(true);
  const [names, setNames] = useState(true);
  const open = session.state === 'open' || session.state === 'paused';
  const paced = session.mode === 'teacher-paced';
  const current = steps.at >= 0 ? questions[steps.at] : undefined;
  const given = current
    ? answeredBy(board, current.id)
    : participants.filter((p) => Object.values(p.answers).some(isGiven)).length;
  useQuietly(t.spoken(participants.length, given), open);

  return (
    <div class="live">
      <section class="stack live-side" aria-label={t.side}>
        {open ? (
          <div class="card join-card stack">
            <h2 class="small soft">{t.joinAt}</h2>
            <p class="join-host" dir="ltr">
              {hostOf(session.joinUrl)}
            </p>
            <p class="join-code">
              <span aria-hidden="true">{session.code}</span>
              <span class="hidden">{t.codeIs(spelled(session.code))}</span>
            </p>
            <div class="row">
              <a class="button primary" href={to.session(session.id, 'projector')}>
                {t.project}
              </a>
              <Button
                onClick={() => {
                  void navigator.clipboard.writeText(session.joinUrl ?? '').then(
                    () => announce(t.copied),
                    () => announce(t.notCopied),
                  );
                }}
              >
                {t.copy}
              </Button>
            </div>
            <p class="hint">{t.keys}</p>
            {session.closesAt && <p class="soft small">{t.closesAt(formatDateTime(language, session.closesAt))}</p>}
          </div>
        ) : (
          <div class="card stack">
            <p>{session.closedAt ? t.closedAt(formatDateTime(language, session.closedAt)) : t.closed}</p>
            <p>
              <a class="button primary" href={to.session(session.id, 'results')}>
                {t.toResults}
              </a>
            </p>
          </div>
        )}
        {open && may(person, 'sessions:write') && (
          <div class="card stack">
            <h2>{t.controls}</h2>
            <div class="control-buttons">
              <Button
                busy={door.action.busy}
                onClick={() =>
                  door.patch({ state: session.state === 'paused' ? 'open' : 'paused' }, () =>
                    announce(session.state === 'paused' ? t.resumed : t.paused),
                  )
                }
              >
                {session.state === 'paused' ? t.resume : t.pause}
              </Button>
              <Button
                busy={door.action.busy}
                onClick={() =>
                  door.patch({ locked: !session.locked }, () => announce(session.locked ? t.unlocked : t.lockedNow))
                }
              >
                {session.locked ? t.unlock : t.lock}
              </Button>
              <Button look="danger" onClick={() => setClosing(true)}>
                {t.close}
              </Button>
            </div>
            <p class="hint">
              {session.state === 'paused' ? t.pausedHint : session.locked ? t.lockedHint : t.controlsHint}
            </p>
            {door.action.error && !closing ? <Failure error={door.action.error} /> : null}
          </div>
        )}
        <People {...props} names={names} setNames={setNames} current={current?.id ?? null} />
      </section>

      <section class="stack live-main" aria-label={t.questions}>
        <div class="row apart">
          <h2>{paced ? t.pacedTitle : t.questions}</h2>
          <Button look="quiet" aria-pressed={results ? 'false' : 'true'} onClick={() => setResults(!results)}>
            {results ? t.hideResults : t.showResults}
          </Button>
        </div>
        {paced && open && (
          <div class="card stack">
            <div class="row">
              <div class="row steps">
                <Button disabled={steps.at <= 0} busy={steps.action.busy} onClick={() => steps.go(steps.at - 1)}>
                  {t.previous}
                </Button>
                <Button
                  look="primary"
                  disabled={steps.at >= questions.length - 1}
                  busy={steps.action.busy}
                  onClick={() => steps.go(steps.at + 1)}
                >
                  {steps.at < 0 ? t.first : t.next}
                </Button>
              </div>
              <InlineSelect
                label={t.jump}
                value={session.currentQuestion ?? ''}
                options={[
                  { value: '', text: t.noQuestion },
                  ...questions.map((q, i) => ({
                    value: q.id,
                    text: `${i + 1}. ${q.prompt.replace(/\s+/g, ' ').slice(0, 60)}`,
                  })),
                ]}
                onChange={(id) => steps.patch({ currentQuestion: id || null })}
              />
            </div>
            {steps.action.error ? <Failure error={steps.action.error} /> : null}
            {current ? (
              <p class="soft" role="presentation">
                {t.questionOf(steps.at + 1, questions.length)} · {t.answered(given, participants.length)}
              </p>
            ) : (
              <p class="soft">{t.waiting}</p>
            )}
            {current && <QuestionCard {...props} number={steps.at + 1} question={current} results={results} bare />}
          </div>
        )}
        {(!paced || !open) &&
          questions.map((q, i) => <QuestionCard key={q.id} {...props} number={i + 1} question={q} results={results} />)}
        {paced && open && questions.length > 1 && (
          <details class="fold">
            <summary>{t.others}</summary>
            <div class="stack">
              {questions.map(
                (q, i) =>
                  q !== current && <QuestionCard key={q.id} {...props} number={i + 1} question={q} results={results} />,
              )}
            </div>
          </details>
        )}
      </section>

      {closing && (
        <Confirm
          title={t.closeTitle}
          confirm={t.close}
          danger
          action={door.action}
          onClose={() => {
            setClosing(false);
            door.action.clear();
          }}
          onConfirm={() =>
            door.patch({ state: 'closed' }, () => {
              setClosing(false);
              announce(t.closedNow);
            })
          }
        >
          <p>{t.closeText}</p>
        </Confirm>
      )}
    </div>
  );
}

function QuestionCard({
  board,
  number,
  question,
  results,
  bare = false,
}: SessionProps & {
  number: number;
  question: SessionProps['questions'][number];
  results: boolean;
  bare?: boolean;
}) {
  const { messages } = useTeach();
  const counts = board.counts[question.id];
  return (
    <article class={bare ? 'stack tight' : 'card stack tight'}>
      <h3 class="text" dir="auto">
        {number}. {question.prompt}
      </h3>
      <p class="soft small">
        {messages.editing.kinds[question.kind].name} ·{' '}
        {messages.live.answered(counts?.answered ?? 0, inUse(board).length)}
      </p>
      {results && <Chart question={question} counts={counts} solution />}
    </article>
  );
}

const PEOPLE_SHOWN = 60;

function People({
  board,
  questions,
  names,
  setNames,
  current,
}: SessionProps & {
  names: boolean;
  setNames(on: boolean): void;
  current: string | null;
}) {
  const { messages } = useTeach();
  const t = messages.live;
  const [all, setAll] = useState(false);
  const participants = inUse(board);
  const shown = all ? participants : participants.slice(-PEOPLE_SHOWN);
  const before = participants.length - shown.length;
  return (
    <div class="card stack">
      <div class="row apart">
        <h2>{t.people(participants.length)}</h2>
        <Button look="quiet" aria-pressed={names ? 'false' : 'true'} onClick={() => setNames(!names)}>
          {names ? t.hideNames : t.showNames}
        </Button>
      </div>
      <div role="status">
        {board.left > 0 && (
          <p class="soft small">
            {t.left(board.left)} {board.leftByParent > 0 && t.leftByParent(board.leftByParent)}
          </p>
        )}
      </div>
      {participants.length === 0 ? (
        <p class="soft">{t.nobody}</p>
      ) : (
        <ul class="people">
          {shown.map((p, i) => {
            const given = Object.values(p.answers).filter(isGiven).length;
            const done = current ? isGiven(p.answers[current]) : given === questions.length;
            return (
              <li key={p.id} class={done ? 'person done' : 'person'}>
                <span class="person-name" dir="auto">
                  {names ? (p.alias ?? t.nameless) : t.studentNumber(before + i + 1)}
                </span>
                <span class="soft small">
                  {done && (
                    <>
                      <Icon name="yes" />
                      <span class="hidden">{t.done}</span>
                    </>
                  )}
                  {!current && t.progress(given, questions.length)}
                </span>
              </li>
            );
          })}
        </ul>
      )}
      {before > 0 && (
        <p>
          <Button onClick={() => setAll(true)}>{t.showAll(participants.length)}</Button>
        </p>
      )}
    </div>
  );
}

/** An address without what nobody types. */
export function hostOf(url: string | null): string {
  if (!url) return '';
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}

/** A code as it is spelled out. */
export const spelled = (code: string | null) => [...(code ?? '')].join(' ');
