// The routes about how an org's data ends, as a signed-in person calls them.

import { persist, request, type List } from '../api/client';
import { pageSizeMaximum } from '../api/values';
import { StaffApi, versioned, type Versioned } from '../staff/api';
import { allPages } from '../staff/pages';
import type {
  AuditBlockList,
  AuditList,
  BlockList,
  ConsentCode,
  ConsentCodeList,
  ConsentCodeRequest,
  ConsentErasure,
  ConsentErasureRequest,
  Confirmation,
  Erasure,
  ErasureList,
  ErasureRequest,
  Hold,
  HoldList,
  HoldRequest,
  IssuedConsentCodes,
  KeyList,
  Member,
  OrgConsent,
  OrgConsentRequest,
  OrphanList,
  Participant,
  Plan,
  Policy,
  PolicyInForce,
  PolicyVersionList,
  Purpose,
  ReceiptList,
  ReceiptView,
  Records,
  Results,
  Session,
  SignedBlock,
  Simulation,
} from '../api/schema';

export async function getPolicy(api: StaffApi, signal?: AbortSignal): Promise<Versioned<PolicyInForce>> {
  const reply = await persist(() => api.call<PolicyInForce>('GET', '/v1/policy', signal ? { signal } : {}), 3, signal);
  return versioned(reply);
}

/** Publishes a policy, and returns the one in force with what is announced. */
export async function putPolicy(api: StaffApi, policy: Policy, etag: string | null): Promise<PolicyInForce> {
  const reply = await api.call<PolicyInForce>('PUT', '/v1/policy', {
    body: policy,
    ...(etag && { headers: { 'If-Match': etag } }),
  });
  return reply.body;
}

export async function withdrawPolicy(api: StaffApi): Promise<void> {
  await api.call('DELETE', '/v1/policy/announced');
}

/** What the documents that a school files are made of. */
export function getRecords(api: StaffApi, signal?: AbortSignal): Promise<Records> {
  return api.get('/v1/records', signal);
}

export function listPolicies(api: StaffApi, token: string | null, signal?: AbortSignal): Promise<PolicyVersionList> {
  return api.get(StaffApi.list('/v1/policy/history', { pageToken: token }), signal);
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

/** What would become of the data if somebody went on a day. */
export function simulate(
  api: StaffApi,
  who: { kind: 'org' | 'member' | 'participant'; session: string | null; id: string | null; on: Date },
): Promise<Simulation> {
  const { kind, session, id, on } = who;
  return api.get(StaffApi.list('/v1/departures', { kind, session, id, on: on.toISOString() }));
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

export function listErasures(api: StaffApi, pageToken: string | null, signal?: AbortSignal): Promise<ErasureList> {
  return api.get(StaffApi.list('/v1/erasures', { pageToken }), signal);
}

/** Repeating it does no harm: it is one erasure with one receipt. */
export async function requestErasure(api: StaffApi, body: ErasureRequest): Promise<Erasure> {
  return (await persist(() => api.call<Erasure>('POST', '/v1/erasures', { body, timeout: 60_000 }), 3)).body;
}

export async function getConsent(api: StaffApi, signal?: AbortSignal): Promise<Versioned<OrgConsent>> {
  return versioned(
    await persist(() => api.call<OrgConsent>('GET', '/v1/org/consent', signal ? { signal } : {}), 3, signal),
  );
}

export async function putConsent(api: StaffApi, body: OrgConsentRequest, etag: string | null): Promise<void> {
  await api.call('PUT', '/v1/org/consent', { body, ...(etag && { headers: { 'If-Match': etag } }) });
}

export function listConsentCodes(
  api: StaffApi,
  pageToken: string | null,
  signal?: AbortSignal,
): Promise<ConsentCodeList> {
  return api.get(StaffApi.list('/v1/org/consent-codes', { pageToken }), signal);
}

/** The same key issues the same codes, however often it is sent. */
export async function issueConsentCodes(api: StaffApi, body: ConsentCodeRequest, key: string): Promise<ConsentCode[]> {
  return (await api.create<IssuedConsentCodes>('/v1/org/consent-codes', body, key)).body.items;
}

/** A code, with of how many students something is held that was collected under it. */
export function getConsentCode(api: StaffApi, id: string, signal?: AbortSignal): Promise<ConsentCode> {
  return api.get(`/v1/org/consent-codes/${id}`, signal);
}

export async function endConsentCode(api: StaffApi, id: string): Promise<void> {
  await persist(() => api.call('DELETE', `/v1/org/consent-codes/${id}`), 3);
}

/**
 * Erases what was collected under a code, or without any consent where it is null, page by page until all was seen.
 * With dry it counts only. Repeating it does no harm.
 */
export async function eraseConsent(api: StaffApi, code: string | null, dryRun: boolean): Promise<ConsentErasure> {
  const path = code === null ? '/v1/org/consent/erase' : `/v1/org/consent-codes/${code}/erase`;
  const sum: ConsentErasure = { dryRun, students: 0, erased: 0, held: 0, waiting: 0, next: null };
  for (let after: string | null = ''; after !== null; ) {
    const body: ConsentErasureRequest = { dryRun, after };
    const call = () => api.call<ConsentErasure>('POST', path, { body, timeout: 70_000 });
    const page = (await persist(call, 3)).body;
    for (const n of ['students', 'erased', 'held', 'waiting'] as const) sum[n] += page[n];
    after = page.next;
  }
  return sum;
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

/** What the audit is filtered by; null leaves out nothing. */
export interface AuditFilter {
  from: Date | null;
  to: Date | null;
  actor: string | null;
  purpose: Purpose | null;
}

export function listAudit(
  api: StaffApi,
  filter: AuditFilter,
  pageToken: string | null,
  signal?: AbortSignal,
  pageSize?: number,
): Promise<AuditList> {
  const { from, to, actor, purpose } = filter;
  return api.get(
    StaffApi.list('/v1/audit', {
      from: from?.toISOString(),
      to: to?.toISOString(),
      actor,
      purpose,
      pageSize: pageSize?.toString(),
      pageToken,
    }),
    signal,
  );
}

/** The chain of the audit, as that of receipts comes. */
export async function listAuditBlocks(
  api: StaffApi,
  pageToken: string | null,
  signal?: AbortSignal,
): Promise<List<SignedBlock>> {
  const page = await api.get<AuditBlockList>(StaffApi.list('/v1/audit/blocks', { pageToken }), signal);
  const items = page.items.map(({ entries, ...block }) => ({ ...block, receipts: entries }));
  return { items, nextPageToken: page.nextPageToken };
}

export function listOrphans(api: StaffApi, pageToken: string | null, signal?: AbortSignal): Promise<OrphanList> {
  return api.get(StaffApi.list('/v1/orphans', { pageToken }), signal);
}

/** Who was in a session, to choose whom to erase. */
export async function participantsOf(api: StaffApi, sid: string, signal?: AbortSignal): Promise<Participant[]> {
  return (await api.get<Results>(`/v1/sessions/${sid}/results`, signal)).participants;
}

/** How many pages of sessions are asked for names and titles. */
const NAME_PAGES = 10;

/** What the school's people and sessions are called, by id, as far as its sessions tell. */
export async function namesOf(api: StaffApi, signal?: AbortSignal): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const s of await firstPages<Session>(api, '/v1/sessions', signal)) {
    names.set(s.id, s.title);
    for (const p of [s.owner, ...s.coTeachers]) if (p.name !== null) names.set(p.id, p.name);
  }
  return names;
}

export function sessionTitle(api: StaffApi, sid: string, signal?: AbortSignal): Promise<Pick<Session, 'title'>> {
  return api.get(`/v1/sessions/${sid}`, signal);
}

/** The school's people; so many pages at most. */
export function listMembers(api: StaffApi, signal?: AbortSignal): Promise<Member[]> {
  return firstPages(api, '/v1/org/members', signal);
}

async function firstPages<T>(api: StaffApi, path: string, signal?: AbortSignal): Promise<T[]> {
  const page = (token: string | null) =>
    api.get<List<T>>(StaffApi.list(path, { pageSize: String(pageSizeMaximum), pageToken: token }), signal);
  return (await allPages(page, NAME_PAGES)).items;
}
