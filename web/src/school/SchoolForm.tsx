import { useRef, useState } from 'preact/hooks';
import { newKey } from '../api/client';
import type { School } from '../api/schema';
import {
  countryMaxLength,
  dayMaxLength,
  durationMaxLength,
  firstPolicyClauseMaxLength,
  firstPolicyPurposesItemsMaxLength,
  firstPolicyPurposesMaxItems,
  holidaysMaxItems,
  regionMaxLength,
  schoolContactsOfficeMaxLength,
  schoolNameMaxLength,
  timezoneMaxLength,
} from '../api/values';
import { languages, type Language } from '../i18n/language';
import { useStaff } from '../staff/context';
import { useStaffLocale } from '../staff/messages';
import { navigate, to } from '../staff/router';
import { Button } from '../ui/Button';
import { addSchool, patchSchool } from './api';
import { draftOfSchool, newSchool, ownPatchOf, patchOf, requestOf, type SchoolDraft } from './draft';
import { linesMax, Select, Text } from './fields';
import { useSchool } from './messages';
import { createOrganization } from './organization';
import { TaskFailure, useTask, waitingTask } from './useTask';

interface Props {
  school: School | null;
  etag: string | null;
  /** It is the caller's own: what its agreements were made with, the operator edits. */
  own?: boolean;
  onDone(): void;
  onClose(): void;
}

/** Adds a school, or edits one. */
export function SchoolForm({ school, etag, own = false, onDone, onClose }: Props) {
  const { m } = useSchool();
  const { messages } = useStaffLocale();
  const { api } = useStaff();
  const [draft, setDraft] = useState<SchoolDraft>(
    () => waitingTask(school ? 'edit' : 'add')?.draft ?? (school ? draftOfSchool(school) : newSchool()),
  );
  // One key for all tries, so that a school whose response was lost isn't added twice.
  const key = useRef(waitingTask('add')?.key ?? newKey());
  // And one for each name, so that what had to be mended otherwise doesn't have another organization created.
  const organization = useRef(waitingTask('add')?.organization ?? { name: '', key: '' });
  const add = useTask('add', async ({ draft, key, organization }) => {
    const id = await createOrganization(api, organization.name, organization.key);
    await addSchool(api, requestOf(id, draft), key);
    navigate(to.schools(id));
  });
  const edit = useTask('edit', async ({ org, draft, etag }) => {
    await patchSchool(api, org, org === null ? ownPatchOf(draft) : patchOf(draft), etag);
    onDone();
  });
  const task = school ? edit : add;
  const text = (
    field: Exclude<keyof SchoolDraft, 'language'>,
    pointer: string,
    more: Partial<Parameters<typeof Text>[0]> = {},
  ) => ({
    value: draft[field],
    wrong: task.wrong.some((p) => p === pointer || p.startsWith(`${pointer}/`)),
    maxLength: schoolContactsOfficeMaxLength,
    onChange: (value: string) => setDraft((old) => ({ ...old, [field]: value })),
    ...more,
  });
  return (
    <form
      class="card stack loose measure"
      noValidate
      aria-labelledby="school-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (school) {
          edit.start({ do: 'edit', org: own ? null : school.id, draft, etag });
          return;
        }
        const name = draft.name.trim();
        if (organization.current.name !== name || organization.current.key === '')
          organization.current = { name, key: newKey() };
        add.start({ do: 'add', draft, key: key.current, organization: organization.current });
      }}
    >
      <h2 id="school-form">{school ? m.form.edit : m.form.add}</h2>
      <TaskFailure task={task} />
      {!own && <Text label={m.fields.name} {...text('name', '/name', { maxLength: schoolNameMaxLength })} />}
      {!own && (
        <>
          <Text
            label={m.fields.country}
            hint={m.hints.country}
            {...text('country', '/country', { maxLength: countryMaxLength, narrow: true })}
          />
          <Text
            label={m.fields.region}
            hint={m.hints.region}
            {...text('region', '/region', { maxLength: regionMaxLength, narrow: true })}
          />
          <Text
            label={m.fields.timezone}
            hint={m.hints.timezone}
            {...text('timezone', '/timezone', { maxLength: timezoneMaxLength })}
          />
        </>
      )}
      <Select
        label={m.fields.language}
        value={draft.language}
        values={['', ...(Object.keys(languages) as Language[])] as const}
        text={(v) => (v === '' ? m.asCountry : languages[v])}
        onChange={(language) => setDraft((old) => ({ ...old, language }))}
      />
      <fieldset class="stack">
        <legend class="legend">{m.form.contacts}</legend>
        <Text label={m.fields.office} {...text('office', '/contacts/office', { type: 'email' })} />
        <Text
          label={m.fields.privacy}
          hint={m.hints.privacy}
          {...text('privacy', '/contacts/privacy', { type: 'email' })}
        />
        <Text
          label={m.fields.incident}
          hint={m.hints.incident}
          {...text('incident', '/contacts/incident', { type: 'email' })}
        />
      </fieldset>
      <Text
        label={m.fields.holidays}
        hint={m.hints.holidays}
        {...text('holidays', '/holidays', { rows: 3, maxLength: linesMax(holidaysMaxItems, dayMaxLength) })}
      />
      {!school && (
        <fieldset class="stack">
          <legend class="legend">{m.form.policy}</legend>
          <Text
            label={m.fields.kept}
            hint={m.hints.period}
            {...text('kept', '/policy/kept', { maxLength: durationMaxLength, narrow: true })}
          />
          <Text
            label={m.fields.restore}
            hint={m.hints.period}
            {...text('restore', '/policy/restore', { maxLength: durationMaxLength, narrow: true })}
          />
          <Text
            label={m.fields.purposes}
            hint={m.hints.purposes}
            {...text('purposes', '/policy/purposes', {
              rows: 3,
              maxLength: linesMax(firstPolicyPurposesMaxItems, firstPolicyPurposesItemsMaxLength),
            })}
          />
          <Text
            label={m.fields.policyClause}
            hint={m.hints.policyClause}
            {...text('clause', '/policy/clause', { maxLength: firstPolicyClauseMaxLength })}
          />
        </fieldset>
      )}
      {!school && <p class="hint">{m.organization}</p>}
      <div class="row">
        <Button type="submit" look="primary" busy={task.action.busy}>
          {m.save}
        </Button>
        <Button onClick={onClose}>{messages.cancel}</Button>
      </div>
    </form>
  );
}
