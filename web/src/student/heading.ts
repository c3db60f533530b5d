import { useLayoutEffect, useRef, type Inputs } from 'preact/hooks';

/** Focuses a heading when it appears or changes, so that screen readers and keyboards begin there. */
export function useHeading(when: Inputs) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), when);
  return heading;
}
