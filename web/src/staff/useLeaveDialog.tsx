import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Confirm } from './Confirm';
import { useGuard } from './router';

interface Words {
  title: string;
  text: string;
  go: string;
}

/** Has the person asked before they leave unsaved work. Returns the dialog that asks, while it does. */
export function useLeaveDialog(unsaved: boolean, words: Words): VNode | null {
  const [leave, setLeave] = useState<(() => void) | null>(null);
  useGuard(unsaved, (go) => {
    setLeave(() => go);
    return false;
  });
  return (
    leave && (
      <Confirm title={words.title} confirm={words.go} danger onClose={() => setLeave(null)} onConfirm={leave}>
        <p>{words.text}</p>
      </Confirm>
    )
  );
}
