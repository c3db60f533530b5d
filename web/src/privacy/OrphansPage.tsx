import { formatDateTime, formatNumber } from '../i18n/format';
import { useStaff } from '../staff/context';
import { Paged } from '../staff/paged';
import { listOrphans } from './api';
import { usePrivacy } from './messages';
import type { Orphan } from '../api/schema';

export function OrphansPage() {
  const { language, m } = usePrivacy();
  const { api } = useStaff();
  const t = m.orphans;
  return (
    <>
      <p class="measure">{t.intro}</p>
      <Paged<Orphan>
        load={(token, signal) => listOrphans(api, token, signal)}
        when=""
        empty={
          <div class="empty">
            <p>{t.empty}</p>
          </div>
        }
      >
        {(orphans) => (
          <>
            <p class="measure">{t.next}</p>
            <ul class="list">
              {orphans.map((o) => (
                <li key={o.id} class="list-item">
                  <div class="list-text">
                    <h2>{t.kinds[o.kind](formatNumber(language, o.count), o.count === 1)}</h2>
                    <p class="soft small">
                      {t.session} <code>{o.session}</code> · {t.found(formatDateTime(language, o.foundAt))}
                    </p>
                  </div>
                </li>
              ))}
            </ul>
          </>
        )}
      </Paged>
    </>
  );
}
