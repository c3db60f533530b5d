// The routes about how an org's data ends, as a signed-in person calls them.

import { persist, request } from '../api/client';
import { StaffApi, versioned, type Versioned } from '../staff/api';
import type {
  BlockList,
  Confirmation,
  Erasure,
  ErasureList,
  ErasureRequest,
  Hold,
  HoldList,
  HoldRequest,
  KeyList,
  OrphanList,
  Participant,
  PendingErasure,
  Plan,
  Policy,
  ReceiptList,
  ReceiptView,
  Results,
  Session,
} from '../api/schema';

export async function getPolicy(api: StaffApi, signal?: AbortSignal): Promise<Versioned<Policy>> {
  const reply = await persist(() => api.call<Policy>('GET', '/v1/policy', signal ? { signal } : {}), 3, signal);
  return versioned(reply);
}

export async function putPolicy(api: StaffApi, policy: Policy, etag: string | null): Promise<void> {
  await api.call('PUT', '/v1/policy', { body: policy, ...(etag && { headers: { 'If-Match': etag } }) });
}

/** What retention does until a time; with periods, what it would do if the policy had them. */
export function getPlan(
  api: StaffApi,
  at: Date | null,
  other?: Pick<Policy, 'kept' | 'restore'>,
  signal?: AbortSignal,
): Promise<Plan> {
  return api.get(StaffApi.list('/v1/retention/plan', { at: at?.toISOString(), ...other }), signal);
}

export async function confirm(api: StaffApi, what: Confirmation['what'], waiting?: number): Promise<void> {
  await persist(
    () => api.call('POST', '/v1/retention/confirm', { body: { what, ...(waiting !== undefined && { waiting }) } }),
    3,
  );
}

export async function listHolds(api: StaffApi, signal?: AbortSignal): Promise<Hold[]> {
  return (await api.get<HoldList>('/v1/holds', signal)).items;
}

/** The same key places one hold, however often it is sent. */
export async function placeHold(api: StaffApi, hold: HoldRequest, key: string): Promise<Hold> {
  return (await api.create<Hold>('/v1/holds', hold, key)).body;
}

export async function releaseHold(api: StaffApi, id: string): Promise<void> {
  await persist(() => api.call('DELETE', `/v1/holds/${id}`), 3);
}

export async function listErasures(api: StaffApi, signal?: AbortSignal): Promise<PendingErasure[]> {
  return (await api.get<ErasureList>('/v1/erasures', signal)).items;
}

/** Repeating it does no harm: it is one erasure with one receipt. */
export async function requestErasure(api: StaffApi, body: ErasureRequest): Promise<Erasure> {
  return (await persist(() => api.call<Erasure>('POST', '/v1/erasures', { body, timeout: 60_000 }), 3)).body;
}

export function listReceipts(api: StaffApi, pageToken: string | null, signal?: AbortSignal): Promise<ReceiptList> {
  return api.get(StaffApi.list('/v1/receipts', { pageToken }), signal);
}

export function getReceipt(api: StaffApi, id: string, signal?: AbortSignal): Promise<ReceiptView> {
  return api.get(`/v1/receipts/${id}`, signal);
}

export function listBlocks(api: StaffApi, pageToken: string | null, signal?: AbortSignal): Promise<BlockList> {
  return api.get(StaffApi.list('/v1/receipts/blocks', { pageToken }), signal);
}

export async function listKeys(signal?: AbortSignal): Promise<KeyList> {
  return (await persist(() => request<KeyList>('GET', '/v1/receipts/keys', signal ? { signal } : {}), 3, signal)).body;
}

export function listOrphans(api: StaffApi, pageToken: string | null, signal?: AbortSignal): Promise<OrphanList> {
  return api.get(StaffApi.list('/v1/orphans', { pageToken }), signal);
}

/** Who was in a session, to choose whom to erase. */
export async function participantsOf(api: StaffApi, sid: string, signal?: AbortSignal): Promise<Participant[]> {
  return (await api.get<Results>(`/v1/sessions/${sid}/results`, signal)).participants;
}

export function sessionTitle(api: StaffApi, sid: string, signal?: AbortSignal): Promise<Pick<Session, 'title'>> {
  return api.get(`/v1/sessions/${sid}`, signal);
}
