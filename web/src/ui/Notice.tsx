import type { ComponentChildren } from 'preact';

interface Props {
  look?: 'good' | 'warn' | 'bad' | undefined;
  /** Spoken by screen readers when it appears: at once for `bad`, else when they pause. */
  live?: boolean;
  children: ComponentChildren;
}

export function Notice({ look, live, children }: Props) {
  return (
    <div class={look ? `notice ${look}` : 'notice'} role={live ? (look === 'bad' ? 'alert' : 'status') : undefined}>
      {children}
    </div>
  );
}
