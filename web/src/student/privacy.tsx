import { keepLanguage, type Language } from '../i18n/language';
import type { KeptPrivacy } from './keep';
import { useStudent, type StudentMessages } from './messages';

/** "180 days", in the language. */
function length(language: Language, n: number, unit: string): string {
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(n);
}

const units: Record<string, string> = { Y: 'year', M: 'month', W: 'week', D: 'day' };

/** What is kept, for how long and who sees it, in words. */
export function privacyText(privacy: KeptPrivacy, language: Language, m: StudentMessages['privacy']): string {
  const names = privacy.visibleTo.map((who) => (who === 'teachers' || who === 'school-admins' ? m[who] : who));
  const list = (items: string[]) => new Intl.ListFormat(language, { type: 'conjunction' }).format(items);
  const kept = m.kept(length(language, privacy.keptDays, 'day'), list(names));
  const restore = [...privacy.restoreWindow.matchAll(/([1-9]\d*)([YMWD])/g)].map(([, n, unit]) =>
    length(language, Number(n), units[unit!]!),
  );
  const after = restore.length > 0 ? m.restore(list(restore)) : m.noRestore;
  return `${kept} ${after}`;
}

export function PrivacyText({ privacy }: { privacy: KeptPrivacy }) {
  const { language, messages } = useStudent();
  return (
    <div class="stack tight">
      <p>{privacyText(privacy, language, messages.privacy)}</p>
      <p>
        {messages.privacy.contact} <a href={`mailto:${privacy.contact}`}>{privacy.contact}</a>
        {privacy.org && (
          <>
            {' · '}
            <a href={keepLanguage(`/privacy/${privacy.org}`)} target="_blank" rel="noopener">
              {messages.privacy.page}
            </a>
          </>
        )}
      </p>
    </div>
  );
}
