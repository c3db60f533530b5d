// Messages are objects, typed by the English ones: a message that is missing or
// superfluous in another language doesn't compile. Messages with something to
// fill in are functions. English comes with the app, so that there always is
// a language; the others are chunks of their own.

import { createContext, type ComponentChildren } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { Common } from './common/en';
import { pickLanguage, type Language } from './language';

/** Where an app's messages come from. */
export type Catalogue<M extends Common> = { en: M } & Record<Exclude<Language, 'en'>, () => Promise<M>>;

export interface Locale<M extends Common> {
  language: Language;
  messages: M;
  choose(language: Language): void;
}

const LocaleContext = createContext<Locale<Common> | null>(null);

async function load<M extends Common>(catalogue: Catalogue<M>, language: Language): Promise<[Language, M]> {
  if (language !== 'en') {
    try {
      return [language, await catalogue[language]()];
    } catch {
      // A chunk that can't be fetched is no reason to show nothing.
    }
  }
  return ['en', catalogue.en];
}

/** Gives its children messages, once they are there. */
export function Localized<M extends Common>(props: { catalogue: Catalogue<M>; children: ComponentChildren }) {
  const [wanted, choose] = useState(() => pickLanguage(location.search, navigator.languages));
  const [loaded, setLoaded] = useState<[Language, M] | null>(wanted === 'en' ? ['en', props.catalogue.en] : null);
  useEffect(() => {
    let stale = false;
    void load(props.catalogue, wanted).then((l) => stale || setLoaded(l));
    return () => {
      stale = true;
    };
  }, [wanted]);
  useEffect(() => {
    if (loaded) document.documentElement.lang = loaded[0];
  }, [loaded]);
  if (!loaded) return null;
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

/** The locale, for an app whose messages are of type M. */
export function useLocale<M extends Common = Common>(): Locale<M> {
  const locale = useContext(LocaleContext);
  if (!locale) throw new Error('no <Localized> above');
  return locale as unknown as Locale<M>;
}

export function useCommon(): Common {
  return useLocale().messages;
}
