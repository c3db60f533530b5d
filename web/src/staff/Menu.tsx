import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';

/** Further actions behind a button. It closes with Escape, and when something in it was chosen or it is left. */
export function Menu({ label, text, children }: { label: string; text: string; children: ComponentChildren }) {
  const details = useRef<HTMLDetailsElement>(null);
  const close = () => {
    if (details.current) details.current.open = false;
  };
  return (
    <details
      class="menu"
      ref={details}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !details.current?.open) return;
        close();
        details.current.querySelector('summary')?.focus();
      }}
      onFocusOut={(event) => {
        if (event.relatedTarget instanceof Node && !details.current?.contains(event.relatedTarget)) close();
      }}
    >
      <summary class="button" aria-label={label}>
        {text}
      </summary>
      {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: closes after a click, or the key that makes one, on an item */}
      <div class="menu-items" onClick={close}>
        {children}
      </div>
    </details>
  );
}
