// Whom a request is about: the search through the school's sessions, and who is meant of those whom it found.

import { useEffect, useState } from 'preact/hooks';
import type { FoundMark, FoundPerson, PersonSearch, RequestFind } from '../api/schema';
import { foundMarkValues, personSearchAliasMaxLength, requestFindSessionsMax } from '../api/values';
import { formatDate } from '../i18n/format';
import { may, useStaff } from '../staff/context';
import { useLoad } from '../staff/load';
import { announce } from '../ui/announce';
import { Button } from '../ui/Button';
import { Field } from '../ui/Field';
import { Notice } from '../ui/Notice';
import { find, getRequest, listTeachers, mark } from './api';
import { useQueue } from './messages';
import { Load, type PartProps } from './parts';
import { TaskFailure, useTask } from './useTask';

// How long to wait before looking how far a search is: each look is entered in the audit.
const FIRST = 2_000;
const LONGEST = 30_000;

/** The request is looked at while its search runs. */
function useProgress({ request, onChange }: PartProps): void {
  const { api } = useStaff();
  const running = request.find?.state === 'running';
  useEffect(() => {
    if (!running) return;
    const controller = new AbortController();
    let wait = FIRST;
    let timer: ReturnType<typeof setTimeout>;
    const look = () => {
      getRequest(api, request.id, controller.signal).then(
        (next) => {
          if (controller.signal.aborted) return;
          onChange(next);
          if (next.find?.state === 'running') again();
        },
        () => controller.signal.aborted || again(),
      );
    };
    const again = () => {
      timer = setTimeout(look, wait);
      wait = Math.min(wait * 1.5, LONGEST);
    };
    again();
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
  }, [running, request.id]);
}

export function Find(props: PartProps) {
  const { request, onChange } = props;
  const { m } = useQueue();
  const { api, person } = useStaff();
  const t = m.find;
  const { about } = request;
  const [alias, setAlias] = useState(request.find?.alias ?? about.alias ?? '');
  const [from, setFrom] = useState(about.from ?? '');
  const [to, setTo] = useState(about.to ?? '');
  const [teacher, setTeacher] = useState(request.find?.teacher ?? '');
  const [narrow, setNarrow] = useState(teacher !== '');
  const [wrong, setWrong] = useState(false);
  useProgress(props);
  const task = useTask('find', async ({ body }) => {
    setAlias(body.alias);
    setFrom(body.from ?? '');
    setTo(body.to ?? '');
    setTeacher(body.teacher ?? '');
    onChange(await find(api, request.id, body));
    announce(t.started);
  });
  const body = (): PersonSearch => ({
    alias: alias.trim(),
    ...(from && { from }),
    ...(to && { to }),
    ...(teacher && { teacher }),
    ...(request.find && { find: request.find.id }),
  });
  return (
    <section class="card stack" aria-labelledby="request-find">
      <h2 id="request-find">{t.title}</h2>
      <p class="measure">{t.intro(requestFindSessionsMax)}</p>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setWrong(alias.trim() === '');
          if (alias.trim() !== '') task.start({ do: 'find', body: body() });
        }}
      >
        <Field label={t.alias} hint={t.aliasHint} error={wrong ? t.aliasMissing : null}>
          {(attributes) => (
            <input
              {...attributes}
              class="input"
              dir="auto"
              autocomplete="off"
              maxLength={personSearchAliasMaxLength}
              value={alias}
              onInput={(event) => {
                setAlias(event.currentTarget.value);
                setWrong(false);
              }}
            />
          )}
        </Field>
        <div class="row">
          <Field label={t.from}>
            {(attributes) => (
              <input
                {...attributes}
                class="input"
                type="date"
                value={from}
                onInput={(event) => setFrom(event.currentTarget.value)}
              />
            )}
          </Field>
          <Field label={t.to}>
            {(attributes) => (
              <input
                {...attributes}
                class="input"
                type="date"
                value={to}
                onInput={(event) => setTo(event.currentTarget.value)}
              />
            )}
          </Field>
        </div>
        <p class="small soft">{t.daysHint}</p>
        {may(person) &&
          (narrow ? (
            <TeacherChoice value={teacher} onChange={setTeacher} />
          ) : (
            <p>
              <Button onClick={() => setNarrow(true)}>{t.narrow}</Button>
            </p>
          ))}
        <TaskFailure task={task} />
        <p>
          <Button type="submit" {...(request.find === null && { look: 'primary' as const })} busy={task.action.busy}>
            {request.find === null ? t.button : t.again}
          </Button>
        </p>
      </form>
      {request.find && <Result {...props} key={request.find.id} search={request.find} />}
    </section>
  );
}

/** One of the school's people, or nobody. Their list is for administrators, and reading it is entered in the audit. */
function TeacherChoice({ value, onChange }: { value: string; onChange(id: string): void }) {
  const { m } = useQueue();
  const { api } = useStaff();
  const t = m.find;
  const loaded = useLoad((signal) => listTeachers(api, signal), []);
  return (
    <Load loaded={loaded}>
      {(members) => (
        <Field label={t.teacher}>
          {(attributes) => (
            <select
              {...attributes}
              class="input"
              dir="auto"
              value={value}
              onChange={(event) => onChange(event.currentTarget.value)}
            >
              <option value="">{t.everybody}</option>
              {members.map((member) => (
                <option key={member.id} value={member.id}>
                  {member.name ?? m.timeline.person(member.id.slice(0, 8))}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
    </Load>
  );
}

/** How far a search is, and whom it found. */
function Result({ request, onChange, search }: PartProps & { search: RequestFind }) {
  const { m } = useQueue();
  const { api } = useStaff();
  const t = m.find;
  const [changed, setChanged] = useState<Record<string, FoundMark>>({});
  const task = useTask('found', async ({ body }) => {
    onChange(await mark(api, request.id, body));
    setChanged({});
    announce(t.saved);
  });
  if (search.state === 'running') {
    return (
      <div class="stack tight">
        <p role="status">{t.running(search.sessions)}</p>
        <progress max={requestFindSessionsMax} value={search.sessions} aria-label={t.running(search.sessions)} />
        <p class="small soft">{t.leave}</p>
      </div>
    );
  }
  const markOf = (p: FoundPerson) => changed[p.id] ?? p.mark;
  // Only what was changed here: somebody else may have marked the others.
  const marked = (as: FoundMark) => search.found.filter((p) => changed[p.id] === as).map((p) => p.id);
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        task.start({ do: 'found', body: { find: search.id, meant: marked('meant'), excluded: marked('excluded') } });
      }}
    >
      <h3>{t.result(search.found.length, search.sessions)}</h3>
      {search.older && <Notice look="warn">{search.full ? t.full : t.older}</Notice>}
      {search.found.length === 0 ? (
        <p class="measure">{t.none}</p>
      ) : (
        <>
          <p class="measure">{t.choose}</p>
          <ul class="plain-list steps">
            {search.found.map((p) => (
              <li key={p.id}>
                {p.erased ? (
                  <p class="soft">{t.erased}</p>
                ) : (
                  <Person person={p} mark={markOf(p)} onMark={(as) => setChanged({ ...changed, [p.id]: as })} />
                )}
              </li>
            ))}
          </ul>
          <TaskFailure task={task} />
          <div class="row">
            <Button
              type="submit"
              {...(Object.keys(changed).length > 0 && { look: 'primary' as const })}
              busy={task.action.busy}
              disabled={Object.keys(changed).length === 0}
            >
              {t.save}
            </Button>
            {search.found.some((p) => p.mark === null) && <span class="soft small">{t.unmarked}</span>}
          </div>
        </>
      )}
      <p class="small soft">{t.kept}</p>
    </form>
  );
}

function Person({
  person,
  mark,
  onMark,
}: {
  person: FoundPerson;
  mark: FoundMark | null;
  onMark(mark: FoundMark): void;
}) {
  const { language, m } = useQueue();
  const t = m.find;
  return (
    <fieldset class="stack tight">
      <legend class="legend queue-words" dir="auto">
        {person.alias}
      </legend>
      <p class="small soft queue-words" dir="auto">
        {t.where(person.title, person.code)} · {t.joined(formatDate(language, person.joinedAt!))} ·{' '}
        {t.answers(person.answers)}
      </p>
      <div class="row">
        {foundMarkValues.map((v) => (
          <label key={v} class="check">
            <input type="radio" name={`mark-${person.id}`} checked={mark === v} onChange={() => onMark(v)} />
            <span>{t.marks[v]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
