import { useEffect, useRef, useState } from 'preact/hooks';
import { formatNumber } from '../i18n/format';
import { useStaff } from '../staff/context';
import { saveFile } from '../staff/download';
import { announce } from '../ui/announce';
import { Button } from '../ui/Button';
import { everything } from './everything';
import { useSchool } from './messages';
import { TaskFailure, useTask } from './useTask';

/** Lets an administrator take along all that the school has here. */
export function Everything() {
  const { language, m } = useSchool();
  const { api } = useStaff();
  const t = m.everything;
  const [at, setAt] = useState<[done: number, of: number] | null>(null);
  const leaving = useRef(new AbortController());
  useEffect(() => () => leaving.current.abort(), []);
  const task = useTask('everything', async () => {
    try {
      const day = new Date().toISOString().slice(0, 10);
      const file = await everything(api, day, (done, of) => setAt([done, of]), leaving.current.signal);
      saveFile(file);
      announce(t.saved(file.name));
    } finally {
      setAt(null);
    }
  });
  const n = (x: number) => formatNumber(language, x);
  return (
    <section class="stack" aria-labelledby="everything">
      <h2 id="everything">{t.title}</h2>
      <p class="measure">{t.text}</p>
      <TaskFailure task={task} />
      <p class="row">
        <Button busy={task.action.busy} onClick={() => task.start({ do: 'everything' })}>
          {t.save}
        </Button>
        {at && <span class="soft">{t.progress(n(at[0]), n(at[1]))}</span>}
      </p>
    </section>
  );
}
