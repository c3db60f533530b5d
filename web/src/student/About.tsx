import { useEffect, useState } from 'preact/hooks';
import { loadConfig, type Config } from '../api/config';
import { keepLanguage } from '../i18n/language';
import { useCommon } from '../i18n/messages';
import { Kept, Points, Published } from '../promises/published';
import { Button } from '../ui/Button';
import { Loading } from '../ui/Loading';
import { Notice } from '../ui/Notice';
import { Page } from '../ui/Page';
import type { AboutMessages } from './messages/about/en';

export { PromisesPage } from '../promises/Promises';

/** The page about privacy. */
export function About({ m }: { m: AboutMessages }) {
  return (
    <Page title={m.title}>
      <article class="stack loose">
        <h1>{m.title}</h1>
        <p>{m.intro}</p>
        <Published files={['privacy', 'promises']}>
          {({ privacy, promises }, say) => (
            <>
              <Points title={m.whatTitle} texts={privacy.said.what} say={say} />
              <Points title={m.googleTitle} texts={privacy.said.google} say={say} />
              <Points title={m.rightsTitle} texts={privacy.said.can} say={say} />
              <Kept of={promises} say={say} />
              <p>
                <a href={keepLanguage('/promises')}>{say(promises.page.all)}</a>
              </p>
            </>
          )}
        </Published>
        <section class="stack" id="contact">
          <h2>{m.contactTitle}</h2>
          <Contacts m={m} />
        </section>
        <p>
          <a href={keepLanguage('/')}>{m.back}</a>
        </p>
      </article>
    </Page>
  );
}

function Contacts({ m }: { m: AboutMessages }) {
  const messages = useCommon();
  const [config, setConfig] = useState<Config | null>(null);
  const [failed, setFailed] = useState(false);

  function load() {
    setFailed(false);
    loadConfig().then(setConfig, () => setFailed(true));
  }
  useEffect(load, []);

  if (failed || (config && !config.privacyContact)) {
    return (
      <Notice look="warn">
        <p>{m.contactSchool}</p>
        <div>
          <Button onClick={load}>{messages.tryAgain}</Button>
        </div>
      </Notice>
    );
  }
  if (!config) return <Loading />;
  return (
    <dl class="facts">
      <dt>{m.contact}</dt>
      <dd>
        <a href={`mailto:${config.privacyContact}`}>{config.privacyContact}</a>
      </dd>
      <dt>{m.misuse}</dt>
      <dd>
        <a href={`mailto:${config.misuseContact ?? config.privacyContact}`}>
          {config.misuseContact ?? config.privacyContact}
        </a>
      </dd>
    </dl>
  );
}
