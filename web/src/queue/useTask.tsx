import { useEffect, useRef } from 'preact/hooks';
import { Failure, useAction, useSensitive, type Action } from '../staff/load';
import { takePending, type Pending } from '../staff/pending';
import { useQueue } from './messages';
import type { Task } from './task';

type TaskOf<K extends Task['do']> = Extract<Task, { do: K }>;

/** Something that requires a second factor. If the page has to leave for it, the task is done on return. */
export function useTask<K extends Task['do']>(kind: K, work: (task: TaskOf<K>) => Promise<void>) {
  const sensitive = useSensitive();
  const action = useAction();
  const last = useRef<TaskOf<K> | null>(null);
  function go(task: TaskOf<K>, repeated: boolean) {
    last.current = task;
    action.run(() => sensitive({ kind: 'queue', task }, () => work(task), repeated));
  }
  useEffect(() => {
    const pending = takePending('queue', (p) => p.task.do === kind);
    if (pending) go(pending.task as TaskOf<K>, true);
  }, []);
  const pending = (): Pending => ({ kind: 'queue', task: last.current! });
  return { action, start: (task: TaskOf<K>) => go(task, false), pending };
}

/** Why a task failed, with a way on. */
export function TaskFailure({ task }: { task: { action: Action; pending(): Pending } }) {
  const { m } = useQueue();
  return task.action.error ? <Failure error={task.action.error} pending={task.pending} slugs={m.slug} /> : null;
}
