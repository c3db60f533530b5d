// The routes about how an org's data ends, as a signed-in person calls them.

import { persist, request } from '../api/client';
import { Desk, versioned, type Versioned } from '../desk/desk';
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

export async function getPolicy(desk: Desk, signal?: AbortSignal): Promise<Versioned<Policy>> {
  const reply = await persist(() => desk.call<Policy>('GET', '/v1/policy', signal ? { signal } : {}), 3, signal);
  return versioned(reply);
}

export async function putPolicy(desk: Desk, policy: Policy, etag: string | null): Promise<void> {
  await desk.call('PUT', '/v1/policy', { body: policy, ...(etag && { headers: { 'If-Match': etag } }) });
}

/** What retention does until a time; with periods, what it would do if the policy had them. */
export function getPlan(
  desk: Desk,
  at: Date | null,
  other?: Pick<Policy, 'kept' | 'restore'>,
  signal?: AbortSignal,
): Promise<Plan> {
  return desk.get(Desk.list('/v1/retention/plan', { at: at?.toISOString(), ...other }), signal);
}

export async function confirm(desk: Desk, what: Confirmation['what'], waiting?: number): Promise<void> {
  await persist(
    () => desk.call('POST', '/v1/retention/confirm', { body: { what, ...(waiting !== undefined && { waiting }) } }),
    3,
  );
}

export async function listHolds(desk: Desk, signal?: AbortSignal): Promise<Hold[]> {
  return (await desk.get<HoldList>('/v1/holds', signal)).items;
}

/** The same key places one hold, however often it is sent. */
export async function placeHold(desk: Desk, hold: HoldRequest, key: string): Promise<Hold> {
  return (await desk.create<Hold>('/v1/holds', hold, key)).body;
}

export async function releaseHold(desk: Desk, id: string): Promise<void> {
  await persist(() => desk.call('DELETE', `/v1/holds/${id}`), 3);
}

export async function listErasures(desk: Desk, signal?: AbortSignal): Promise<PendingErasure[]> {
  return (await desk.get<ErasureList>('/v1/erasures', signal)).items;
}

/** Repeating it does no harm: it is one erasure with one receipt. */
export async function requestErasure(desk: Desk, body: ErasureRequest): Promise<Erasure> {
  return (await persist(() => desk.call<Erasure>('POST', '/v1/erasures', { body, timeout: 60_000 }), 3)).body;
}

export function listReceipts(desk: Desk, pageToken: string | null, signal?: AbortSignal): Promise<ReceiptList> {
  return desk.get(Desk.list('/v1/receipts', { pageToken }), signal);
}

export function getReceipt(desk: Desk, id: string, signal?: AbortSignal): Promise<ReceiptView> {
  return desk.get(`/v1/receipts/${id}`, signal);
}

export function listBlocks(desk: Desk, pageToken: string | null, signal?: AbortSignal): Promise<BlockList> {
  return desk.get(Desk.list('/v1/receipts/blocks', { pageToken }), signal);
}

export async function listKeys(signal?: AbortSignal): Promise<KeyList> {
  return (await persist(() => request<KeyList>('GET', '/v1/receipts/keys', signal ? { signal } : {}), 3, signal)).body;
}

export function listOrphans(desk: Desk, pageToken: string | null, signal?: AbortSignal): Promise<OrphanList> {
  return desk.get(Desk.list('/v1/orphans', { pageToken }), signal);
}

/** Who was in a session, to choose whom to erase. */
export async function participantsOf(desk: Desk, sid: string, signal?: AbortSignal): Promise<Participant[]> {
  return (await desk.get<Results>(`/v1/sessions/${sid}/results`, signal)).participants;
}

export function sessionTitle(desk: Desk, sid: string, signal?: AbortSignal): Promise<Pick<Session, 'title'>> {
  return desk.get(`/v1/sessions/${sid}`, signal);
}
