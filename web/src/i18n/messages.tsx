// Messages are objects, typed by the English ones: a message that is missing or
// superfluous in another language doesn't compile. Messages with something to
// fill in are functions.

import { createContext, type ComponentChildren } from 'preact';
import { useContext, useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { useCatalogue, type Catalogue } from './catalogue';
import type { Common } from './common/en';
import { pickLanguage, type Language } from './language';

interface Locale<M extends Common> {
  language: Language;
  messages: M;
  choose(language: Language): void;
}

export const LocaleContext = createContext<Locale<Common> | null>(null);

/** Provides its children with messages, once they are loaded. */
export function Localized<M extends Common>(props: { catalogue: Catalogue<M>; children: ComponentChildren }) {
  const [wanted, choose] = useState(() => pickLanguage(location.search, navigator.languages));
  const { loaded, failed } = useCatalogue(props.catalogue, wanted);
  useEffect(() => {
    if (loaded) document.documentElement.lang = loaded[0];
  }, [loaded]);
  // What a page shows before its script runs.
  useLayoutEffect(() => {
    if (loaded || failed) document.getElementById('frame')?.remove();
  }, [loaded, failed]);
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

/** All that can be said while no language is loaded. */
function Unloaded() {
  return (
    <main class="page-main stack">
      <p>The page didn’t load completely. Check your connection and reload.</p>
      <p>
        <button type="button" class="button primary" onClick={() => location.reload()}>
          Reload
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
