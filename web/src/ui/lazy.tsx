import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { backoff, sleep } from '../api/client';
import { Loading } from './Loading';
import { Unloaded } from './Unloaded';

/** What is loaded apart from the page. */
export interface Apart {
  /** Resolves once it is there; rejects where it can't be had now. */
  fetch(): Promise<void>;
}

/** Fetches all of it, again and again until it is there or the signal says that nobody needs it any more. */
export async function fetchAll(parts: readonly Apart[], signal: AbortSignal, failed = () => {}): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await Promise.all(parts.map((part) => part.fetch()));
      return;
    } catch {
      failed();
    }
    await sleep(backoff(attempt), signal);
  }
}

/**
 * A component that is loaded apart: when it is first shown, or before, by fetch or
 * preload, so that it is there when the network is not. While it can't be loaded
 * it says so, and tries again.
 */
export function lazy<P extends object>(load: () => Promise<ComponentType<P>>) {
  let loaded: ComponentType<P> | null = null;
  let loading: Promise<void> | null = null;

  function fetch(): Promise<void> {
    loading ??= load().then(
      (component) => {
        loaded = component;
      },
      (error: unknown) => {
        loading = null;
        throw error;
      },
    );
    return loading;
  }

  function Lazy(props: P) {
    const [, setDone] = useState(false);
    const [failed, setFailed] = useState(false);
    useEffect(() => {
      const gone = new AbortController();
      if (!loaded)
        fetchAll([{ fetch }], gone.signal, () => setFailed(true)).then(
          () => setDone(true),
          () => {},
        );
      return () => gone.abort();
    }, []);
    if (loaded) {
      const Loaded = loaded;
      return <Loaded {...props} />;
    }
    return failed ? <Unloaded /> : <Loading />;
  }

  return Object.assign(Lazy, { fetch, preload: () => void fetch().catch(() => {}) });
}
