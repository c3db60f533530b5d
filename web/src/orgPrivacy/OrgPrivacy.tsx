// What a school keeps, for how long, and why: the policy in force, for anyone,
// without signing in.

import './orgPrivacy.css';
import { useEffect, useState } from 'preact/hooks';
import { ApiError, errorText } from '../api/client';
import { keepLanguage } from '../i18n/language';
import { useCommon, useLocale } from '../i18n/messages';
import { Button } from '../ui/Button';
import { Loading } from '../ui/Loading';
import { Notice } from '../ui/Notice';
import { Page } from '../ui/Page';
import { durationText, parsePeriod } from './period';
import type { OrgPrivacy as Policy } from '../api/schema';
import type { OrgPrivacyMessages } from './messages/en';
import { getOrgPrivacy } from './orgPrivacy';

export function OrgPrivacy({ org, m }: { org: string; m: OrgPrivacyMessages }) {
  const messages = useCommon();
  const [policy, setPolicy] = useState<Policy | null>(null);
  const [error, setError] = useState<unknown>(null);
  function load() {
    setError(null);
    getOrgPrivacy(org).then(setPolicy, setError);
  }
  useEffect(load, [org]);

  const unknown = error instanceof ApiError && error.status === 404;
  const title = policy ? m.title(policy.name) : unknown ? m.unknownTitle : m.plainTitle;
  return (
    <Page title={title} {...(policy?.contact && { contact: policy.contact })}>
      <article class="stack loose">
        <h1 dir="auto">{title}</h1>
        {policy ? (
          <Told policy={policy} m={m} />
        ) : unknown ? (
          <p>{m.unknown}</p>
        ) : error !== null ? (
          <Notice look="bad" live>
            <p>{errorText(messages, error)}</p>
            <div>
              <Button onClick={load}>{messages.tryAgain}</Button>
            </div>
          </Notice>
        ) : (
          <Loading />
        )}
        <p>
          <a href={keepLanguage('/privacy')}>{m.general}</a>
        </p>
      </article>
    </Page>
  );
}

function Told({ policy, m }: { policy: Policy; m: OrgPrivacyMessages }) {
  const { language } = useLocale();
  const kept = durationText(language, policy.kept);
  const restore = durationText(language, policy.restoreWindow);
  const window = parsePeriod(policy.restoreWindow);
  const none = window !== null && window.months === 0 && window.days === 0;
  const seenBy = new Intl.ListFormat(language, { type: 'conjunction' }).format(
    policy.visibleTo.map((who) => m.roles[who] ?? who),
  );
  return (
    <>
      <p class="lead">{none ? m.sentenceNoRestore(kept) : m.sentence(kept, restore)}</p>
      <section class="card stack" aria-labelledby="policy">
        <h2 id="policy">{m.policyTitle}</h2>
        <dl class="pairs">
          <dt>{m.what}</dt>
          <dd>{m.whatText}</dd>
          <dt>{m.kept}</dt>
          <dd>{m.keptFor(kept)}</dd>
          <dt>{m.restore}</dt>
          <dd>{none ? m.restoreNone : m.restoreFor(restore)}</dd>
          <dt>{m.purposes}</dt>
          <dd>
            {policy.purposes.length === 0
              ? m.none
              : policy.purposes.map((purpose) => (
                  <span key={purpose} class="line" dir="auto">
                    {purpose}
                  </span>
                ))}
          </dd>
          <dt>{m.seenBy}</dt>
          <dd>{seenBy}</dd>
          <dt>{m.clause}</dt>
          <dd dir="auto">{policy.clause || m.none}</dd>
        </dl>
      </section>
      <section class="stack">
        <h2>{m.endTitle}</h2>
        <ul class="bullets stack tight">
          {m.end.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </section>
      <section class="stack">
        <h2>{m.rightsTitle}</h2>
        <p>{m.rights}</p>
        <p>
          {m.contact}: {/* What a school wrote is text first; the link is an address that the server checked. */}
          <a href={`mailto:${policy.contact}`} dir="auto">
            {policy.contact}
          </a>
        </p>
      </section>
    </>
  );
}
