// Every promise with its state, and every company that gets something, for anyone.

import { keepLanguage } from '../i18n/language';
import { useCommon, useLocale } from '../i18n/messages';
import { Page } from '../ui/Page';
import { Published, type Promises, type Say, type Vendors } from './published';

export function PromisesPage() {
  const { footer } = useCommon();
  return (
    <Page title={footer.promises}>
      <article class="stack loose">
        <h1>{footer.promises}</h1>
        <Published files={['promises', 'vendors']}>
          {({ promises, vendors }, say) => (
            <>
              <All of={promises} say={say} />
              <Companies of={vendors} say={say} />
            </>
          )}
        </Published>
        <p>
          <a href={keepLanguage('/privacy')}>{footer.privacy}</a>
        </p>
      </article>
    </Page>
  );
}

function All({ of: { built, page, states, topics, promises }, say }: { of: Promises; say: Say }) {
  const { language } = useLocale();
  // A day, wherever it is read.
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(built));
  return (
    <>
      <p class="lead">{say(page.intro)}</p>
      <p>
        {say(page.built)} <time dateTime={built}>{day}</time>
      </p>
      <dl class="pairs">
        {Object.entries(states).map(([state, name]) => [
          <dt key={state}>{say(name)}</dt>,
          <dd key={`${state} number`}>{promises.filter((p) => p.state === state).length}</dd>,
        ])}
      </dl>
      {Object.entries(topics).map(([id, name]) => (
        <section class="stack" key={id}>
          <h2>{say(name)}</h2>
          {promises.map(
            (p) =>
              p.topic === id && (
                <div class="card stack tight" key={p.id} id={p.id}>
                  <p>{say(p.text)}</p>
                  <p>
                    <strong>{say(states[p.state]!)}</strong> · {p.id} · {p.sources.join(', ')}
                  </p>
                  {p.missing && (
                    <p>
                      {say(page.missing)}: {say(p.missing)}
                    </p>
                  )}
                </div>
              ),
          )}
        </section>
      ))}
    </>
  );
}

function Companies({ of: { page, vendors }, say }: { of: Vendors; say: Say }) {
  return (
    <section class="stack" id="vendors">
      <h2>{say(page.title)}</h2>
      {vendors.map((v) => (
        <div class="card stack tight" key={v.id}>
          <h3>{say(v.name)}</h3>
          <p>{say(v.what)}</p>
          <dl class="pairs">
            <dt>{say(page.gets)}</dt>
            <dd>
              {v.fields.map((field) => (
                <span key={field.en} class="line">
                  {say(field)}
                </span>
              ))}
            </dd>
            <dt>{say(page.where)}</dt>
            <dd>{say(v.where)}</dd>
            <dt>{say(page.since)}</dt>
            <dd>{say(v.since)}</dd>
            <dt>{say(page.agreement)}</dt>
            <dd>{say(v.agreement)}</dd>
            <dt>{say(page.transfer)}</dt>
            <dd>{say(v.transfer)}</dd>
          </dl>
        </div>
      ))}
    </section>
  );
}
