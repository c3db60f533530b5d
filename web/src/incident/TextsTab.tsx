import { useState } from 'preact/hooks';
import { ApiError } from '../api/client';
import { languages, type Language } from '../i18n/language';
import { Button } from '../ui/Button';
import { Notice } from '../ui/Notice';
import { announce } from '../ui/announce';
import { useLeaveDialog } from '../staff/useLeaveDialog';

import { useNow } from '../staff/clock';
import { list, useIncidents } from './context';
import { filled } from './dialogs';
import { draftOf } from './draft';
import { dutiesOf, pressing } from './duty';
import type { TabProps } from './tab';
import { FactList } from './Overview';
import { partNames, TextArea, useSending } from './parts';
import { ContactFields, LanguageSelect } from './ReportPage';
import { writtenPartValues } from '../api/values';
import type { NoticeTexts, Part } from '../api/schema';

interface Draft {
  language: Language;
  /** What was changed, by language. */
  texts: Partial<Record<Language, NoticeTexts>>;
  contact: { name: string; email: string; phone: string } | null;
}

/** The parts of the notices that only a person can write. */
export function TextsTab({ known, watched }: TabProps) {
  const { t, language, incidents } = useIncidents();
  const { incident, notices } = known;
  const x = t.texts;
  const form = `${incident.id}/texts`;
  const [back] = useState(() => draftOf<Draft>(form));
  const begin = (): Draft => {
    const used = (Object.keys(languages) as Language[]).filter((l) => incident.texts[l]);
    return { language: used.includes(language) ? language : (used[0] ?? language), texts: {}, contact: null };
  };
  const [draft, setDraft] = useState<Draft>(() => back ?? begin());
  const [saved, setSaved] = useState(false);
  const sending = useSending(form, () => draft);
  const now = useNow(60_000);
  const needed = new Set<Part>(pressing(dutiesOf(notices, now)).flatMap((d) => d.missing));

  const changes = Object.fromEntries(
    Object.entries(draft.texts)
      .map(
        ([l, texts]) =>
          [
            l,
            Object.fromEntries(
              Object.entries(filled(texts)).filter(
                ([part, text]) => text !== incident.texts[l]?.[part as keyof NoticeTexts],
              ),
            ),
          ] as const,
      )
      .filter(([, texts]) => Object.keys(texts).length > 0),
  );
  const contact = draft.contact && {
    name: draft.contact.name.trim(),
    email: draft.contact.email.trim(),
    ...(draft.contact.phone.trim() !== '' && { phone: draft.contact.phone.trim() }),
  };
  const dirty =
    Object.keys(changes).length > 0 ||
    (contact !== null && JSON.stringify(contact) !== JSON.stringify(incident.contact));
  const leaveDialog = useLeaveDialog(dirty && !sending.busy, t.leave);
  const conflict = sending.error instanceof ApiError && sending.error.slug === 'changed';

  if (incident.state === 'closed') return <ClosedTexts known={known} />;

  const change = (part: Partial<Draft>) => {
    setSaved(false);
    setDraft((d) => ({ ...d, ...part }));
  };
  const save = () => {
    if (!dirty) return;
    sending.run(async () => {
      const answer = await incidents.patch(
        incident.id,
        { ...(Object.keys(changes).length > 0 && { texts: changes }), ...(contact && { contact }) },
        known.etag,
      );
      setDraft((d) => ({ ...d, texts: {}, contact: null }));
      setSaved(true);
      announce(t.saved);
      watched.changed(answer);
    });
  };
  const missing = [...needed].filter((p) => p !== 'people' && p !== 'records');
  return (
    <form
      class="stack loose"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      {back && <Notice live>{t.stepUp.back}</Notice>}
      <p class="soft">{x.intro}</p>
      {missing.length > 0 && (
        <Notice look="warn">
          <strong>{t.next.missing(list(language, partNames(t, missing)))}</strong>
          {incident.state === 'notifying' && <p>{x.sends}</p>}
        </Notice>
      )}
      <LanguageSelect label={x.language} value={draft.language} onChange={(l) => change({ language: l })} />
      <div class="stack texts">
        {writtenPartValues.map((part) => {
          const stored = incident.texts[draft.language]?.[part] ?? '';
          const elsewhere = stored === '' && Object.values(incident.texts).some((texts) => texts[part]);
          return (
            <TextArea
              key={part}
              label={
                <>
                  {t.parts[part]}{' '}
                  {needed.has(part) ? (
                    <span class="badge needed">{x.needed}</span>
                  ) : (
                    <span class="soft small optional">{x.optional}</span>
                  )}
                </>
              }
              hint={
                <>
                  {t.partHints[part]} {elsewhere && x.elsewhere}
                </>
              }
              value={draft.texts[draft.language]?.[part] ?? stored}
              onInput={(text) =>
                change({
                  texts: { ...draft.texts, [draft.language]: { ...draft.texts[draft.language], [part]: text } },
                })
              }
            />
          );
        })}
      </div>
      <fieldset class="stack">
        <legend class="legend">{x.contact}</legend>
        <p class="hint">{t.report.contactHint}</p>
        <ContactFields
          value={
            draft.contact ?? {
              name: incident.contact?.name ?? '',
              email: incident.contact?.email ?? '',
              phone: incident.contact?.phone ?? '',
            }
          }
          onChange={(value) => change({ contact: value })}
        />
      </fieldset>
      <p class="hint">{x.replaceOnly}</p>
      {sending.trouble}
      {conflict && (
        <p>
          <Button
            onClick={() => {
              sending.clear();
              watched.reload();
            }}
          >
            {x.conflict}
          </Button>
        </p>
      )}
      <div class="save-bar">
        <span class="soft small" role="status">
          {saved ? t.saved : dirty ? '' : x.nothing}
        </span>
        <Button look="primary" type="submit" busy={sending.busy} disabled={!dirty}>
          {t.save}
        </Button>
      </div>
      {leaveDialog}
    </form>
  );
}

function ClosedTexts({ known }: { known: TabProps['known'] }) {
  return (
    <div class="stack loose">
      <FactList known={known} />
      <WrittenTexts known={known} />
    </div>
  );
}

/** The texts as they are, language by language. */
export function WrittenTexts({
  known: { incident },
  parts = writtenPartValues,
}: {
  known: Pick<TabProps['known'], 'incident'>;
  parts?: readonly (typeof writtenPartValues)[number][];
}) {
  const { t } = useIncidents();
  const all = Object.entries(incident.texts).flatMap(([tag, texts]) =>
    parts.filter((p) => texts[p]).map((p) => ({ tag, p, text: texts[p]! })),
  );
  if (all.length === 0) return <p class="soft">{t.register.none}</p>;
  return (
    <dl class="written">
      {all.map(({ tag, p, text }) => (
        <div key={`${tag}/${p}`}>
          <dt>
            {t.parts[p]} <span class="soft small">({languages[tag as Language] ?? tag})</span>
          </dt>
          <dd class="text" lang={tag} dir="auto">
            {text}
          </dd>
        </div>
      ))}
    </dl>
  );
}
