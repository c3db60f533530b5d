import { useState } from 'preact/hooks';
import type { QuestionSetSummary } from '../../api/schema';
import { duplicate, toDraft, type DraftQuestion } from '../../question/teach/draft';
import { useStaff } from '../../staff/context';
import { Load, useLoad } from '../../staff/load';
import { Paged } from '../../staff/paged';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { useTeach } from '../messages';

interface Props {
  /** The set that is being written, which has nothing to take. */
  not: string | null;
  /** How many more the set may have. */
  most: number;
  onTake(questions: DraftQuestion[]): void;
  onClose(): void;
}

/** Copies questions of another set that the teacher may read. */
export function TakeQuestions({ not, most, onTake, onClose }: Props) {
  const { messages } = useTeach();
  const { api } = useStaff();
  const t = messages.take;
  const [set, setSet] = useState<QuestionSetSummary | null>(null);
  return (
    <Dialog title={t.title} onClose={onClose}>
      {set ? (
        <Questions set={set} most={most} onTake={onTake} onBack={() => setSet(null)} />
      ) : (
        <>
          <p class="hint">{t.choose}</p>
          <Paged<QuestionSetSummary>
            load={(token, signal) => api.sets({}, token, signal)}
            when=""
            empty={<p class="soft">{messages.sets.noneIn.all}</p>}
          >
            {(sets) => (
              <ul class="plain-list">
                {sets
                  .filter((s) => s.id !== not)
                  .map((s) => (
                    <li key={s.id}>
                      <button type="button" class="link" dir="auto" onClick={() => setSet(s)}>
                        {s.title}
                      </button>{' '}
                      <span class="soft small">{messages.sets.count(s.questionCount)}</span>
                    </li>
                  ))}
              </ul>
            )}
          </Paged>
          <div class="row dialog-buttons">
            <Button onClick={onClose}>{messages.cancel}</Button>
          </div>
        </>
      )}
    </Dialog>
  );
}

interface QuestionsProps extends Pick<Props, 'most' | 'onTake'> {
  set: QuestionSetSummary;
  onBack(): void;
}

function Questions({ set, most, onTake, onBack }: QuestionsProps) {
  const { messages, language } = useTeach();
  const { api } = useStaff();
  const t = messages.take;
  const loaded = useLoad(
    async (signal) => toDraft((await api.set(set.id, signal)).value, language).questions,
    [set.id],
  );
  const [chosen, setChosen] = useState<readonly string[]>([]);
  return (
    <>
      <p dir="auto">
        <strong>{set.title}</strong>
      </p>
      <Load loaded={loaded}>
        {(questions) => (
          <fieldset class="stack tight">
            <legend class="hidden">{messages.editor.questions}</legend>
            {questions.map((q) => (
              <label key={q.key} class="check">
                <input
                  type="checkbox"
                  checked={chosen.includes(q.key)}
                  onChange={(event) =>
                    setChosen(event.currentTarget.checked ? [...chosen, q.key] : chosen.filter((k) => k !== q.key))
                  }
                />
                <span>
                  <span dir="auto">{q.prompt}</span>{' '}
                  <span class="soft small">{messages.editing.kinds[q.kind].name}</span>
                </span>
              </label>
            ))}
          </fieldset>
        )}
      </Load>
      {chosen.length > most && <p class="error">{t.tooMany(most)}</p>}
      <div class="row dialog-buttons">
        <Button onClick={onBack}>{t.back}</Button>
        <Button
          look="primary"
          disabled={chosen.length === 0 || chosen.length > most}
          onClick={() => onTake((loaded.value ?? []).filter((q) => chosen.includes(q.key)).map(duplicate))}
        >
          {t.take(chosen.length)}
        </Button>
      </div>
    </>
  );
}
