// Since when a school's policy is in force, what was before, what will be, and who will own the service: loaded apart,
// after what the page is there for.

import { useEffect, useState } from 'preact/hooks';
import { errorText, persist, request } from '../../api/client';
import type { AnnouncedPolicy, OrgPrivacy, PolicyVersion, PolicyVersionList } from '../../api/schema';
import { formatDate } from '../../i18n/format';
import type { Language } from '../../i18n/language';
import { useCommon, useLocale } from '../../i18n/messages';
import { Button } from '../../ui/Button';
import { Loading } from '../../ui/Loading';
import { Notice } from '../../ui/Notice';
import { words } from './words';

/** What everybody may read of a school's changes. */
export function Changes({ org, policy }: { org: string; policy: OrgPrivacy }) {
  const { language } = useLocale();
  const t = words[language];
  const owner = policy.ownership;
  return (
    <>
      {owner && (
        <section class="card stack">
          <h2 dir="auto">{t.ownerTitle(owner.owner)}</h2>
          <p dir="auto">{t.owner(formatDate(language, `${owner.on}T12:00:00Z`), owner.owner, owner.country)}</p>
          <p dir="auto">{owner.choice[language]}</p>
        </section>
      )}
      {policy.announced && <Announced policy={policy.announced} language={language} />}
      <Versions
        load={async (token) =>
          (
            await persist(
              () =>
                request<PolicyVersionList>(
                  'GET',
                  `/v1/orgs/${encodeURIComponent(org)}/privacy/history${token === null ? '' : `?pageToken=${token}`}`,
                ),
              3,
            )
          ).body
        }
      />
    </>
  );
}

export function Announced({ policy, language }: { policy: AnnouncedPolicy; language: Language }) {
  const t = words[language];
  return (
    <section class="card stack" aria-labelledby="announced">
      <h2 id="announced">{t.announcedTitle}</h2>
      <p>{t.announced(formatDate(language, policy.from))}</p>
      <ul class="bullets stack tight">
        {policy.changes.map((c) => (
          <li key={c.words.en} dir="auto">
            {c.words[language]}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The versions of a policy, the latest first, page by page. */
export function Versions({ load }: { load(token: string | null): Promise<PolicyVersionList> }) {
  const { language } = useLocale();
  const messages = useCommon();
  const t = words[language];
  const [list, setList] = useState<PolicyVersionList>({ items: [], nextPageToken: null });
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(true);
  function more(token: string | null) {
    setError(null);
    setBusy(true);
    load(token)
      .then((page) =>
        setList((old) => ({ ...page, items: token === null ? page.items : [...old.items, ...page.items] })),
      )
      .catch(setError)
      .finally(() => setBusy(false));
  }
  useEffect(() => more(null), []);
  const next = list.nextPageToken;
  return (
    <section class="stack" aria-labelledby="versions">
      <h2 id="versions">{t.title}</h2>
      <ol class="list">
        {list.items.map((v) => (
          <Version key={v.version} version={v} language={language} />
        ))}
      </ol>
      {error ? (
        <Notice look="bad">{errorText(messages, error)}</Notice>
      ) : (
        busy && list.items.length === 0 && <Loading />
      )}
      {(error || next !== null) && (
        <p>
          <Button busy={busy} onClick={() => more(list.items.length === 0 ? null : next)}>
            {error ? messages.tryAgain : t.more}
          </Button>
        </p>
      )}
    </section>
  );
}

function Version({ version: v, language }: { version: PolicyVersion; language: Language }) {
  const t = words[language];
  const day = (time: string | null) => (time === null ? t.unknown : formatDate(language, time));
  return (
    <li class="list-item">
      <div class="list-text">
        <h3>
          {t.version(v.version)}, {t.states[v.state](day(v.from))}
          {v.until !== null && ` ${t.until(day(v.until))}`}
        </h3>
        {v.publishedAt !== null && <p class="soft small">{t.published(day(v.publishedAt))}</p>}
        {v.ground && <p>{t.child}</p>}
        <ul class="bullets stack tight">
          {v.changes.map((c) => (
            <li key={c.words.en} dir="auto">
              {c.words[language]}
            </li>
          ))}
        </ul>
      </div>
    </li>
  );
}
