import { useState } from 'preact/hooks';
import type { Decision, RefusalGroundId, RequestAnswer, RequestDecision } from '../api/schema';
import { decisionValues, requestDecisionCorrectionMaxLength, requestDecisionTextMaxLength } from '../api/values';
import { languages } from '../i18n/language';
import { Confirm } from '../staff/Confirm';
import { useStaff } from '../staff/context';
import { Radios } from '../staff/Radios';
import { announce } from '../ui/announce';
import { Button } from '../ui/Button';
import { Field } from '../ui/Field';
import { Notice } from '../ui/Notice';
import { decide, preview } from './api';
import { useQueue } from './messages';
import { AnswerText, type PartProps } from './parts';
import { TaskFailure, useTask } from './useTask';

/** The decision, with what the requester will read. */
export function Decide({ request, onChange }: PartProps) {
  const { m } = useQueue();
  const { api } = useStaff();
  const t = m.decide;
  const [decision, setDecision] = useState<Decision>('granted');
  const [ground, setGround] = useState<RefusalGroundId | ''>('');
  const [text, setText] = useState('');
  const [correction, setCorrection] = useState('');
  const [shown, setShown] = useState<RequestAnswer | null>(null);
  const [asking, setAsking] = useState(false);
  const [wrong, setWrong] = useState({ text: false, ground: false, correction: false });
  /** Brings back what was entered before the page was left for a second factor. */
  const take = (body: RequestDecision) => {
    setDecision(body.decision);
    setGround(body.ground ?? '');
    setText(body.text);
    setCorrection(body.correction ?? '');
  };
  const look = useTask('preview', async ({ body }) => {
    take(body);
    setShown(await preview(api, request.id, body));
    announce(t.shown);
  });
  const send = useTask('decide', async ({ body }) => {
    take(body);
    onChange(await decide(api, request.id, body));
    announce(t.sent);
  });
  const marked = (request.find?.found ?? []).filter((p) => p.mark === 'meant').map((p) => p.id);
  const meant = marked.length;
  const erased = request.kind === 'delete' ? meant : 0;
  const copied = request.kind === 'know' || request.kind === 'port' ? meant : 0;
  const corrects = request.kind === 'correct' && meant > 0 && decision !== 'refused';
  const restricted = request.kind === 'restrict' || request.kind === 'object' ? meant : 0;
  const refuses = decision !== 'granted';
  const unknown = request.identity === null || request.identity === 'failed';
  const body = (): RequestDecision => ({
    decision,
    text: text.trim(),
    ...(refuses && ground !== '' && { ground }),
    ...(corrects && { correction: correction.trim() }),
    // What is seen here: a refusal is about nobody.
    ...(decision !== 'refused' && request.find && { find: request.find.id, meant: marked }),
  });
  const change = (make: () => void) => {
    make();
    setShown(null);
    setWrong({ text: false, ground: false, correction: false });
  };
  /** What was entered, unless something is missing. */
  function ready(go: (body: RequestDecision) => void) {
    const missing = {
      text: text.trim() === '',
      ground: refuses && ground === '',
      correction: corrects && correction.trim() === '',
    };
    setWrong(missing);
    if (!missing.text && !missing.ground && !missing.correction) go(body());
  }
  return (
    <section class="card stack" aria-labelledby="request-decide">
      <h2 id="request-decide">{t.title}</h2>
      <Radios
        legend={t.legend}
        name="decision"
        values={decisionValues}
        value={decision}
        onChange={(v) => change(() => setDecision(v))}
        text={(v) => m.decisions[v]}
        hint={(v) => t.hints[v]}
      />
      {refuses && (
        <Field label={t.ground} hint={t.groundHint} error={wrong.ground ? t.groundMissing : null}>
          {(attributes) => (
            <select
              {...attributes}
              class="input"
              value={ground}
              onChange={(event) => change(() => setGround(event.currentTarget.value as RefusalGroundId | ''))}
            >
              <option value="">{t.choose}</option>
              {request.grounds.map((g) => (
                <option key={g.id} value={g.id}>
                  {m.grounds[g.id]} ({g.source})
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      <Field label={t.text} hint={t.textHint(languages[request.locale])} error={wrong.text ? t.textMissing : null}>
        {(attributes) => (
          <textarea
            {...attributes}
            class="input"
            rows={6}
            dir="auto"
            lang={request.locale}
            maxLength={requestDecisionTextMaxLength}
            value={text}
            onInput={(event) => change(() => setText(event.currentTarget.value))}
          />
        )}
      </Field>
      {corrects && (
        <Field label={t.correction} hint={t.correctionHint} error={wrong.correction ? t.correctionMissing : null}>
          {(attributes) => (
            <textarea
              {...attributes}
              class="input"
              rows={3}
              dir="auto"
              maxLength={requestDecisionCorrectionMaxLength}
              value={correction}
              onInput={(event) => change(() => setCorrection(event.currentTarget.value))}
            />
          )}
        </Field>
      )}
      {decision !== 'refused' && (
        <p class="measure">
          {erased > 0
            ? t.erases(erased)
            : copied > 0
              ? t.copies(copied)
              : corrects
                ? t.corrects(meant)
                : restricted > 0
                  ? t.restricts(restricted)
                  : t.after[request.kind]}
        </p>
      )}
      {decision !== 'refused' && unknown && <Notice look="warn">{m.slug['identity-unchecked']}</Notice>}
      <TaskFailure task={look} />
      {!asking && <TaskFailure task={send} />}
      {shown && (
        <div class="stack tight">
          <h3>{t.previewTitle}</h3>
          <AnswerText {...shown} />
        </div>
      )}
      <div class="row">
        <Button busy={look.action.busy} onClick={() => ready((b) => look.start({ do: 'preview', body: b }))}>
          {t.preview}
        </Button>
        <Button
          look="primary"
          busy={!asking && send.action.busy}
          disabled={decision !== 'refused' && unknown}
          onClick={() =>
            ready(() => {
              send.action.clear();
              setAsking(true);
            })
          }
        >
          {t.send}
        </Button>
      </div>
      {asking && (
        <Confirm
          title={t.confirmTitle}
          confirm={t.send}
          danger={decision === 'refused'}
          action={send.action}
          pending={send.pending}
          slugs={m.slug}
          onConfirm={() => send.start({ do: 'decide', body: body() })}
          onClose={() => setAsking(false)}
        >
          <p>
            {m.decisions[decision]}. {t.confirm}
          </p>
          {decision !== 'refused' && erased > 0 && <p>{t.erases(erased)}</p>}
          {decision !== 'refused' && restricted > 0 && <p>{t.restricts(restricted)}</p>}
        </Confirm>
      )}
    </section>
  );
}
