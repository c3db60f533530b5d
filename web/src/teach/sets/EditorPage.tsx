import { useRef, useState } from 'preact/hooks';
import { ApiError } from '../../api/client';
import type { QuestionSet } from '../../api/schema';
import { formatTime } from '../../i18n/format';
import { Button } from '../../ui/Button';
import { announce } from '../../ui/announce';
import { Field } from '../../ui/Field';
import { useFocus } from '../../ui/focus';
import { Notice } from '../../ui/Notice';
import { Icon } from '../../ui/icons';
import { useTeach } from '../messages';
import { takePending, type Pending } from '../../staff/pending';
import { Confirm } from '../../staff/Confirm';
import { mayChange, useStaff } from '../../staff/context';
import { useLeaveDialog } from '../../staff/useLeaveDialog';
import { StaffPage } from '../../staff/StaffPage';
import { Failure, Load, useAction, useLoad } from '../../staff/load';
import { dropGuard, navigate, to, type Route } from '../../staff/router';
import {
  duplicate,
  isEssay,
  isScored,
  newQuestion,
  sameDraft,
  toDraft,
  toRequest,
  type DraftQuestion,
  type DraftSet,
} from '../../question/teach/draft';
import { faultText, type Fault } from '../../question/teach/faults';
import { move } from '../../question/teach/fields';
import { fieldMark } from '../../question/teach/Form';
import { limits } from '../../question/teach/limits';
import { Preview } from './Preview';
import { QuestionEditor } from '../../question/teach/QuestionEditor';
import { SharedSet } from './SharedSet';
import { StartDialog } from './StartDialog';
import { TakeQuestions } from './TakeQuestions';

/** What an editor begins with. */
interface Opened {
  draft: DraftSet;
  /** As it is on the server; null for a new set. */
  saved: DraftSet | null;
  etag: string | null;
  /** Brought back from a sign-in in between. */
  restored: boolean;
  /** A colleague's, who shares it: it can only be read. */
  theirs: QuestionSet | null;
}

export function EditorPage({ id, route }: { id: string | null; route: Route }) {
  const { messages, language } = useTeach();
  const { api, person } = useStaff();
  const loaded = useLoad<Opened>(
    async (signal) => {
      const pending = takePending('draft', (p) => p.set === id);
      if (id === null) {
        return {
          draft: pending?.draft ?? { title: '', folder: '', tags: '', questions: [newQuestion()] },
          saved: null,
          etag: null,
          restored: pending !== null,
          theirs: null,
        };
      }
      const { value, etag } = await api.set(id, signal);
      const saved = toDraft(value, language);
      const theirs = mayChange(person, value) ? null : value;
      if (!pending) return { draft: saved, saved, etag, restored: false, theirs };
      return { draft: pending.draft, saved, etag: pending.etag, restored: true, theirs };
    },
    [id],
  );
  const title = id === null ? messages.editor.newTitle : messages.editor.title;
  if (loaded.value?.theirs) return <SharedSet set={loaded.value.theirs} route={route} />;
  if (loaded.value)
    return <Editor key={id ?? 'new'} id={id} route={route} opened={loaded.value} onReload={loaded.reload} />;
  return (
    <StaffPage title={title} route={route}>
      <Load loaded={loaded}>{() => null}</Load>
    </StaffPage>
  );
}

interface EditorProps {
  id: string | null;
  route: Route;
  opened: Opened;
  onReload(): void;
}

function Editor({ id, route, opened, onReload }: EditorProps) {
  const { messages, language } = useTeach();
  const { api } = useStaff();
  const { editing, editor: t } = messages;
  const [draft, setDraft] = useState(opened.draft);
  const [saved, setSaved] = useState(opened.saved);
  const [etag, setEtag] = useState(opened.etag);
  const [savedAt, setSavedAt] = useState<Date | null>(null);
  const [tried, setTried] = useState(false);
  const [open, setOpen] = useState<string | null>(() =>
    id === null ? (opened.draft.questions[0]?.key ?? null) : null,
  );
  const [previewing, setPreviewing] = useState<number | null>(null);
  const [removing, setRemoving] = useState<DraftQuestion | null>(null);
  const [starting, setStarting] = useState(false);
  const [taking, setTaking] = useState(false);
  const action = useAction();
  const summary = useRef<HTMLDivElement>(null);

  const start = useRef(opened.draft);
  const dirty = !sameDraft(draft, saved ?? start.current) || (opened.restored && saved === opened.saved);
  const { faults } = tried ? toRequest(draft, language) : { faults: [] };
  const ofSet = (field: string) => faults.find((f) => f.question === null && f.field === field);
  const [titleFault, folderFault, tagsFault] = ['title', 'folder', 'tags'].map(ofSet);
  const conflict = action.error instanceof ApiError && action.error.status === 412;

  const leaveDialog = useLeaveDialog(dirty, { title: t.leaveTitle, text: t.leaveText, go: t.leaveAnyway });

  const setQuestion = (next: DraftQuestion) =>
    setDraft({ ...draft, questions: draft.questions.map((q) => (q.key === next.key ? next : q)) });
  const setQuestions = (questions: DraftQuestion[]) => setDraft({ ...draft, questions });
  const focusOn = useFocus();
  const focusRow = (key: string, selector = '.question-toggle') =>
    focusOn(() => document.querySelector<HTMLElement>(`[data-question="${key}"] ${selector}`));

  const save = (how: 'save' | 'overwrite' | 'copy' = 'save') => {
    const { request, faults: found } = toRequest(draft, language);
    setTried(true);
    if (found.length > 0) {
      focusOn(() => summary.current);
      return;
    }
    action.run(async () => {
      const asNew = id === null || how === 'copy';
      const { value, etag: fresh } = asNew
        ? await api.createSet(
            how === 'copy' ? { ...request, title: t.copyOf(request.title).slice(0, limits.title) } : request,
          )
        : await api.replaceSet(id, request, how === 'overwrite' ? null : etag);
      announce(t.savedNow);
      if (asNew) {
        dropGuard();
        navigate(to.set(value.id), { replace: id === null });
        return;
      }
      const stored = toDraft(value, language);
      setSaved(keepTyped(stored, draft));
      setEtag(fresh);
      setSavedAt(new Date());
      setTried(false);
      // The keys stay, and with them what is open and focused. Ids come from the server.
      setDraft((now) => ({
        ...now,
        questions: now.questions.map((q) => {
          const i = draft.questions.findIndex((old) => old.key === q.key);
          return i < 0 ? q : { ...q, id: stored.questions[i]?.id ?? q.id };
        }),
      }));
    });
  };

  const pending = (): Pending => ({ kind: 'draft', set: id, etag, draft });

  return (
    <StaffPage
      title={id === null ? t.newTitle : t.title}
      route={route}
      actions={
        <>
          <Button disabled={draft.questions.length === 0} onClick={() => setPreviewing(0)}>
            {t.preview}
          </Button>
          {id !== null && (
            <>
              <a class="button" href={to.paper(id)}>
                {messages.paper.print}
              </a>
              <Button disabled={dirty} onClick={() => setStarting(true)} title={dirty ? t.saveFirst : undefined}>
                {messages.sets.start}
              </Button>
            </>
          )}
        </>
      }
    >
      {opened.restored && saved === opened.saved && <Notice live>{t.restored}</Notice>}
      {faults.length > 0 && (
        <div class="notice bad" tabIndex={-1} ref={summary} role="group" aria-labelledby="faults-title">
          <strong id="faults-title">{t.faultsTitle(faults.length)}</strong>
          <ul class="plain-list">
            {faults.slice(0, 20).map((f) => (
              <li key={`${f.question}/${f.field}/${f.code}`}>
                <button type="button" class="link" onClick={() => goTo(f)}>
                  {placeOf(f)}{' '}
                  {faultText(editing, draft.questions.find((q) => q.key === f.question)?.kind ?? null, f.code)}
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
      {conflict ? (
        <Notice look="warn" live>
          <strong>{t.conflictTitle}</strong>
          <p>{t.conflictText}</p>
          <div class="row">
            <Button onClick={() => save('copy')}>{t.conflictCopy}</Button>
            <Button onClick={() => save('overwrite')}>{t.conflictOverwrite}</Button>
            <Button onClick={onReload}>{t.conflictReload}</Button>
          </div>
        </Notice>
      ) : action.error ? (
        <Failure error={action.error} pending={pending} />
      ) : null}
      <ServerFaults error={action.error} />

      <Field label={t.setTitle} error={titleFault && faultText(editing, null, titleFault.code)}>
        {(attributes) => (
          <input
            {...attributes}
            data-field={fieldMark(null, 'title')}
            class="input"
            dir="auto"
            autocomplete="off"
            value={draft.title}
            onInput={(e) => setDraft({ ...draft, title: e.currentTarget.value })}
          />
        )}
      </Field>

      <details
        class="fold"
        open={folderFault !== undefined || tagsFault !== undefined || draft.folder !== '' || draft.tags !== ''}
      >
        <summary>{t.filing}</summary>
        <div class="stack">
          <Field label={t.folder} error={folderFault && faultText(editing, null, folderFault.code)}>
            {(attributes) => (
              <input
                {...attributes}
                data-field={fieldMark(null, 'folder')}
                class="input"
                dir="auto"
                autocomplete="off"
                value={draft.folder}
                onInput={(e) => setDraft({ ...draft, folder: e.currentTarget.value })}
              />
            )}
          </Field>
          <Field label={t.tags} hint={t.tagsHint} error={tagsFault && faultText(editing, null, tagsFault.code)}>
            {(attributes) => (
              <input
                {...attributes}
                data-field={fieldMark(null, 'tags')}
                class="input"
                dir="auto"
                autocomplete="off"
                value={draft.tags}
                onInput={(e) => setDraft({ ...draft, tags: e.currentTarget.value })}
              />
            )}
          </Field>
        </div>
      </details>

      <section class="stack" aria-label={t.questions}>
        <h2>{t.questionsCount(draft.questions.length)}</h2>
        {draft.questions.length === 0 && <p class="soft">{t.noQuestions}</p>}
        <ol class="question-list">
          {draft.questions.map((q, i) => {
            const isOpen = open === q.key;
            const wrong = faults.some((f) => f.question === q.key);
            const name = t.questionNumber(i + 1);
            return (
              <li key={q.key} class={isOpen ? 'question-card open' : 'question-card'} data-question={q.key}>
                <div class="question-head">
                  <h3>
                    <button
                      type="button"
                      class="question-toggle"
                      aria-expanded={isOpen ? 'true' : 'false'}
                      aria-controls={`${q.key}-body`}
                      onClick={() => setOpen(isOpen ? null : q.key)}
                    >
                      <span class="question-number">{i + 1}</span>
                      <span class="question-summary">
                        <span class="question-prompt" dir="auto">
                          {q.prompt.trim() || t.noPrompt}
                        </span>
                        <span class="soft small">
                          {editing.kinds[q.kind].name}
                          {worth(q) && ` · ${messages.question.points(worth(q), worth(q) === '1')}`}
                        </span>
                        {wrong && <span class="error">{t.hasFaults}</span>}
                      </span>
                    </button>
                  </h3>
                  <span class="row-buttons">
                    <button
                      type="button"
                      class="button icon-button"
                      aria-label={editing.moveUp(name)}
                      aria-disabled={i === 0 ? 'true' : undefined}
                      onClick={() => {
                        if (i === 0) return;
                        setQuestions(move(draft.questions, i, i - 1));
                        announce(t.movedTo(i, draft.questions.length));
                        focusRow(q.key, '.row-buttons > :nth-child(1)');
                      }}
                    >
                      <Icon name="up" />
                    </button>
                    <button
                      type="button"
                      class="button icon-button"
                      aria-label={editing.moveDown(name)}
                      aria-disabled={i === draft.questions.length - 1 ? 'true' : undefined}
                      onClick={() => {
                        if (i === draft.questions.length - 1) return;
                        setQuestions(move(draft.questions, i, i + 1));
                        announce(t.movedTo(i + 2, draft.questions.length));
                        focusRow(q.key, '.row-buttons > :nth-child(2)');
                      }}
                    >
                      <Icon name="down" />
                    </button>
                    <button
                      type="button"
                      class="button icon-button"
                      aria-label={t.duplicate(name)}
                      onClick={() => {
                        const copy = duplicate(q);
                        setQuestions([...draft.questions.slice(0, i + 1), copy, ...draft.questions.slice(i + 1)]);
                        setOpen(copy.key);
                        announce(t.duplicated(name));
                        focusRow(copy.key);
                      }}
                    >
                      <Icon name="copy" />
                    </button>
                    <button
                      type="button"
                      class="button icon-button"
                      aria-label={editing.remove(name)}
                      onClick={() => setRemoving(q)}
                    >
                      <Icon name="remove" />
                    </button>
                  </span>
                </div>
                <div id={`${q.key}-body`} hidden={!isOpen}>
                  {isOpen && (
                    <div class="question-body stack">
                      <QuestionEditor
                        question={q}
                        faults={faults.filter((f) => f.question === q.key)}
                        onChange={setQuestion}
                      />
                      <p>
                        <Button onClick={() => setPreviewing(i)}>{t.previewOne}</Button>
                      </p>
                    </div>
                  )}
                </div>
              </li>
            );
          })}
        </ol>
        <p class="row">
          <Button
            disabled={draft.questions.length >= limits.questions}
            onClick={() => {
              const q = newQuestion(draft.questions.at(-1)?.kind);
              setQuestions([...draft.questions, q]);
              setOpen(q.key);
              focusRow(q.key, 'select');
            }}
          >
            {t.addQuestion}
          </Button>
          <Button disabled={draft.questions.length >= limits.questions} onClick={() => setTaking(true)}>
            {messages.take.open}
          </Button>
        </p>
      </section>

      <div class="save-bar">
        <p class="soft" role="status">
          {action.busy
            ? t.saving
            : dirty
              ? t.unsaved
              : savedAt
                ? t.savedAt(formatTime(language, savedAt))
                : saved
                  ? t.nothingToSave
                  : ''}
        </p>
        <Button look="primary" busy={action.busy} disabled={!dirty && id !== null} onClick={() => save()}>
          {t.save}
        </Button>
      </div>

      {previewing !== null && (
        <Preview questions={draft.questions} start={previewing} onClose={() => setPreviewing(null)} />
      )}
      {starting && id !== null && <StartDialog set={{ id, title: draft.title }} onClose={() => setStarting(false)} />}
      {taking && (
        <TakeQuestions
          not={id}
          most={limits.questions - draft.questions.length}
          onTake={(taken) => {
            setQuestions([...draft.questions, ...taken]);
            setTaking(false);
            announce(messages.take.taken(taken.length));
            focusRow(taken[0]!.key);
          }}
          onClose={() => setTaking(false)}
        />
      )}
      {removing && (
        <Confirm
          title={t.removeTitle}
          confirm={messages.delete}
          danger
          onClose={() => setRemoving(null)}
          onConfirm={() => {
            setQuestions(draft.questions.filter((q) => q.key !== removing.key));
            setRemoving(null);
            announce(t.removed);
          }}
        >
          <p dir="auto">{removing.prompt.trim() || t.noPrompt}</p>
        </Confirm>
      )}
      {leaveDialog}
    </StaffPage>
  );

  function placeOf(f: Fault): string {
    const i = draft.questions.findIndex((q) => q.key === f.question);
    return i < 0
      ? `${{ title: t.setTitle, folder: t.folder, tags: t.tags }[f.field] ?? t.questions}:`
      : `${t.questionNumber(i + 1)}:`;
  }

  function goTo(f: Fault): void {
    if (f.question !== null) setOpen(f.question);
    focusOn(() => {
      const control = document.querySelector<HTMLElement>(`[data-field="${fieldMark(f.question, f.field)}"]`);
      // It may be folded away.
      const fold = control?.closest('details');
      if (fold) fold.open = true;
      const fallback = document.querySelector<HTMLElement>(`[data-question="${f.question}"] .question-toggle`);
      return control ?? fallback;
    });
  }
}

/** What the server rejects in a set that looked right here. */
function ServerFaults({ error }: { error: unknown }) {
  const { messages } = useTeach();
  const errors = error instanceof ApiError && error.status === 422 ? (error.problem?.errors ?? []) : [];
  if (errors.length === 0) return null;
  return (
    <Notice look="bad">
      <ul class="plain-list">
        {errors.slice(0, 20).map((e) => {
          const n = /^\/questions\/(\d+)/.exec(e.pointer)?.[1];
          return (
            <li key={e.pointer + e.detail}>
              {n !== undefined && `${messages.editor.questionNumber(Number(n) + 1)}: `}
              <span lang="en">{e.detail}</span>
            </li>
          );
        })}
      </ul>
    </Notice>
  );
}

/** What was stored, said as it was typed: "1.0" stays, and fields of other kinds, too. */
function keepTyped(stored: DraftSet, typedDraft: DraftSet): DraftSet {
  return {
    title: typedDraft.title,
    folder: typedDraft.folder,
    tags: typedDraft.tags,
    questions: typedDraft.questions.map((q, i) => ({ ...q, id: stored.questions[i]?.id ?? q.id })),
  };
}

/** The points as they were typed, where there are any. */
function worth(q: DraftQuestion): string {
  if (isEssay(q)) return /[1-9]/.test(q.essayPoints) ? q.essayPoints.trim() : '';
  return isScored(q) ? q.points.trim() : '';
}
