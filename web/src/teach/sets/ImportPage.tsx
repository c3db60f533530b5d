import { useRef, useState } from 'preact/hooks';
import { ApiError } from '../../api/client';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { useFocus } from '../../ui/focus';
import { Notice } from '../../ui/Notice';
import { saveFile } from '../../staff/download';
import type { Format } from '../import';
import type { Imported, Issue } from '../import/report';
import { useTeach } from '../messages';
import { useStaff } from '../../staff/context';
import { StaffPage } from '../../staff/StaffPage';
import { Failure, useAction } from '../../staff/load';
import { navigate, to, type Route } from '../../staff/router';
import { toDraft, toRequest } from '../../question/teach/draft';
import { faultText } from '../../question/teach/faults';
import { kindNames, teacherKinds } from '../../question/teach/kinds';
import { limits } from '../../question/teach/limits';

const formats: Format[] = ['gift', 'moodle', 'aiken', 'csv', 'kahoot', 'json'];
const ISSUES_SHOWN = 100;

interface Read {
  file: string;
  imported: Imported & { format: Format };
}

export function ImportPage({ route }: { route: Route }) {
  const { messages, language } = useTeach();
  const { api } = useStaff();
  const t = messages.import;
  const csvColumns = t.csvColumns(
    kindNames.map((kind) => teacherKinds[kind].csv.names[0]!),
    [...new Set(kindNames.map((kind) => messages.editing.kinds[kind].csv))].filter((text) => text !== undefined),
  );
  const [format, setFormat] = useState<Format | null>(null);
  const [read, setRead] = useState<Read | null>(null);
  const [title, setTitle] = useState('');
  const [titleFault, setTitleFault] = useState<string | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const reading = useAction();
  const focusOn = useFocus();
  const saving = useAction();
  const result = useRef<HTMLHeadingElement>(null);
  // What was chosen, dropped or pasted last: read again when another format is chosen.
  const source = useRef<File | null>(null);
  const [pasted, setPasted] = useState('');
  const [over, setOver] = useState(false);

  const choose = (chosen: File | null | undefined, as: Format | null) => {
    if (!chosen) return;
    source.current = chosen;
    setRead(null);
    setFailed(null);
    saving.clear();
    reading.run(async () => {
      const { importFile, FILE_MAX } = await importers();
      try {
        const bytes =
          chosen.size > FILE_MAX ? new Uint8Array(FILE_MAX + 1) : new Uint8Array(await chosen.arrayBuffer());
        const imported = importFile(chosen.name, bytes, as, language);
        setRead({ file: chosen.name, imported });
        const name = imported.title || chosen.name.replace(/\.[^.]+$/, '') || t.pastedTitle;
        setTitle([...name].slice(0, limits.title).join(''));
        focusOn(() => result.current);
      } catch (error) {
        const code = (error as { code?: string }).code;
        setFailed(t.errors[code ?? ''] ?? t.errors['damaged']!);
      }
    });
  };

  const save = () => {
    if (!read) return;
    if (title.trim() === '') {
      setTitleFault(messages.editing.faults.empty);
      return;
    }
    saving.run(async () => {
      // As the editor would send it.
      const { request } = toRequest(toDraft({ ...read.imported, title }, language), language);
      const { value } = await api.createSet(request);
      navigate(to.set(value.id));
    });
  };

  return (
    <StaffPage title={t.title} route={route} wide={false}>
      <p>{t.intro}</p>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a file can be chosen by keyboard below */}
      <div
        class={over ? 'card stack drop' : 'card stack'}
        onDragOver={(event) => {
          if (!event.dataTransfer?.types.includes('Files')) return;
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          choose(event.dataTransfer?.files[0], format);
        }}
      >
        <Field label={t.format}>
          {(attributes) => (
            <select
              {...attributes}
              class="input"
              value={format ?? ''}
              onChange={(e) => {
                const chosen = (e.currentTarget.value || null) as Format | null;
                setFormat(chosen);
                choose(source.current, chosen);
              }}
            >
              <option value="">{t.automatic}</option>
              {formats.map((f) => (
                <option key={f} value={f}>
                  {t.formats[f]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={t.file} hint={t.fileHint} error={failed}>
          {(attributes) => (
            <input
              {...attributes}
              class="input"
              type="file"
              accept=".gift,.txt,.xml,.csv,.tsv,.xlsx,.json"
              onChange={(e) => choose(e.currentTarget.files?.[0], format)}
            />
          )}
        </Field>
        <details class="fold">
          <summary>{t.paste}</summary>
          <form
            class="stack"
            onSubmit={(event) => {
              event.preventDefault();
              choose(new File([pasted], ''), format);
            }}
          >
            <Field label={t.pasteText} hint={t.pasteHint}>
              {(attributes) => (
                <textarea
                  {...attributes}
                  class="input"
                  rows={8}
                  dir="auto"
                  value={pasted}
                  onInput={(e) => setPasted(e.currentTarget.value)}
                />
              )}
            </Field>
            <p>
              <Button type="submit" disabled={pasted.trim() === ''}>
                {t.pasteRead}
              </Button>
            </p>
          </form>
        </details>
        {reading.busy && <p role="status">{t.reading}</p>}
        {reading.error ? <Failure error={new ApiError('offline')} /> : null}
        <details class="fold">
          <summary>{t.csvTitle}</summary>
          <div class="stack">
            <p>{t.csvText}</p>
            <dl class="columns">
              {csvColumns.map(([name, text]) => (
                <div key={name}>
                  <dt>
                    <code>{name}</code>
                  </dt>
                  <dd>{text}</dd>
                </div>
              ))}
            </dl>
            <p>
              <Button
                onClick={() =>
                  void importers().then(({ csvTemplate }) =>
                    saveFile(
                      new File([csvTemplate(language === 'en' ? ',' : ';')], 'questions.csv', {
                        type: 'text/csv;charset=utf-8',
                      }),
                    ),
                  )
                }
              >
                {t.csvTemplate}
              </Button>
            </p>
          </div>
        </details>
      </div>

      {read && (
        <section class="stack" aria-labelledby="import-result">
          <h2 id="import-result" ref={result} tabIndex={-1}>
            {t.result(read.imported.questions.length, t.formats[read.imported.format])}
          </h2>
          <Issues issues={read.imported.issues} />
          {read.imported.questions.length > 0 && (
            <>
              <details class="fold">
                <summary>{t.taken(read.imported.questions.length)}</summary>
                <ol class="taken">
                  {read.imported.questions.map((q, i) => (
                    <li key={i}>
                      <span dir="auto">{q.prompt}</span>{' '}
                      <span class="soft small">{messages.editing.kinds[q.kind].name}</span>
                    </li>
                  ))}
                </ol>
              </details>
              <Field label={messages.editor.setTitle} error={titleFault}>
                {(attributes) => (
                  <input
                    {...attributes}
                    class="input"
                    dir="auto"
                    maxLength={limits.title}
                    value={title}
                    onInput={(e) => {
                      setTitle(e.currentTarget.value);
                      setTitleFault(null);
                    }}
                  />
                )}
              </Field>
              {saving.error ? <Failure error={saving.error} /> : null}
              <p class="hint">{t.notYetSaved}</p>
              <p>
                <Button look="primary" busy={saving.busy} onClick={save}>
                  {t.save(read.imported.questions.length)}
                </Button>
              </p>
            </>
          )}
        </section>
      )}
    </StaffPage>
  );
}

const importers = () => import('../import');

function Issues({ issues }: { issues: Issue[] }) {
  const { messages } = useTeach();
  const t = messages.import;
  const [all, setAll] = useState(false);
  if (issues.length === 0) return <Notice look="good">{t.nothingLost}</Notice>;
  const groups = [
    { lost: 'question' as const, title: t.lostQuestions, look: 'bad' as const },
    { lost: 'part' as const, title: t.lostParts, look: 'warn' as const },
  ];
  return (
    <>
      {groups.map(({ lost, title, look }) => {
        const list = issues.filter((i) => i.lost === lost);
        if (list.length === 0) return null;
        return (
          <Notice key={lost} look={look}>
            <strong>{title(list.length)}</strong>
            <ul class="issues">
              {(all ? list : list.slice(0, ISSUES_SHOWN)).map((issue, i) => (
                <li key={i}>
                  {placeOf(issue)}
                  {issue.about && (
                    <>
                      <q dir="auto">{issue.about}</q>{' '}
                    </>
                  )}
                  {reasonOf(issue)}
                </li>
              ))}
            </ul>
            {!all && list.length > ISSUES_SHOWN && (
              <p>
                <Button onClick={() => setAll(true)}>{t.showAll(list.length)}</Button>
              </p>
            )}
          </Notice>
        );
      })}
    </>
  );

  function placeOf(issue: Issue): string {
    if (issue.line !== undefined) return `${t.line(issue.line)}: `;
    return issue.number !== undefined ? `${messages.editor.questionNumber(issue.number)}: ` : '';
  }

  function reasonOf(issue: Issue): string {
    if (issue.code === 'invalid') return faultText(messages.editing, issue.kind ?? null, issue.detail ?? '');
    return t.issues[issue.code](issue.detail ?? '');
  }
}
