import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useCommon } from '../i18n/messages';
import { Button } from './Button';
import { Loading } from './Loading';
import { Notice } from './Notice';

/**
 * A component that is loaded apart: when it is first shown, or before, by
 * preload, so that it is there when the network is not.
 */
export function lazy<P extends object>(load: () => Promise<ComponentType<P>>) {
  let loaded: ComponentType<P> | null = null;
  let loading: Promise<void> | null = null;

  function preload(): Promise<void> {
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
    const messages = useCommon();
    const [, setDone] = useState(false);
    const [failed, setFailed] = useState(false);
    useEffect(() => {
      if (!loaded)
        preload().then(
          () => setDone(true),
          () => setFailed(true),
        );
    }, []);
    if (loaded) {
      const Loaded = loaded;
      return <Loaded {...props} />;
    }
    if (!failed) return <Loading />;
    return (
      <Notice look="warn" live>
        <p>{messages.error.offline}</p>
        <div>
          {/* Some browsers remember that a module could not be fetched. */}
          <Button onClick={() => location.reload()}>{messages.crash.reload}</Button>
        </div>
      </Notice>
    );
  }

  return Object.assign(Lazy, { preload: () => void preload().catch(() => {}) });
}
