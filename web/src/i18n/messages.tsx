// Messages are objects, typed by the English ones: a message that is missing or
// superfluous in another language doesn't compile. Messages with something to
// fill in are functions. Each language is a chunk of its own, and only the one
// that is spoken is loaded.

import { createContext, type ComponentChildren } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { Common } from './common/en';
import { pickLanguage, type Language } from './language';

/** Where an app's messages come from: most are loaded when they are wanted. */
export type Catalogue<M extends Common> = Record<Language, M | (() => Promise<M>)>;

export interface Locale<M extends Common> {
  language: Language;
  messages: M;
  choose(language: Language): void;
}

export const LocaleContext = createContext<Locale<Common> | null>(null);

async function load<M extends Common>(catalogue: Catalogue<M>, language: Language): Promise<[Language, M]> {
  const messages = catalogue[language];
  return [language, typeof messages === 'function' ? await messages() : messages];
}

/** Gives its children messages, once they are there. */
export function Localized<M extends Common>(props: { catalogue: Catalogue<M>; children: ComponentChildren }) {
  const [wanted, choose] = useState(() => pickLanguage(location.search, navigator.languages));
  const [loaded, setLoaded] = useState<[Language, M] | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let stale = false;
    load(props.catalogue, wanted).then(
      (l) => stale || setLoaded(l),
      () => stale || setFailed(true),
    );
    return () => {
      stale = true;
    };
  }, [wanted]);
  useEffect(() => {
    if (loaded) document.documentElement.lang = loaded[0];
  }, [loaded]);
  // A language that can't be fetched is no reason to take away the one that is there.
  if (!loaded) return failed ? <Unloaded /> : null;
  const locale: Locale<M> = {
    language: loaded[0],
    messages: loaded[1],
    choose(language) {
      const url = new URL(location.href);
      url.searchParams.set('lang', language);
      history.replaceState(history.state, '', url);
      choose(language);
    },
  };
  return <LocaleContext.Provider value={locale as unknown as Locale<Common>}>{props.children}</LocaleContext.Provider>;
}

/** All that can be said while no language is there. */
function Unloaded() {
  return (
    <main class="page-main stack">
      <p>The page could not be loaded completely. Check the network and load it again.</p>
      <p>
        <button type="button" class="button primary" onClick={() => location.reload()}>
          Load again
        </button>
      </p>
    </main>
  );
}

/** The locale, for an app whose messages are of type M. */
export function useLocale<M extends Common = Common>(): Locale<M> {
  const locale = useContext(LocaleContext);
  if (!locale) throw new Error('no <Localized> above');
  return locale as unknown as Locale<M>;
}

export function useCommon(): Common {
  return useLocale().messages;
}
