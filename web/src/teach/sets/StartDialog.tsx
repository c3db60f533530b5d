import { useState } from 'preact/hooks';
import type { Feedback, Mode } from '../../api/schema';
import { sessionRequestDays } from '../../api/values';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Field } from '../../ui/Field';
import { useTeach } from '../messages';
import { Radios } from '../../staff/Radios';
import { useStaff } from '../../staff/context';
import { Failure, useAction } from '../../staff/load';
import { navigate, to } from '../../staff/router';

const modes: Mode[] = ['self-paced', 'teacher-paced'];
const feedbacks: Feedback[] = ['after-close', 'immediate', 'none'];

/** Asks for a session's settings, and opens it. */
export function StartDialog({ set, onClose }: { set: { id: string; title: string }; onClose(): void }) {
  const { messages } = useTeach();
  const { api } = useStaff();
  const [mode, setMode] = useState<Mode>('self-paced');
  const [feedback, setFeedback] = useState<Feedback>('after-close');
  const [shuffle, setShuffle] = useState(false);
  const [closesAt, setClosesAt] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const action = useAction();
  const t = messages.start;

  const start = () => {
    const wrong = closesAtProblem(closesAt);
    setProblem(wrong && t.closesAtProblem[wrong]);
    if (wrong) return;
    action.run(async () => {
      const session = await api.startSession({
        questionSetId: set.id,
        mode,
        feedback,
        shuffle: mode === 'self-paced' && shuffle,
        ...(closesAt !== '' && { closesAt: new Date(closesAt).toISOString() }),
      });
      navigate(to.session(session.id));
    });
  };

  return (
    <Dialog title={t.title} onClose={onClose}>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          start();
        }}
      >
        <p class="soft" dir="auto">
          {set.title}
        </p>
        <Radios<Mode>
          legend={t.mode}
          name="mode"
          values={modes}
          value={mode}
          onChange={setMode}
          text={(m) => t.modes[m]}
          hint={(m) => t.modeHints[m]}
        />
        <Radios<Feedback>
          legend={t.feedback}
          name="feedback"
          values={feedbacks}
          value={feedback}
          onChange={setFeedback}
          text={(f) => t.feedbacks[f]}
          hint={(f) => t.feedbackHints[f]}
        />
        {mode === 'self-paced' && (
          <label class="check">
            <input type="checkbox" checked={shuffle} onChange={(e) => setShuffle(e.currentTarget.checked)} />
            <span>{t.shuffle}</span>
          </label>
        )}
        <Field label={t.closesAt} hint={t.closesAtHint} error={problem}>
          {(attributes) => (
            <input
              {...attributes}
              class="input"
              type="datetime-local"
              value={closesAt}
              onInput={(e) => {
                setClosesAt(e.currentTarget.value);
                setProblem(null);
              }}
            />
          )}
        </Field>
        {action.error ? <Failure error={action.error} /> : null}
        <div class="row dialog-buttons">
          <Button onClick={onClose}>{messages.cancel}</Button>
          <Button look="primary" type="submit" busy={action.busy}>
            {t.go}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** What is wrong with an end that was typed; empty is no end. */
export function closesAtProblem(typed: string, now = Date.now()): 'past' | 'far' | null {
  if (typed === '') return null;
  const ms = new Date(typed).getTime();
  if (!(ms > now)) return 'past';
  // One day less than the server accepts: its clock may be behind.
  return ms - now > (sessionRequestDays - 1) * 24 * 3600_000 ? 'far' : null;
}
