// All that a school has here, as one file that its administrator takes along (promise P21).

import type { List } from '../api/client';
import type {
  AuditList,
  ConsentCodeList,
  ConsentTextList,
  ErasureList,
  HoldList,
  PolicyVersionList,
  QuestionSetSummary,
  ReceiptList,
  Session,
} from '../api/schema';
import { StaffApi } from '../staff/api';
import { Archive, each, whole } from '../staff/archive';
import { getSchool, listAgreements, listChanges, listDisclosures, listMembers } from './api';

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
  const archive = new Archive();
  const add = (name: string, value: unknown) => archive.json(name, value);
  const list = <T extends List<unknown>>(path: string) =>
    whole((token) => api.get<T>(StaffApi.list(path, { pageToken: token }), signal));

  const sessions: Session[] = await whole((token) => api.sessions(null, token, signal));
  const sets: QuestionSetSummary[] = await whole((token) => api.sets({ owner: 'school' }, token, signal));
  let done = 0;
  const step = () => progress(done++, sessions.length + sets.length);
  step();
  // First what needs the second factor, before it is too old.
  await each(
    sessions,
    async ({ id }) => {
      const file = await api.exportSession(id, 'json', () => {}, signal);
      archive.bytes(`sessions/${id}.json`, new Uint8Array(await file.arrayBuffer()));
    },
    step,
  );
  await each(sets, async ({ id }) => add(`question-sets/${id}`, (await api.set(id, signal)).value), step);
  add('school', (await getSchool(api, null, signal)).value);
  add('agreements', await listAgreements(api, null, signal));
  add('changes', await whole((token) => listChanges(api, null, token, signal)));
  add('people', await whole((token) => listMembers(api, token, signal)));
  add('policies', await list<PolicyVersionList>('/v1/policy/history'));
  add('consent', await api.get('/v1/org/consent', signal));
  add('consent-texts', await list<ConsentTextList>('/v1/org/consent/texts'));
  add('consent-codes', await list<ConsentCodeList>('/v1/org/consent-codes'));
  add('holds', await list<HoldList>('/v1/holds'));
  add('disclosures', await listDisclosures(api, null, signal));
  add('erasures', await list<ErasureList>('/v1/erasures'));
  add('receipts', await list<ReceiptList>('/v1/receipts'));
  add('audit', await list<AuditList>('/v1/audit'));
  return archive.zip(`school-${day}.zip`);
}
