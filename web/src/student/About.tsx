import { useEffect, useState } from 'preact/hooks';
import { loadConfig, type Config } from '../api/config';
import { keepLanguage } from '../i18n/language';
import { useCommon } from '../i18n/messages';
import { Button } from '../ui/Button';
import { Loading } from '../ui/Loading';
import { Notice } from '../ui/Notice';
import { Page } from '../ui/Page';
import type { AboutMessages } from './messages/about/en';

/** The page about privacy. */
export function About({ m }: { m: AboutMessages }) {
  return (
    <Page title={m.title}>
      <article class="stack loose">
        <h1>{m.title}</h1>
        <p>{m.intro}</p>
        <Points title={m.whatTitle} lines={m.what} />
        <Points title={m.googleTitle} lines={m.google} />
        <section class="stack">
          <h2>{m.rightsTitle}</h2>
          <p>{m.rights}</p>
        </section>
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

function Points({ title, lines }: { title: string; lines: string[] }) {
  return (
    <section class="stack">
      <h2>{title}</h2>
      <ul class="bullets stack tight">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
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
