import { useEffect, useRef, useState } from 'preact/hooks';
import { newKey } from '../api/client';
import type { SchoolExport } from '../api/schema';
import { formatDateTime, formatNumber } from '../i18n/format';
import { useStaff } from '../staff/context';
import { saveFile } from '../staff/download';
import { Load, useLoad, type Loaded } from '../staff/load';
import { announce } from '../ui/announce';
import { Button } from '../ui/Button';
import { Notice } from '../ui/Notice';
import { beginExport, endExport, listExports, saveExport } from './api';
import { useSchool } from './messages';
import { TaskFailure, useTask } from './useTask';

// How long to wait before looking how far an archive is.
const FIRST = 1_500;
const LONGEST = 30_000;

/** The list is loaded again while one of them is being made. */
function useProgress(loaded: Loaded<SchoolExport[]>, done: string): void {
  const { api } = useStaff();
  const running = loaded.value?.some((e) => e.state === 'running') ?? false;
  useEffect(() => {
    if (!running) return;
    const controller = new AbortController();
    let wait = FIRST;
    let timer: ReturnType<typeof setTimeout>;
    const again = () => {
      timer = setTimeout(look, wait);
      wait = Math.min(wait * 1.3, LONGEST);
    };
    const look = () => {
      listExports(api, controller.signal).then(
        (next) => {
          if (controller.signal.aborted) return;
          loaded.set(() => next);
          if (next.some((e) => e.state === 'running')) again();
          else announce(done);
        },
        () => controller.signal.aborted || again(),
      );
    };
    again();
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
  }, [running]);
}

/** Lets an administrator take along all that the school has here. */
export function Everything() {
  const { language, m } = useSchool();
  const { api } = useStaff();
  const t = m.everything;
  const loaded = useLoad((signal) => listExports(api, signal), []);
  const key = useRef(newKey());
  const [saving, setSaving] = useState<{ id: string; bytes: number } | null>(null);
  const leaving = useRef(new AbortController());
  useEffect(() => () => leaving.current.abort(), []);
  useProgress(loaded, t.done);
  const make = useTask('everything', async (x) => {
    await beginExport(api, x.key);
    key.current = newKey();
    loaded.reload();
  });
  const save = useTask('saveArchive', async ({ id }) => {
    try {
      const file = await saveExport(api, id, language, (bytes) => setSaving({ id, bytes }), leaving.current.signal);
      saveFile(file);
      announce(t.saved(file.name));
    } finally {
      setSaving(null);
    }
  });
  const end = useTask('endArchive', async ({ id }) => {
    await endExport(api, id);
    announce(t.ended);
    loaded.reload();
  });
  return (
    <section class="stack" aria-labelledby="everything">
      <h2 id="everything">{t.title}</h2>
      <p class="measure">{t.text}</p>
      <TaskFailure task={make} />
      <TaskFailure task={save} />
      <TaskFailure task={end} />
      <Load loaded={loaded}>
        {(all) => (
          <>
            {all.length > 0 && (
              <ul class="list">
                {all.map((e) => (
                  <Item
                    key={e.id}
                    of={e}
                    saving={saving?.id === e.id ? saving.bytes : null}
                    busy={save.action.busy || end.action.busy}
                    onSave={() => save.start({ do: 'saveArchive', id: e.id })}
                    onEnd={() => end.start({ do: 'endArchive', id: e.id })}
                  />
                ))}
              </ul>
            )}
            {!all.some((e) => e.state === 'running') && (
              <p>
                <Button busy={make.action.busy} onClick={() => make.start({ do: 'everything', key: key.current })}>
                  {t.make}
                </Button>
              </p>
            )}
          </>
        )}
      </Load>
    </section>
  );
}

interface ItemProps {
  of: SchoolExport;
  saving: number | null; // bytes so far
  busy: boolean;
  onSave(): void;
  onEnd(): void;
}

function Item({ of: e, saving, busy, onSave, onEnd }: ItemProps) {
  const { language, m } = useSchool();
  const t = m.everything;
  const n = (x: number) => formatNumber(language, x);
  const megabytes = (x: number) => n(Math.ceil(x / 100_000) / 10);
  return (
    <li class="list-item">
      <div class="list-text">
        <h3>{t.asked(formatDateTime(language, e.askedAt))}</h3>
        <p>
          {e.state === 'done'
            ? t.ready(megabytes(e.bytes))
            : e.total === 0
              ? t.counting
              : t.progress(n(e.done), n(e.total))}
        </p>
        <p class="soft small">{t.until(formatDateTime(language, e.expiresAt))}</p>
        {e.cut && <Notice look="warn">{t.cut}</Notice>}
        <p class="row">
          {e.state === 'done' && (
            <Button look="primary" busy={busy} onClick={onSave}>
              {t.save}
            </Button>
          )}
          <Button busy={busy} onClick={onEnd}>
            {t.end}
          </Button>
          {saving !== null && <span class="soft">{t.saving(megabytes(saving))}</span>}
        </p>
      </div>
    </li>
  );
}
