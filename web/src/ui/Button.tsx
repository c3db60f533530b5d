import type { ComponentChildren, JSX } from 'preact';

interface Props extends Omit<JSX.IntrinsicElements['button'], 'icon' | 'disabled' | 'ref'> {
  look?: 'primary' | 'danger' | 'quiet';
  /** Shows that its work is under way; it can't be pressed again meanwhile. */
  busy?: boolean;
  /** It stays focusable, so that nobody loses their place, but does nothing. */
  disabled?: boolean;
  block?: boolean;
  children: ComponentChildren;
}

export function Button({
  look,
  busy = false,
  disabled = false,
  block = false,
  children,
  onClick,
  type,
  ...rest
}: Props) {
  const off = busy || disabled;
  return (
    <button
      {...rest}
      type={type ?? 'button'}
      class={['button', look, block && 'block', rest.class].filter(Boolean).join(' ')}
      aria-disabled={off ? 'true' : undefined}
      aria-busy={busy ? 'true' : undefined}
      onClick={(event) => {
        if (off) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {busy && <span class="spinner" />}
      {children}
    </button>
  );
}
