import { useEffect, useRef } from 'preact/hooks';
import { announce } from '../../ui/announce';

/** Announces changes to screen readers, but no more often than this: a class answers faster than anybody reads. */
const PAUSE = 15_000;

export function useQuietly(text: string, on = true): void {
  const last = useRef({ text, at: Date.now() });
  useEffect(() => {
    if (!on || text === last.current.text) return;
    const wait = Math.max(1000, last.current.at + PAUSE - Date.now());
    const timer = setTimeout(() => {
      last.current = { text, at: Date.now() };
      announce(text);
    }, wait);
    return () => clearTimeout(timer);
  }, [text, on]);
}
