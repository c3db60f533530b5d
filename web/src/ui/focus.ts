import { useLayoutEffect, useReducer, useRef } from 'preact/hooks';

/**
 * Returns a function that focuses what is only about to be drawn. It is done as
 * part of drawing, so that no key that is pressed meanwhile goes astray.
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
