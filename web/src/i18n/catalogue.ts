// Each language's messages are a chunk of their own, and only the one that is
// spoken is loaded.

import { useEffect, useState } from 'preact/hooks';
import type { Language } from './language';

export type Catalogue<M> = Record<Language, () => Promise<M>>;

interface LoadedMessages<M> {
  /** The last that could be loaded: if a language can't be fetched, the current one stays. */
  loaded: [Language, M] | null;
  failed: boolean;
  again(): void;
}

/** The messages in the wanted language, once they are loaded. */
export function useCatalogue<M>(catalogue: Catalogue<M>, wanted: Language): LoadedMessages<M> {
  const [loaded, setLoaded] = useState<[Language, M] | null>(null);
  const [failed, setFailed] = useState(false);
  const [round, setRound] = useState(0);
  useEffect(() => {
    let stale = false;
    setFailed(false);
    catalogue[wanted]().then(
      (messages) => stale || setLoaded([wanted, messages]),
      () => stale || setFailed(true),
    );
    return () => {
      stale = true;
    };
  }, [wanted, round]);
  return { loaded, failed, again: () => setRound((n) => n + 1) };
}
