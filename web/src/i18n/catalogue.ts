// Each language's messages are a chunk of their own, and only the one that is
// spoken is loaded.

import { useEffect, useState } from 'preact/hooks';
import type { Language } from './language';

export type Catalogue<M> = Record<Language, () => Promise<M>>;

export interface LoadedMessages<M> {
  /** The last that could be loaded: a language that can't be fetched is no reason to take away the one that is there. */
  loaded: [Language, M] | null;
  failed: boolean;
  again(): void;
}

/** The messages in the language that is wanted, once they are there. */
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
