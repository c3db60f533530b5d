import { formatDate, formatDateTime } from '../../i18n/format';
import type { QuestionSetSummary } from '../../api/schema';
import { useTeach } from '../messages';

interface Props {
  set: QuestionSetSummary;
  /** The folder or tag was chosen. */
  onSearch(text: string): void;
}

/** What a list says of a set below its title. */
export function SetLine({ set, onSearch }: Props) {
  const { messages, language } = useTeach();
  const t = messages.sets;
  const parts = [
    t.count(set.questionCount),
    set.deletedAt === null
      ? t.changed(formatDateTime(language, set.updatedAt))
      : messages.trash.deletedOn(formatDate(language, set.deletedAt)),
  ];
  if (set.restorableUntil !== null) parts.push(messages.trash.until(formatDate(language, set.restorableUntil)));
  if (set.owner === null) parts.push(t.ofSchool);
  else if (!set.owner.you) parts.push(messages.sessions.of(set.owner.name ?? messages.settings.colleague));
  if (set.shared === 'school') parts.push(t.shared);
  const filed = [
    ...(set.folder === '' ? [] : [{ text: set.folder, label: t.inFolder(set.folder) }]),
    ...set.tags.map((tag) => ({ text: tag, label: t.tagged(tag) })),
  ];
  return (
    <>
      <p class="soft small">{parts.join(' · ')}</p>
      {filed.length > 0 && (
        <p class="row small">
          {filed.map(({ text, label }) => (
            <button key={label} type="button" class="link" aria-label={label} dir="auto" onClick={() => onSearch(text)}>
              {text}
            </button>
          ))}
        </p>
      )}
    </>
  );
}
