import { useRef, useState } from 'preact/hooks';
import { newKey } from '../api/client';
import type { Agreement, Exhibit, School } from '../api/schema';
import {
  agreementKindValues,
  agreementRequestAgeLineMaximum,
  agreementRequestExhibitsMaxItems,
  agreementRequestNumberMaxLength,
  agreementRequestPartiesItemsMaxLength,
  agreementRequestPartiesMaxItems,
  agreementRequestRetentionMaxLength,
  clauseTermWordsMaxLength,
  consentBasisValues,
  dayMaxLength,
  exhibitNameMaxLength,
  exhibitSha256MaxLength,
  exhibitWhereMaxLength,
  withinCountMaximum,
} from '../api/values';
import { useStaff } from '../staff/context';
import { useStaffLocale } from '../staff/messages';
import { Button } from '../ui/Button';
import { addAgreement, patchAgreement } from './api';
import { agreementOf, draftOfAgreement, type AgreementDraft, type ClauseDraft } from './draft';
import { linesMax, Select, Text } from './fields';
import { useSchool } from './messages';
import { TaskFailure, useTask, waitingTask } from './useTask';

/** Adds an agreement to a school, or edits one. */
export function AgreementForm({
  school,
  agreement,
  onSaved,
  onClose,
}: {
  school: School;
  agreement: Agreement | null;
  onSaved(): void;
  onClose(): void;
}) {
  const { m } = useSchool();
  const { messages } = useStaffLocale();
  const { api } = useStaff();
  const [draft, setDraft] = useState<AgreementDraft>(
    () => waitingTask('agreement')?.draft ?? draftOfAgreement(agreement, school),
  );
  const key = useRef(waitingTask('agreement')?.key ?? newKey());
  const task = useTask('agreement', async ({ org, id, etag, draft, key }) => {
    const body = agreementOf(draft);
    if (id === null) await addAgreement(api, org, body, key);
    else await patchAgreement(api, org, id, body, etag);
    onSaved();
  });
  const set = (change: Partial<AgreementDraft>) => setDraft((old) => ({ ...old, ...change }));
  const wrong = (pointer: string) => task.wrong.some((p) => p === pointer || p.startsWith(`${pointer}/`));
  const setClause = (id: string, change: Partial<ClauseDraft>) =>
    set({ clauses: draft.clauses.map((c) => (c.id === id ? { ...c, ...change } : c)) });
  const setExhibit = (i: number, change: Partial<Exhibit>) =>
    set({ exhibits: draft.exhibits.map((e, k) => (k === i ? { ...e, ...change } : e)) });
  const sent = draft.clauses.filter((c) => c.chosen);
  return (
    <form
      class="card stack loose measure"
      noValidate
      aria-labelledby="agreement-form"
      onSubmit={(event) => {
        event.preventDefault();
        task.start({
          do: 'agreement',
          org: school.id,
          id: agreement?.id ?? null,
          etag: agreement && `"${agreement.revision}"`,
          draft,
          key: key.current,
        });
      }}
    >
      <h2 id="agreement-form">{agreement ? m.agreement.edit : m.agreement.add}</h2>
      <TaskFailure task={task} />
      <Select
        label={m.fields.kind}
        value={draft.kind}
        values={agreementKindValues}
        text={(v) => m.kinds[v]}
        wrong={wrong('/kind')}
        onChange={(kind) => set({ kind })}
      />
      <Text
        label={m.fields.number}
        value={draft.number}
        wrong={wrong('/number')}
        maxLength={agreementRequestNumberMaxLength}
        onChange={(number) => set({ number })}
      />
      <Text
        label={m.fields.parties}
        hint={m.hints.parties}
        rows={3}
        value={draft.parties}
        wrong={wrong('/parties')}
        maxLength={linesMax(agreementRequestPartiesMaxItems, agreementRequestPartiesItemsMaxLength)}
        onChange={(parties) => set({ parties })}
      />
      <Text
        label={m.fields.signed}
        type="date"
        narrow
        value={draft.signed}
        wrong={wrong('/signed')}
        maxLength={dayMaxLength}
        onChange={(signed) => set({ signed })}
      />
      <Text
        label={m.fields.begins}
        type="date"
        narrow
        value={draft.begins}
        wrong={wrong('/begins')}
        maxLength={dayMaxLength}
        onChange={(begins) => set({ begins })}
      />
      <Text
        label={m.fields.ends}
        hint={m.hints.ends}
        type="date"
        narrow
        value={draft.ends}
        wrong={wrong('/ends')}
        maxLength={dayMaxLength}
        onChange={(ends) => set({ ends })}
      />
      <fieldset class="stack" aria-describedby="clauses-hint">
        <legend class="legend">{m.fields.clauses}</legend>
        <p class="hint" id="clauses-hint">
          {m.hints.clauses}
        </p>
        {draft.clauses.map((c) => {
          const offered = school.offered.find((o) => o.id === c.id);
          const at = `/clauses/${sent.indexOf(c)}`;
          return (
            <div key={c.id} class="stack tight">
              <label class="check">
                <input
                  type="checkbox"
                  checked={c.chosen}
                  onChange={(e) => setClause(c.id, { chosen: e.currentTarget.checked })}
                />
                <span>
                  {c.id}
                  {offered && (
                    <span class="hint block">
                      {m.audiences[offered.audience]}, {m.units[offered.within.unit](offered.within.count)} –{' '}
                      {offered.source}
                    </span>
                  )}
                </span>
              </label>
              {c.chosen && (
                <>
                  <Text
                    label={m.clause.count(c.id)}
                    narrow
                    value={c.count}
                    wrong={wrong(`${at}/within`)}
                    maxLength={String(withinCountMaximum).length}
                    onChange={(count) => setClause(c.id, { count })}
                  />
                  <Select
                    label={m.clause.unit(c.id)}
                    value={c.unit}
                    values={['hours', 'days', 'businessDays'] as const}
                    text={(v) => m.unit[v]}
                    onChange={(unit) => setClause(c.id, { unit })}
                  />
                  <Text
                    label={m.clause.words(c.id)}
                    value={c.words}
                    wrong={wrong(`${at}/words`)}
                    maxLength={clauseTermWordsMaxLength}
                    onChange={(words) => setClause(c.id, { words })}
                  />
                </>
              )}
            </div>
          );
        })}
      </fieldset>
      <Text
        label={m.fields.retention}
        value={draft.retention}
        wrong={wrong('/retention')}
        maxLength={agreementRequestRetentionMaxLength}
        onChange={(retention) => set({ retention })}
      />
      <Text
        label={m.fields.ageLine}
        hint={m.hints.ageLine}
        narrow
        value={draft.ageLine}
        wrong={wrong('/ageLine')}
        maxLength={String(agreementRequestAgeLineMaximum).length}
        onChange={(ageLine) => set({ ageLine })}
      />
      <Select
        label={m.fields.consent}
        value={draft.consent}
        values={consentBasisValues}
        text={(v) => m.consents[v]}
        wrong={wrong('/consent')}
        onChange={(consent) => set({ consent })}
      />
      <fieldset class="stack" aria-describedby="exhibits-hint">
        <legend class="legend">{m.fields.exhibits}</legend>
        <p class="hint" id="exhibits-hint">
          {m.hints.exhibits}
        </p>
        {draft.exhibits.map((e, i) => (
          <div key={i} class="stack tight">
            <Text
              label={m.exhibit.name}
              value={e.name}
              wrong={wrong(`/exhibits/${i}/name`)}
              maxLength={exhibitNameMaxLength}
              onChange={(name) => setExhibit(i, { name })}
            />
            <Text
              label={m.exhibit.sha256}
              value={e.sha256}
              wrong={wrong(`/exhibits/${i}/sha256`)}
              maxLength={exhibitSha256MaxLength}
              onChange={(sha256) => setExhibit(i, { sha256 })}
            />
            <Text
              label={m.exhibit.where}
              value={e.where}
              wrong={wrong(`/exhibits/${i}/where`)}
              maxLength={exhibitWhereMaxLength}
              onChange={(where) => setExhibit(i, { where })}
            />
            <p>
              <Button onClick={() => set({ exhibits: draft.exhibits.filter((_, k) => k !== i) })}>
                {m.exhibit.remove(e.name || String(i + 1))}
              </Button>
            </p>
          </div>
        ))}
        {draft.exhibits.length < agreementRequestExhibitsMaxItems && (
          <p>
            <Button onClick={() => set({ exhibits: [...draft.exhibits, { name: '', sha256: '', where: '' }] })}>
              {m.exhibit.add}
            </Button>
          </p>
        )}
      </fieldset>
      <div class="row">
        <Button type="submit" look="primary" busy={task.action.busy}>
          {m.save}
        </Button>
        <Button onClick={onClose}>{messages.cancel}</Button>
      </div>
    </form>
  );
}
