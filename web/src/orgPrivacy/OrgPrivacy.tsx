// What a school keeps, for how long, and why: the policy in force, for anyone,
// without signing in.

import './orgPrivacy.css';
import { useEffect, useState } from 'preact/hooks';
import { ApiError } from '../api/client';
import { loadConfig, type Config } from '../api/config';
import { keepLanguage } from '../i18n/language';
import { useCommon, useLocale } from '../i18n/messages';
import { Page } from '../ui/Page';
import { durationText } from './period';
import type { OrgPrivacy as Policy } from '../api/schema';
import type { OrgPrivacyMessages } from './messages/en';
import { getOrgPrivacy } from './orgPrivacy';
import { Kept, Pending, Points, Published, type Privacy, type Say, type Vendors } from '../promises/published';

export function OrgPrivacy({ org, m }: { org: string; m: OrgPrivacyMessages }) {
  const messages = useCommon();
  const [policy, setPolicy] = useState<Policy | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [later, setLater] = useState<typeof import('./changes/Changes')>();
  function load() {
    setError(null);
    getOrgPrivacy(org)
      .then((read) => {
        setPolicy(read);
        return import('./changes/Changes');
      })
      .then(setLater, setError);
  }
  useEffect(load, [org]);

  const unknown = error instanceof ApiError && error.status === 404;
  const title = policy ? m.title(policy.name) : unknown ? m.unknownTitle : messages.footer.privacy;
  return (
    <Page title={title} {...(policy?.contact && { contact: policy.contact })}>
      <article class="stack loose">
        <h1 dir="auto">{title}</h1>
        {unknown ? (
          <p>{m.unknown}</p>
        ) : (
          <>
            {policy && <Told org={org} policy={policy} m={m} />}
            {later ? <later.Changes org={org} policy={policy!} /> : <Pending error={error} again={load} />}
          </>
        )}
        <p>
          <a href={keepLanguage('/privacy')}>{messages.footer.privacy}</a>
        </p>
      </article>
    </Page>
  );
}

function Told({ org, policy, m }: { org: string; policy: Policy; m: OrgPrivacyMessages }) {
  const { language } = useLocale();
  const kept = durationText(language, policy.kept);
  const restore = durationText(language, policy.restoreWindow);
  const none = policy.restoreWindow === 'P0D'; // as the server writes no time at all
  return (
    <>
      <p class="lead">{none ? m.sentenceNoRestore(kept) : m.sentence(kept, restore)}</p>
      <Published files={['privacy', 'promises', 'vendors']}>
        {({ privacy, promises, vendors }, say) => {
          const p = (name: string) => say(privacy.policy[name]!);
          return (
            <>
              <section class="card stack">
                <h2>{p('policyTitle')}</h2>
                <dl class="pairs">
                  <dt>{p('what')}</dt>
                  <dd>{p('whatText')}</dd>
                  <dt>{p('kept')}</dt>
                  <dd>{m.keptFor(kept)}</dd>
                  <dt>{p('restore')}</dt>
                  <dd>{none ? p('restoreNone') : m.restoreFor(restore)}</dd>
                  <dt>{p('purposes')}</dt>
                  <dd>
                    {policy.purposes.map((purpose) => (
                      <span class="line" dir="auto">
                        {purpose}
                      </span>
                    ))}
                  </dd>
                  <dt>{p('seenBy')}</dt>
                  <dd>{policy.visibleTo.map(p).join(', ')}</dd>
                  <dt>{p('clause')}</dt>
                  <dd dir="auto">{policy.clause}</dd>
                  <dt>{p('contact')}</dt>
                  {/* What a school wrote is text first; the link is an address that the server checked. */}
                  <dd>
                    <a href={`mailto:${policy.contact}`}>{policy.contact}</a>
                  </dd>
                </dl>
              </section>
              <Points title={p('endTitle')} texts={privacy.said.end} say={say} />
              <Points title={p('rightsTitle')} texts={privacy.said.rights} say={say} />
              <p>
                <a href={keepLanguage(`/privacy/${org}/request`)}>{p('ask')}</a>
              </p>
              <Place policy={policy} privacy={privacy} vendors={vendors} say={say} />
              <Points title={say(privacy.page['storage']!)} texts={privacy.storage} say={say} />
              <Kept of={promises} say={say} />
              <p>
                <a href={keepLanguage('/promises')}>{say(promises.page.all)}</a>
              </p>
            </>
          );
        }}
      </Published>
    </>
  );
}

/** Where the school's data lies, who answers for it, and whom to complain to. */
function Place(props: { policy: Policy; privacy: Privacy; vendors: Vendors; say: Say }) {
  const { policy, privacy, vendors, say } = props;
  const [config, setConfig] = useState<Config | null>(null);
  useEffect(() => void loadConfig().then(setConfig, () => {}), []);
  const page = (name: string) => say(privacy.page[name]!);
  const place = (region?: string) => say(region ? (privacy.regions[region] ?? region) : privacy.page['unknown']!);
  const law = privacy.countries[policy.country] ?? privacy.countries['*']!;
  return (
    <section class="stack">
      <h2>{page('title')}</h2>
      <dl class="pairs">
        <dt>{page('controller')}</dt>
        <dd dir="auto">{policy.name}</dd>
        <dt>{page('processor')}</dt>
        <dd dir="auto">{config?.operator ?? page('unknown')}</dd>
        <dt>{page('basis')}</dt>
        <dd>{say(privacy.bases[law.basis]!)}</dd>
        <dt>{page('databases')}</dt>
        <dd>
          {place(config?.databases)}. {page('backups')}
        </dd>
        <dt>{page('servers')}</dt>
        <dd>{place(config?.region)}</dd>
        <dt>{page('authority')}</dt>
        <dd>
          <a href={law.url}>{law.authority}</a>
        </dd>
        <dt>{page('vendors')}</dt>
        <dd>
          <a href={keepLanguage('/promises')}>{vendors.vendors.map((v) => say(v.name)).join(', ')}</a>
        </dd>
      </dl>
    </section>
  );
}
