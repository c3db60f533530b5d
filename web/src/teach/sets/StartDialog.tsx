import { useState } from 'preact/hooks';
import type { Feedback, Mode, Session } from '../../api/schema';
import { sessionRequestDays } from '../../api/values';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Field } from '../../ui/Field';
import { limits } from '../../question/teach/limits';
import { useTeach } from '../messages';
import { Radios } from '../../staff/Radios';
import { useStaff } from '../../staff/context';
import { Failure, useAction } from '../../staff/load';
import { navigate, to } from '../../staff/router';

const modes: Mode[] = ['self-paced', 'teacher-paced'];
const feedbacks: Feedback[] = ['after-close', 'immediate', 'none'];

interface Props {
  set: { id: string; title: string };
  /** The session whose settings are proposed. */
  like?: Pick<Session, 'mode' | 'feedback' | 'shuffle'>;
  onClose(): void;
}

/** Asks for a session's settings, and opens it. */
export function StartDialog({ set, like, onClose }: Props) {
  const { messages } = useTeach();
  const { api } = useStaff();
  const [title, setTitle] = useState(set.title);
  const [mode, setMode] = useState<Mode>(like?.mode ?? 'self-paced');
  const [feedback, setFeedback] = useState<Feedback>(like?.feedback ?? 'after-close');
  const [shuffle, setShuffle] = useState(like?.shuffle ?? false);
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
        ...(title.trim() !== '' && { title: title.trim() }),
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
        <Field label={t.name} hint={t.nameHint}>
          {(attributes) => (
            <input
              {...attributes}
              class="input"
              dir="auto"
              autocomplete="off"
              maxLength={limits.title}
              placeholder={set.title}
              value={title}
              onInput={(e) => setTitle(e.currentTarget.value)}
            />
          )}
        </Field>
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
        {action.error ? <Failure error={action.error} slugs={{ 'not-found': t.setGone }} /> : null}
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
