// The school's queue of requests as a signed-in person calls it.

import { persist, type Reply } from '../api/client';
import type {
  FoundMarks,
  Member,
  MemberList,
  PersonSearch,
  QueuedRequestList,
  QueuedState,
  RequestAnswer,
  RequestCompletion,
  RequestDecision,
  RequestExtension,
  RequestForwarding,
  RequesterIdentification,
  QueueRequest,
} from '../api/schema';
import { StaffApi } from '../staff/api';
import { observe } from '../staff/clock';
import { allPages } from '../staff/pages';

const path = (id: string, rest = '') => `/v1/requests/${id}${rest}`;

/** Deadlines are shown by the server's clock. */
async function read<T>(api: StaffApi, address: string, signal?: AbortSignal): Promise<T> {
  const reply = await persist(() => api.call<T>('GET', address, signal ? { signal } : {}), 3, signal);
  observe(reply.headers.get('Date'));
  return reply.body;
}

export const listRequests = (
  api: StaffApi,
  state: QueuedState | null,
  pageToken: string | null,
  signal?: AbortSignal,
): Promise<QueuedRequestList> => read(api, StaffApi.list('/v1/requests', { state, pageToken }), signal);

export const getRequest = (api: StaffApi, id: string, signal?: AbortSignal): Promise<QueueRequest> =>
  read(api, path(id), signal);

/** A change; if it is sent twice, it is made once. */
async function change<T>(api: StaffApi, address: string, body: unknown): Promise<T> {
  const reply: Reply<T> = await persist(() => api.call<T>('POST', address, { body, timeout: 30_000 }), 3);
  return reply.body;
}

export const identify = (api: StaffApi, id: string, body: RequesterIdentification) =>
  change<QueueRequest>(api, path(id, '/identify'), body);

export const find = (api: StaffApi, id: string, body: PersonSearch) =>
  change<QueueRequest>(api, path(id, '/find'), body);

export const mark = (api: StaffApi, id: string, body: FoundMarks) =>
  change<QueueRequest>(api, path(id, '/found'), body);

export const extend = (api: StaffApi, id: string, body: RequestExtension) =>
  change<QueueRequest>(api, path(id, '/extend'), body);

export const preview = (api: StaffApi, id: string, body: RequestDecision) =>
  change<RequestAnswer>(api, path(id, '/preview'), body);

export const decide = (api: StaffApi, id: string, body: RequestDecision) =>
  change<QueueRequest>(api, path(id, '/decide'), body);

export const complete = (api: StaffApi, id: string, body: RequestCompletion) =>
  change<QueueRequest>(api, path(id, '/complete'), body);

/** Has the copies made again, for as long as at first. */
export const renew = (api: StaffApi, id: string) => change<QueueRequest>(api, path(id, '/renew'), undefined);

/** Tells the requester that a restriction is to be lifted, or lifts it. */
export const lift = (api: StaffApi, id: string) => change<QueueRequest>(api, path(id, '/lift'), undefined);

/** The school's people. */
export async function listTeachers(api: StaffApi, signal?: AbortSignal): Promise<Member[]> {
  const page = (pageToken: string | null) =>
    api.get<MemberList>(StaffApi.list('/v1/org/members', { pageToken }), signal);
  return (await allPages(page, 20)).items.filter((member) => member.state !== 'erasing');
}

/** It is in another queue afterwards: a second try would find nothing. */
export async function forward(api: StaffApi, id: string, body: RequestForwarding): Promise<void> {
  await api.call('POST', path(id, '/forward'), { body, timeout: 30_000 });
}
