import type { ComponentChildren } from 'preact';
import { useCommon } from '../i18n/messages';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { Failure, type Action } from './load';
import type { Pending } from './pending';

interface Props {
  title: string;
  children: ComponentChildren;
  confirm: string;
  danger?: boolean;
  action?: Action;
  /** Of the action, as of a Failure. */
  pending?: () => Pending;
  slugs?: Record<string, string>;
  onConfirm(): void;
  onClose(): void;
}

/** Asks before something that matters. */
export function Confirm({
  title,
  children,
  confirm,
  danger = false,
  action,
  pending,
  slugs,
  onConfirm,
  onClose,
}: Props) {
  const messages = useCommon();
  return (
    <Dialog title={title} onClose={onClose}>
      {children}
      {action?.error ? <Failure error={action.error} pending={pending} slugs={slugs} /> : null}
      <div class="row dialog-buttons">
        <Button onClick={onClose}>{messages.cancel}</Button>
        <Button look={danger ? 'danger' : 'primary'} busy={action?.busy ?? false} onClick={onConfirm}>
          {confirm}
        </Button>
      </div>
    </Dialog>
  );
}
