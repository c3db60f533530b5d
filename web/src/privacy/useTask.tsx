import { Failure, type Action } from '../staff/load';
import type { Pending } from '../staff/pending';
import { useTaskOf, type Running } from '../staff/task';
import { usePrivacy } from './messages';
import type { Task } from './task';

type TaskOf<K extends Task['do']> = Extract<Task, { do: K }>;

export const useTask = <K extends Task['do']>(kind: K, work: (task: TaskOf<K>) => Promise<void>): Running<TaskOf<K>> =>
  useTaskOf('privacy', kind, work);

/** Why a task failed, with a way on. */
export function TaskFailure({ task }: { task: { action: Action; pending(): Pending } }) {
  const { m } = usePrivacy();
  return task.action.error ? <Failure error={task.action.error} pending={task.pending} slugs={m.slug} /> : null;
}
