// All that a school has here, as one file that its administrator takes along (promise P21).

import { ApiError, type List } from '../api/client';
import type {
  AuditList,
  ErasureList,
  HoldList,
  PolicyVersionList,
  QuestionSetSummary,
  ReceiptList,
  Session,
} from '../api/schema';
import { StaffApi } from '../staff/api';
import { allPages } from '../staff/pages';
import { getSchool, listAgreements, listChanges, listMembers } from './api';

/** How many requests run at once: the edge limits those of one address. */
const AT_ONCE = 2;

const whole = async <T>(load: (token: string | null) => Promise<List<T>>): Promise<T[]> => (await allPages(load)).items;

/** Runs the work for each item; nothing more begins once one has failed. */
async function each<T>(items: T[], work: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const item of rest) await work(item);
    }),
  );
}

/** Whether it was deleted since it was listed. */
const gone = (error: unknown) => error instanceof ApiError && error.status === 404;

/**
 * Returns a zip of JSON files: the school and its settings, its people, question sets, sessions with questions, results and
 * grades, and what was erased and opened. What is in the trash isn't in it. `progress` is called with how many sessions
 * and question sets there are and how many are done.
 */
export async function everything(
  api: StaffApi,
  day: string,
  progress: (done: number, of: number) => void,
  signal: AbortSignal,
): Promise<File> {
  const { strToU8, zipSync } = await import('fflate');
  const files: Record<string, Uint8Array> = {};
  const add = (name: string, value: unknown) => {
    files[`${name}.json`] = strToU8(JSON.stringify(value, null, 2));
  };
  const list = <T extends List<unknown>>(path: string) =>
    whole((token) => api.get<T>(StaffApi.list(path, { pageToken: token }), signal));

  const sessions: Session[] = await whole((token) => api.sessions(null, token, signal));
  const sets: QuestionSetSummary[] = await whole((token) => api.sets({ owner: 'school' }, token, signal));
  let done = 0;
  const step = () => progress(done++, sessions.length + sets.length);
  step();
  // First what needs the second factor, before it is too old.
  await each(sessions, async ({ id }) => {
    try {
      const file = await api.exportSession(id, 'json', () => {}, signal);
      files[`sessions/${id}.json`] = new Uint8Array(await file.arrayBuffer());
    } catch (error) {
      if (!gone(error)) throw error;
    }
    step();
  });
  await each(sets, async ({ id }) => {
    try {
      add(`question-sets/${id}`, (await api.set(id, signal)).value);
    } catch (error) {
      if (!gone(error)) throw error;
    }
    step();
  });
  add('school', (await getSchool(api, null, signal)).value);
  add('agreements', await listAgreements(api, null, signal));
  add('changes', await whole((token) => listChanges(api, null, token, signal)));
  add('people', await whole((token) => listMembers(api, token, signal)));
  add('policies', await list<PolicyVersionList>('/v1/policy/history'));
  add('holds', await list<HoldList>('/v1/holds'));
  add('erasures', await list<ErasureList>('/v1/erasures'));
  add('receipts', await list<ReceiptList>('/v1/receipts'));
  add('audit', await list<AuditList>('/v1/audit'));
  return new File([zipSync(files, { level: 6 }) as Uint8Array<ArrayBuffer>], `school-${day}.zip`, {
    type: 'application/zip',
  });
}
