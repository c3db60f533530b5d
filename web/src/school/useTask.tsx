import { ApiError } from '../api/client';
import type {
  DisclosureRequest,
  MemberPatch,
  MemberRole,
  NewsletterRequest,
  OwnershipRequest,
  Telling,
  TransferRequest,
} from '../api/schema';
import { Failure, type Action } from '../staff/load';
import { takePending, type Pending } from '../staff/pending';
import { useTaskOf, type Running as RunningTask } from '../staff/task';
import type { AgreementDraft, SchoolDraft } from './draft';
import { useSchool } from './messages';

/** What requires a second factor, and is done on return with one. */
export type Task =
  | { do: 'add'; draft: SchoolDraft; key: string; organization: { name: string; key: string } }
  | { do: 'edit'; org: string | null; draft: SchoolDraft; etag: string | null }
  | { do: 'agreement'; org: string; id: string | null; etag: string | null; draft: AgreementDraft; key: string }
  | { do: 'announce'; body: OwnershipRequest; key: string }
  | { do: 'withdrawOwner'; id: string }
  | { do: 'newsletter'; body: NewsletterRequest; key: string }
  | { do: 'cancelNewsletter'; id: string }
  | { do: 'disclose'; org: string | null; body: DisclosureRequest; key: string }
  | { do: 'tellings'; org: string | null; id: string; school: Telling | null; people: Telling | null }
  | { do: 'holdDisclosure'; org: string | null; id: string; hold: string }
  | { do: 'releaseDisclosure'; org: string; id: string }
  | { do: 'authorize'; body: TransferRequest; key: string }
  | { do: 'count'; id: string }
  | { do: 'saveTransfer'; id: string; format: 'csv' | 'json' }
  | { do: 'withdrawTransfer'; id: string }
  | { do: 'leave'; org: string; on: string; dryRun: boolean }
  | { do: 'invite'; org: string | null; email: string; role: MemberRole; key: string }
  | { do: 'member'; id: string; patch: MemberPatch }
  | { do: 'eraseMember'; id: string }
  | { do: 'withdraw'; id: string }
  | { do: 'everything'; key: string }
  | { do: 'saveArchive'; id: string }
  | { do: 'endArchive'; id: string };

type TaskOf<K extends Task['do']> = Extract<Task, { do: K }>;

/** What is about to be done on return with a second factor, for the form that it was entered in to be there. */
export function waitingTask<K extends Task['do']>(kind: K): TaskOf<K> | null {
  let found: TaskOf<K> | null = null;
  takePending('school', (p) => {
    if (p.task.do === kind) found = p.task as TaskOf<K>;
    return false;
  });
  return found;
}

export interface Running<T> extends RunningTask<T> {
  /** The JSON pointers of the fields that the server refused. */
  wrong: string[];
}

export function useTask<K extends Task['do']>(kind: K, work: (task: TaskOf<K>) => Promise<void>): Running<TaskOf<K>> {
  const task = useTaskOf('school', kind, work);
  const problem = task.action.error instanceof ApiError ? task.action.error.problem : null;
  return { ...task, wrong: (problem?.errors ?? []).map((e) => e.pointer) };
}

/** Why a task failed, with a way on. */
export function TaskFailure({ task }: { task: { action: Action; pending(): Pending } }) {
  const { m } = useSchool();
  return task.action.error ? <Failure error={task.action.error} pending={task.pending} slugs={m.slug} /> : null;
}
