import { useState } from 'preact/hooks';
import type { QuestionSet } from '../../api/schema';
import { Button } from '../../ui/Button';
import { announce } from '../../ui/announce';
import { useTeach } from '../messages';
import { useStaff } from '../../staff/context';
import { Failure, useAction } from '../../staff/load';
import { navigate, to, type Route } from '../../staff/router';
import { StaffPage } from '../../staff/StaffPage';
import { toDraft } from '../../question/teach/draft';
import { Preview } from './Preview';
import { StartDialog } from './StartDialog';

/** A colleague's set: to read, to start a session with, and to copy. */
export function SharedSet({ set, route }: { set: QuestionSet; route: Route }) {
  const { messages, language } = useTeach();
  const { api } = useStaff();
  const t = messages.sets;
  const action = useAction();
  const [previewing, setPreviewing] = useState<number | null>(null);
  const [starting, setStarting] = useState(false);
  const { questions } = toDraft(set, language);
  return (
    <StaffPage
      title={set.title}
      route={route}
      actions={
        <>
          <Button onClick={() => setPreviewing(0)}>{messages.editor.preview}</Button>
          <a class="button" href={to.paper(set.id)}>
            {messages.paper.print}
          </a>
          <Button
            busy={action.busy}
            onClick={() =>
              action.run(async () => {
                const made = await api.copySet(set.id);
                announce(t.copied);
                navigate(to.set(made.id));
              })
            }
          >
            {t.copy}
          </Button>
          <Button look="primary" onClick={() => setStarting(true)}>
            {t.start}
          </Button>
        </>
      }
    >
      <p class="soft">
        {set.owner === null ? t.ofSchool : messages.sessions.of(set.owner.name ?? messages.settings.colleague)} ·{' '}
        {t.readOnly}
      </p>
      {action.error ? <Failure error={action.error} /> : null}
      <h2>{t.count(questions.length)}</h2>
      <ol class="stack">
        {questions.map((q, i) => (
          <li key={q.key} dir="auto">
            <button type="button" class="link" onClick={() => setPreviewing(i)}>
              {q.prompt}
            </button>
          </li>
        ))}
      </ol>
      {previewing !== null && <Preview questions={questions} start={previewing} onClose={() => setPreviewing(null)} />}
      {starting && <StartDialog set={set} onClose={() => setStarting(false)} />}
    </StaffPage>
  );
}
