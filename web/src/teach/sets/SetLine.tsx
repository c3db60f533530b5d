import { formatDate, formatDateTime } from '../../i18n/format';
import type { QuestionSetSummary } from '../../api/schema';
import { useTeach } from '../messages';

/** What a list says of a set below its title. */
export function SetLine({ set }: { set: QuestionSetSummary }) {
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
  return <p class="soft small">{parts.join(' · ')}</p>;
}
