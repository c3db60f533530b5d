import { useEffect, useRef } from 'preact/hooks';
import { useAction, useSensitive, type Action } from './load';
import { takePending, type Pending } from './pending';

/** The pages whose tasks wait for a second factor. */
type Area = Extract<Pending, { task: { do: string } }>['kind'];

export interface Running<T> {
  action: Action;
  start(task: T): void;
  pending(): Pending;
}

/** Something of an area that requires a second factor. If the page has to leave for it, the task is done on return. */
export function useTaskOf<T extends { do: string }>(
  area: Area,
  kind: string,
  work: (task: T) => Promise<void>,
): Running<T> {
  const sensitive = useSensitive();
  const action = useAction();
  const last = useRef<T | null>(null);
  function go(task: T, repeated: boolean) {
    last.current = task;
    action.run(() => sensitive({ kind: area, task }, () => work(task), repeated));
  }
  useEffect(() => {
    const pending = takePending(area, (p) => p.task.do === kind);
    if (pending) go(pending.task as T, true);
  }, []);
  return { action, start: (task) => go(task, false), pending: () => ({ kind: area, task: last.current! }) };
}
