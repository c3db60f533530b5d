import { useLayoutEffect, useReducer, useRef } from 'preact/hooks';

/**
 * Returns a function that focuses what is about to be rendered. It runs as part of rendering, so that no key pressed
 * meanwhile goes astray.
 */
export function useFocus(): (find: () => HTMLElement | null | undefined) => void {
  const wanted = useRef<(() => HTMLElement | null | undefined) | null>(null);
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  useLayoutEffect(() => {
    const find = wanted.current;
    wanted.current = null;
    find?.()?.focus();
  });
  return (find) => {
    wanted.current = find;
    redraw(undefined);
  };
}
