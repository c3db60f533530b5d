// One polite live region a page. Screen readers announce what changes in it.

import { useEffect, useState } from 'preact/hooks';

let say: ((text: string) => void) | null = null;

/** Makes screen readers announce the text when they pause. */
export function announce(text: string): void {
  say?.(text);
}

export function Announcer() {
  const [text, setText] = useState('');
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    say = (next) => {
      // The same text twice is spoken twice only if it was gone in between.
      setText('');
      clearTimeout(timer);
      timer = setTimeout(() => setText(next), 60);
    };
    return () => {
      say = null;
      clearTimeout(timer);
    };
  }, []);
  return (
    <div class="hidden" aria-live="polite">
      {text}
    </div>
  );
}
