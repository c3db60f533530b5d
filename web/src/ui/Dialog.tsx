import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

interface Props {
  title: string;
  onClose(): void;
  children: ComponentChildren;
}

/**
 * A modal dialog for as long as it is rendered, read from its title on, unless it begins with a field to fill in: the
 * first button may be the last thing to do. Escape closes it; focus goes back to where it was.
 */
export function Dialog({ title, onClose, children }: Props) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    const element = dialog.current;
    element?.showModal();
    const first = element?.querySelector<HTMLElement>('a, button, input, select, textarea');
    const field = first?.matches('input, select, textarea');
    (field ? first : element?.querySelector('h2'))?.focus();
    return () => {
      // As long as it is open, nothing outside can be focused.
      element?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div class="stack">
        <h2 id={id} tabIndex={-1}>
          {title}
        </h2>
        {children}
      </div>
    </dialog>
  );
}
