// The routes about schools, as the operator's people and a school's administrators call them.

import { ApiError, persist } from '../api/client';
import type { List } from '../api/client';
import { StaffApi, versioned, type Versioned } from '../staff/api';
import type {
  Agreement,
  AgreementList,
  AgreementRequest,
  Change,
  ChangeList,
  Departure,
  DisclosureList,
  DisclosurePatch,
  DisclosureRequest,
  SchoolExport,
  SchoolExportList,
  InvitationRequest,
  Member,
  MemberInvitation,
  MemberInvitationList,
  MemberList,
  MemberPatch,
  ReceiptList,
  ReceiptView,
  Newsletter,
  NewsletterList,
  NewsletterRequest,
  Ownership,
  OwnershipList,
  OwnershipRequest,
  Recipients,
  School,
  SchoolPatch,
  SchoolRequest,
  Transfer,
  TransferList,
  TransferRequest,
  Usage,
  UsageList,
} from '../api/schema';

/** Null is the caller's own school. */
const base = (org: string | null) => (org === null ? '/v1/org' : `/v1/orgs/${org}`);

export async function getSchool(api: StaffApi, org: string | null, signal?: AbortSignal): Promise<Versioned<School>> {
  return versioned(await persist(() => api.call<School>('GET', base(org), signal ? { signal } : {}), 3, signal));
}

export async function listAgreements(api: StaffApi, org: string | null, signal?: AbortSignal): Promise<Agreement[]> {
  return (await api.get<AgreementList>(`${base(org)}/agreements`, signal)).items;
}

export function listChanges(
  api: StaffApi,
  org: string | null,
  token: string | null,
  signal?: AbortSignal,
): Promise<List<Change>> {
  return api.get<ChangeList>(StaffApi.list(`${base(org)}/changes`, { pageToken: token }), signal);
}

/** The same key adds one school, however often it is sent. */
export async function addSchool(api: StaffApi, school: SchoolRequest, key: string): Promise<void> {
  await api.create('/v1/orgs', school, key);
}

export async function patchSchool(
  api: StaffApi,
  org: string | null,
  patch: SchoolPatch,
  etag: string | null,
): Promise<void> {
  await api.call('PATCH', base(org), { body: patch, ...(etag && { headers: { 'If-Match': etag } }) });
}

export async function addAgreement(api: StaffApi, org: string, body: AgreementRequest, key: string): Promise<void> {
  await api.create(`${base(org)}/agreements`, body, key);
}

/** The ETag is that of the agreement as it was loaded, so that nobody's change in between is lost. */
export async function patchAgreement(
  api: StaffApi,
  org: string,
  id: string,
  body: AgreementRequest,
  etag: string | null,
): Promise<void> {
  await api.call('PATCH', `${base(org)}/agreements/${id}`, { body, ...(etag && { headers: { 'If-Match': etag } }) });
}

/** The receipts of what was erased of a school, which the operator keeps. */
export function listReceipts(
  api: StaffApi,
  org: string,
  token: string | null,
  signal?: AbortSignal,
): Promise<List<ReceiptView>> {
  return api.get<ReceiptList>(StaffApi.list(`${base(org)}/receipts`, { pageToken: token }), signal);
}

/** A receipt as a page to print and file. */
export async function certificate(api: StaffApi, org: string, id: string): Promise<File> {
  const response = await api.fetch(`${base(org)}/receipts/${id}`, 'text/html', AbortSignal.timeout(60_000));
  return new File([await response.text()], `certificate-${id}.html`, { type: 'text/html' });
}

export async function leave(api: StaffApi, org: string, on: string, dryRun: boolean): Promise<Departure> {
  const path = `${base(org)}/leave${dryRun ? '?dryRun=true' : ''}`;
  return (await api.call<Departure>('POST', path, { body: { on }, timeout: 60_000 })).body;
}

export function listMembers(api: StaffApi, token: string | null, signal?: AbortSignal): Promise<List<Member>> {
  return api.get<MemberList>(StaffApi.list('/v1/org/members', { pageToken: token }), signal);
}

export async function listInvitations(api: StaffApi, signal?: AbortSignal): Promise<MemberInvitation[]> {
  return (await api.get<MemberInvitationList>('/v1/org/invitations', signal)).items;
}

/** The same key sends one invitation, however often it is sent. */
export async function invite(api: StaffApi, org: string | null, body: InvitationRequest, key: string): Promise<void> {
  await api.create(`${base(org)}/members`, body, key);
}

export async function patchMember(api: StaffApi, id: string, patch: MemberPatch): Promise<void> {
  await persist(() => api.call('PATCH', `/v1/org/members/${id}`, { body: patch }), 3);
}

export async function eraseMember(api: StaffApi, id: string): Promise<void> {
  await persist(() => api.call('DELETE', `/v1/org/members/${id}`, { timeout: 60_000 }), 3);
}

export async function withdrawInvitation(api: StaffApi, id: string): Promise<void> {
  await persist(() => api.call('DELETE', `/v1/org/invitations/${id}`), 3);
}

export async function listOwnerships(api: StaffApi, signal?: AbortSignal): Promise<Ownership[]> {
  return (await api.get<OwnershipList>('/v1/ownerships', signal)).items;
}

/** The same key announces one change, however often it is sent. */
export async function announceOwnership(api: StaffApi, body: OwnershipRequest, key: string): Promise<void> {
  await api.create('/v1/ownerships', body, key);
}

export async function withdrawOwnership(api: StaffApi, id: string): Promise<void> {
  await api.call('DELETE', `/v1/ownerships/${id}`);
}

export async function listNewsletters(api: StaffApi, signal?: AbortSignal): Promise<Newsletter[]> {
  return (await api.get<NewsletterList>('/v1/newsletters', signal)).items;
}

/** How many people at all schools chose mail of each kind. */
export function countRecipients(api: StaffApi, signal?: AbortSignal): Promise<Recipients> {
  return api.get('/v1/newsletters/recipients', signal);
}

/** The same key writes one newsletter, however often it is sent. */
export async function writeNewsletter(api: StaffApi, body: NewsletterRequest, key: string): Promise<Newsletter> {
  return (await api.create<Newsletter>('/v1/newsletters', body, key)).body;
}

export async function cancelNewsletter(api: StaffApi, id: string): Promise<void> {
  await persist(() => api.call('DELETE', `/v1/newsletters/${id}`), 3);
}

const disclosures = (org: string | null) => (org === null ? '/v1/disclosures' : `/v1/orgs/${org}/disclosures`);

export function listDisclosures(api: StaffApi, org: string | null, signal?: AbortSignal): Promise<DisclosureList> {
  return api.get(disclosures(org), signal);
}

/** The same key records one disclosure, however often it is sent. */
export async function recordDisclosure(
  api: StaffApi,
  org: string | null,
  body: DisclosureRequest,
  key: string,
): Promise<void> {
  await api.create(disclosures(org), body, key);
}

export async function patchDisclosure(
  api: StaffApi,
  org: string | null,
  id: string,
  body: DisclosurePatch,
): Promise<void> {
  await persist(() => api.call('PATCH', `${disclosures(org)}/${id}`, { body }), 3);
}

export async function releaseDisclosure(api: StaffApi, org: string, id: string): Promise<void> {
  await persist(() => api.call('DELETE', `${disclosures(org)}/${id}/hold`), 3);
}

/** The school's archives, the latest first. */
export async function listExports(api: StaffApi, signal?: AbortSignal): Promise<SchoolExport[]> {
  return (await api.get<SchoolExportList>('/v1/org/exports', signal)).items;
}

/** The same key asks for one archive, however often it is sent. */
export async function beginExport(api: StaffApi, key: string): Promise<void> {
  await api.create('/v1/org/exports', undefined, key);
}

export async function endExport(api: StaffApi, id: string): Promise<void> {
  await persist(() => api.call('DELETE', `/v1/org/exports/${id}`), 3);
}

/** An archive as a file; `progress` is called with the bytes received so far. One that breaks off is none. */
export async function saveExport(
  api: StaffApi,
  id: string,
  language: string,
  progress: (bytes: number) => void,
  signal: AbortSignal,
): Promise<File> {
  const response = await api.fetch(`/v1/org/exports/${id}/archive`, 'application/zip', signal, language);
  const name = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '')?.[1] ?? 'school.zip';
  let bytes = 0;
  // The browser collects it, on disk if it is large.
  const counted = response.body!.pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, to) {
        bytes += chunk.length;
        progress(bytes);
        to.enqueue(chunk);
      },
    }),
  );
  try {
    return new File([await new Response(counted).blob()], name, { type: 'application/zip' });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new ApiError('offline');
  }
}

export async function listTransfers(api: StaffApi, signal?: AbortSignal): Promise<Transfer[]> {
  return (await api.get<TransferList>('/v1/transfers', signal)).items;
}

/** The same key authorizes one transfer, however often it is sent. */
export async function authorizeTransfer(api: StaffApi, body: TransferRequest, key: string): Promise<void> {
  await api.create('/v1/transfers', body, key);
}

/** Counts one more table; a table that was counted stays as it is. */
export async function countTransfer(api: StaffApi, id: string, signal: AbortSignal): Promise<Transfer> {
  const path = `/v1/transfers/${id}/tables`;
  return (await persist(() => api.call<Transfer>('POST', path, { timeout: 65_000, signal }), 3, signal)).body;
}

/** A file of a transfer, the same every time. */
export async function saveTransfer(
  api: StaffApi,
  id: string,
  format: 'csv' | 'json',
  signal: AbortSignal,
): Promise<File> {
  const response = await api.fetch(`/v1/transfers/${id}/file?format=${format}`, '*/*', signal);
  const name =
    /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '')?.[1] ?? `statistics.${format}`;
  // As it came: its hash is on record.
  return new File([await response.arrayBuffer()], name, { type: response.headers.get('Content-Type') ?? '' });
}

export async function withdrawTransfer(api: StaffApi, id: string): Promise<void> {
  await persist(() => api.call('DELETE', `/v1/transfers/${id}`), 3);
}

export function listUsage(api: StaffApi, token: string | null, signal?: AbortSignal): Promise<List<Usage>> {
  return api.get<UsageList>(StaffApi.list('/v1/usage', { pageToken: token }), signal);
}
