// All that is a member's own, as one file that they take along (promises P17 and P26).

import type { AuditList, Profile, QuestionSetRequest, QuestionSetSummary, Session } from '../api/schema';
import { csv } from '../staff/csv';
import { StaffApi } from '../staff/api';
import { Archive, each, whole } from '../staff/archive';
import { fileName } from '../staff/download';
import { toGIFT } from '../question/teach/gift';
import { ownDeparture } from './api';

/**
 * Returns a zip: what the caller said about themselves, their question sets as JSON and GIFT, the sessions that they teach
 * with the questions, and what the audit says of them, each list as a table too. What students entered isn't in it, and
 * what is in the trash isn't. `progress` is called with how many sets and sessions there are and how many are done.
 */
export async function own(
  api: StaffApi,
  profile: Profile | null,
  day: string,
  progress: (done: number, of: number) => void,
  signal: AbortSignal,
): Promise<File> {
  const archive = new Archive();
  // First what needs the second factor, before it is too old.
  const audit = await whole((token) =>
    api.get<AuditList>(StaffApi.list('/v1/profile/audit', { pageToken: token }), signal),
  );
  const { member } = await ownDeparture(api, signal);
  const sets: QuestionSetSummary[] = await whole((token) => api.sets({ owner: 'me' }, token, signal));
  const sessions: Session[] = (await whole((token) => api.sessions({}, token, signal))).filter(
    ({ owner, coTeachers }) => owner.id === member || coTeachers.some(({ id }) => id === member),
  );
  let done = 0;
  const step = () => progress(done++, sets.length + sessions.length);
  step();

  const setFiles = new Map<string, string>();
  await each(
    sets,
    async ({ id }) => {
      const { value } = await api.set(id, signal);
      const request: QuestionSetRequest = { title: value.title, questions: value.questions, shared: value.shared };
      const { text, missing } = toGIFT(request);
      archive.json(`question-sets/${id}`, value);
      archive.text(`question-sets/${id}.gift`, text);
      setFiles.set(id, missing.join(' '));
    },
    step,
  );
  await each(
    sessions,
    async (session) =>
      archive.json(`sessions/${session.id}`, { session, questions: await api.paper(session.id, signal) }),
    step,
  );

  archive.json('profile', profile);
  archive.text(
    'question-sets.csv',
    csv([
      ['title', 'questions', 'shared', 'changed', 'file', 'not in GIFT'],
      ...sets
        .filter(({ id }) => setFiles.has(id))
        .map((s) => [
          s.title,
          s.questionCount,
          s.shared,
          s.updatedAt,
          `question-sets/${s.id}.json`,
          setFiles.get(s.id)!,
        ]),
    ]),
  );
  archive.text(
    'sessions.csv',
    csv([
      ['title', 'role', 'state', 'mode', 'feedback', 'questions', 'created', 'closed', 'kept until', 'file'],
      ...sessions.map((s) => [
        s.title,
        s.owner.id === member ? 'owner' : 'co-teacher',
        s.state,
        s.mode,
        s.feedback,
        s.questionCount,
        s.createdAt,
        s.closedAt ?? '',
        s.keptUntil ?? '',
        `sessions/${s.id}.json`,
      ]),
    ]),
  );
  archive.json('audit', audit);
  archive.text(
    'audit.csv',
    csv([
      ['at', 'role', 'act', 'purpose', 'path', 'participants', 'answers', 'members', 'block', 'id', 'sha256'],
      ...audit.map(({ entry: e, block, sha256 }) => [
        e.at,
        e.role,
        e.act,
        e.purpose,
        e.path,
        e.counts.participants,
        e.counts.answers,
        e.counts.members ?? 0,
        block ?? '',
        e.id,
        sha256,
      ]),
    ]),
  );
  return archive.zip(fileName(`my-data-${day}`, 'zip'));
}
