import { useEffect, useRef, useState } from 'preact/hooks';
import type { Profile } from '../api/schema';
import { formatNumber } from '../i18n/format';
import { useStaff } from '../staff/context';
import { saveFile } from '../staff/download';
import { Failure } from '../staff/load';
import { announce } from '../ui/announce';
import { Button } from '../ui/Button';
import { useProfile } from './messages';
import { useTask } from './useTask';

/** Lets members take along all that is their own. */
export function Take({ profile }: { profile: Profile | null }) {
  const { language, m } = useProfile();
  const { api } = useStaff();
  const t = m.take;
  const [at, setAt] = useState<[done: number, of: number] | null>(null);
  const leaving = useRef(new AbortController());
  useEffect(() => () => leaving.current.abort(), []);
  const task = useTask('take', async () => {
    try {
      const { own } = await import('./own');
      const day = new Date().toISOString().slice(0, 10);
      const file = await own(api, profile, day, (done, of) => setAt([done, of]), leaving.current.signal);
      saveFile(file);
      announce(t.saved(file.name));
    } finally {
      setAt(null);
    }
  });
  const n = (x: number) => formatNumber(language, x);
  return (
    <section class="stack" aria-labelledby="take">
      <h2 id="take">{t.title}</h2>
      <p>{t.text}</p>
      {task.action.error ? <Failure error={task.action.error} pending={task.pending} /> : null}
      <p class="row">
        <Button busy={task.action.busy} onClick={() => task.start({ do: 'take' })}>
          {t.save}
        </Button>
        {at && <span class="soft">{t.progress(n(at[0]), n(at[1]))}</span>}
      </p>
    </section>
  );
}
