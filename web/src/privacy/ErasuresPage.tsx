import { useEffect, useRef, useState } from 'preact/hooks';
import { formatDateTime } from '../i18n/format';
import { useStaffLocale } from '../staff/messages';
import { useStaff } from '../staff/context';
import { Failure, Load, useLoad } from '../staff/load';
import { Paged } from '../staff/paged';
import { to } from '../staff/router';
import type {
  Erasure,
  ErasureGround,
  ErasureRequest,
  Hold,
  Participant,
  PendingErasure,
  QuestionSetSummary,
  SubjectKind,
} from '../api/schema';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { Field } from '../ui/Field';
import { Loading } from '../ui/Loading';
import { Notice } from '../ui/Notice';
import { listErasures, listHolds, listMembers, participantsOf, requestErasure } from './api';
import { sameWord } from './confirmWord';
import { usePrivacy } from './messages';
import { heldBy, subjectID } from './plan';
import { SessionName, SessionPicker } from './SessionPicker';
import { TaskFailure, useTask } from './useTask';

const kinds: SubjectKind[] = ['participant', 'session', 'questionSet', 'member', 'org'];
const grounds: ErasureGround[] = ['data-subject', 'parent', 'school', 'no-consent'];

type EraseTask = ReturnType<typeof useTask<'erase'>>;

export function ErasuresPage() {
  const { m } = usePrivacy();
  const { api } = useStaff();
  const t = m.erasures;
  const [asking, setAsking] = useState(false);
  const [result, setResult] = useState<Erasure | null>(null);
  const holds = useLoad((signal) => listHolds(api, signal), []);
  const [asked, setAsked] = useState(0);
  const task = useTask('erase', async ({ request }) => {
    setResult(await requestErasure(api, request));
    setAsking(false);
    setAsked((n) => n + 1);
  });
  return (
    <>
      <div class="stack tight measure">
        <p>{t.intro}</p>
        <p>{t.warning}</p>
      </div>
      {result && (
        <Notice look={result.state === 'erased' ? 'good' : 'warn'} live>
          <p>{t.results[result.state]}</p>
          {result.receiptId !== null && (
            <p>
              <a href={to.privacy('receipts', result.receiptId)}>{t.toReceipt}</a>
            </p>
          )}
        </Notice>
      )}
      {asking ? (
        <RequestForm task={task} onClose={() => setAsking(false)} />
      ) : (
        <>
          {task.action.busy && <Loading />}
          <TaskFailure task={task} />
          <p>
            <Button
              look="danger"
              onClick={() => {
                task.action.clear();
                setResult(null);
                setAsking(true);
              }}
            >
              {t.request}
            </Button>
          </p>
        </>
      )}
      <section class="stack" aria-labelledby="erasures-list">
        <h2 id="erasures-list">{t.listTitle}</h2>
        <Load loaded={holds}>
          {(holds) => (
            <Paged<PendingErasure>
              load={(token, signal) => listErasures(api, token, signal)}
              when={String(asked)}
              empty={
                <div class="empty">
                  <p>{t.empty}</p>
                </div>
              }
            >
              {(erasures) => (
                <ul class="list">
                  {erasures.map((e) => (
                    <ErasureRow key={e.id} erasure={e} holds={holds} />
                  ))}
                </ul>
              )}
            </Paged>
          )}
        </Load>
      </section>
    </>
  );
}

function ErasureRow({ erasure, holds }: { erasure: PendingErasure; holds: Hold[] }) {
  const { language, m } = usePrivacy();
  const t = m.erasures;
  const { subject } = erasure;
  const hold = erasure.rule === 'formal' ? heldBy(holds, subject) : null;
  const id = subjectID(subject);
  return (
    <li class="list-item">
      <div class="list-text">
        <h3>{m.kinds[subject.kind]}</h3>
        {id && (
          <p class="small">
            <code>{id}</code>
          </p>
        )}
        {subject.kind === 'participant' && subject.session && (
          <p class="small">
            {m.kinds.session}: <SessionName id={subject.session} />
          </p>
        )}
        <p class="soft small">
          {erasure.ground ? m.grounds[erasure.ground] : m.rules[erasure.rule]} ·{' '}
          {t.requested(formatDateTime(language, erasure.requestedAt))}
        </p>
        <p class="small" dir="auto">
          {erasure.begun ? t.begun : hold ? t.heldBy(hold.name, formatDateTime(language, hold.endsAt)) : t.waits}
        </p>
      </div>
    </li>
  );
}

interface Asked {
  request: ErasureRequest;
  /** The name to type as confirmation. */
  word: string;
}

function RequestForm({ task, onClose }: { task: EraseTask; onClose(): void }) {
  const { m } = usePrivacy();
  const { messages } = useStaffLocale();
  const { person } = useStaff();
  const t = m.erasures;
  const [kind, setKind] = useState<SubjectKind>('participant');
  const [ground, setGround] = useState<ErasureGround>('data-subject');
  const [session, setSession] = useState<{ id: string; title: string | null } | null>(null);
  const [student, setStudent] = useState<Participant | null>(null);
  const [set, setSet] = useState<QuestionSetSummary | null>(null);
  const [member, setMember] = useState<{ id: string; name: string } | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);

  /** What would be asked for; or null, with what is missing. */
  function read(): Asked | null {
    switch (kind) {
      case 'session':
        return (
          session && { request: { subject: { kind, session: session.id }, ground }, word: session.title ?? session.id }
        );
      case 'participant':
        return (
          session &&
          student && {
            request: { subject: { kind, session: session.id, participant: student.id }, ground },
            word: student.alias ?? student.id,
          }
        );
      case 'questionSet':
        return set && { request: { subject: { kind, questionSet: set.id }, ground }, word: set.title };
      case 'member':
        return member && { request: { subject: { kind, member: member.id }, ground }, word: member.name };
      case 'org':
        return { request: { subject: { kind }, ground, org: person.org }, word: person.org };
    }
  }
  const missing = (): string => {
    if (kind === 'questionSet') return t.setProblem;
    if (kind === 'member') return t.memberProblem;
    return session ? t.studentProblem : m.picker.problem;
  };
  const needsSession = kind === 'session' || kind === 'participant';

  return (
    <>
      <form
        class="card stack measure"
        noValidate
        aria-labelledby="erasure-form"
        onSubmit={(event) => {
          event.preventDefault();
          const found = read();
          setWrong(found ? null : missing());
          setAsked(found);
        }}
      >
        <h2 id="erasure-form" ref={heading} tabIndex={-1}>
          {t.formTitle}
        </h2>
        <Field label={t.what}>
          {(attributes) => (
            <select
              {...attributes}
              class="input"
              value={kind}
              onChange={(event) => {
                setKind(event.currentTarget.value as SubjectKind);
                setWrong(null);
              }}
            >
              {kinds.map((k) => (
                <option key={k} value={k}>
                  {m.kinds[k]}
                </option>
              ))}
            </select>
          )}
        </Field>
        {needsSession && (
          <SessionPicker
            value={session?.id ?? null}
            error={wrong !== null && !session ? wrong : null}
            onChange={(id, title) => {
              setSession(id === null ? null : { id, title });
              setStudent(null);
              setWrong(null);
            }}
          />
        )}
        {kind === 'participant' && session && (
          <StudentChoice
            key={session.id}
            session={session.id}
            value={student}
            error={wrong !== null && !student ? wrong : null}
            onChange={setStudent}
          />
        )}
        {kind === 'questionSet' && <SetChoice value={set} error={wrong} onChange={setSet} />}
        {kind === 'member' && <MemberChoice value={member} error={wrong} onChange={setMember} />}
        <Field label={t.ground}>
          {(attributes) => (
            <select
              {...attributes}
              class="input"
              value={ground}
              onChange={(event) => setGround(event.currentTarget.value as ErasureGround)}
            >
              {grounds.map((g) => (
                <option key={g} value={g}>
                  {m.grounds[g]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <div class="row">
          <Button type="submit" look="danger">
            {t.next}
          </Button>
          <Button onClick={onClose}>{messages.cancel}</Button>
        </div>
      </form>
      {asked && <TypedConfirm asked={asked} kind={kind} task={task} onClose={() => setAsked(null)} />}
    </>
  );
}

function TypedConfirm({
  asked,
  kind,
  task,
  onClose,
}: {
  asked: Asked;
  kind: SubjectKind;
  task: EraseTask;
  onClose(): void;
}) {
  const { m } = usePrivacy();
  const { messages } = useStaffLocale();
  const t = m.erasures;
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  return (
    <Dialog title={t.confirmTitle} onClose={onClose}>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (sameWord(typed, asked.word)) {
            task.start({ do: 'erase', request: asked.request });
            return;
          }
          setWrong(true);
          input.current?.focus();
        }}
      >
        <p>{t.confirmText[kind]}</p>
        <p class="soft">{m.grounds[asked.request.ground]}</p>
        <p class="asked-word" dir="auto">
          <strong>{asked.word}</strong>
        </p>
        <Field label={t.type(`“${asked.word}”`)} error={wrong ? t.typeProblem : null}>
          {(attributes) => (
            <input
              {...attributes}
              ref={input}
              class="input"
              dir="auto"
              autocomplete="off"
              spellcheck={false}
              value={typed}
              onInput={(event) => {
                setTyped(event.currentTarget.value);
                setWrong(false);
              }}
            />
          )}
        </Field>
        <TaskFailure task={task} />
        <div class="row dialog-buttons">
          <Button onClick={onClose}>{messages.cancel}</Button>
          <Button type="submit" look="danger" busy={task.action.busy}>
            {t.erase}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface ChoiceProps<T> {
  value: T | null;
  error: string | null;
  onChange(value: T | null): void;
}

interface SelectProps extends ChoiceProps<string> {
  label: string;
  hint?: string;
  choose: string;
  options: { id: string; text: string }[];
}

function Select({ label, hint, choose, options, value, error, onChange }: SelectProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(attributes) => (
        <select
          {...attributes}
          class="input"
          value={value ?? ''}
          onChange={(event) => onChange(event.currentTarget.value || null)}
        >
          <option value="">{choose}</option>
          {options.map((o) => (
            <option key={o.id} value={o.id}>
              {o.text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

export function StudentChoice({ session, value, error, onChange }: ChoiceProps<Participant> & { session: string }) {
  const { language, m } = usePrivacy();
  const { api } = useStaff();
  const t = m.erasures;
  const loaded = useLoad((signal) => participantsOf(api, session, signal), [session]);
  if (loaded.error) return <Failure error={loaded.error} onRetry={loaded.reload} />;
  return (
    <Load loaded={loaded}>
      {(students) =>
        students.length === 0 ? (
          <p class="soft">{t.studentNone}</p>
        ) : (
          <Select
            label={t.student}
            choose={t.studentProblem}
            options={students.map((p) => ({
              id: p.id,
              text: `${p.alias ?? (p.restricted ? t.restricted : t.nameless)}, ${formatDateTime(language, p.joinedAt)}`,
            }))}
            value={value?.id ?? null}
            error={error}
            onChange={(id) => onChange(students.find((p) => p.id === id) ?? null)}
          />
        )
      }
    </Load>
  );
}

function SetChoice({ value, error, onChange }: ChoiceProps<QuestionSetSummary>) {
  const { m } = usePrivacy();
  const { api } = useStaff();
  const t = m.erasures;
  return (
    <Paged<QuestionSetSummary>
      load={(token, signal) => api.sets({}, token, signal)}
      when=""
      empty={<p class="soft">{t.setNone}</p>}
    >
      {(sets) => (
        <Select
          label={t.set}
          choose={t.setProblem}
          options={sets.map((s) => ({ id: s.id, text: s.title }))}
          value={value?.id ?? null}
          error={error}
          onChange={(id) => onChange(sets.find((s) => s.id === id) ?? null)}
        />
      )}
    </Paged>
  );
}

/** A member by their name, of those who belong to the school; whoever chooses only if they may mean themselves. */
export function MemberChoice({
  value,
  error,
  onChange,
  myself = false,
}: ChoiceProps<{ id: string; name: string }> & { myself?: boolean }) {
  const { m } = usePrivacy();
  const { api } = useStaff();
  const t = m.erasures;
  const loaded = useLoad((signal) => listMembers(api, signal), []);
  return (
    <Load loaded={loaded}>
      {(members) => {
        const found = members
          .filter((member) => (myself || !member.you) && member.state !== 'erasing')
          .map((member) => ({ id: member.id, text: member.name ?? m.audit.member(member.id.slice(0, 8)) }));
        if (found.length === 0) return <p class="soft">{t.memberNone}</p>;
        return (
          <Select
            label={t.member}
            hint={t.memberHint}
            choose={t.memberProblem}
            options={found}
            value={value?.id ?? null}
            error={error}
            onChange={(id) => onChange(id === null ? null : { id, name: found.find((f) => f.id === id)!.text })}
          />
        );
      }}
    </Load>
  );
}
