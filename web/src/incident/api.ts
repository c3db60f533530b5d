// The breach register as a signed-in person calls it.

import { newKey, persist, type Reply } from '../api/client';
import { versioned, type StaffApi, type Versioned } from '../staff/api';
import { allPages } from '../staff/pages';
import type {
  AffectedList,
  BreachConfirmation,
  DelayRequest,
  Incident,
  IncidentClosing,
  IncidentList,
  IncidentPatch,
  IncidentReport,
  IncidentUpdate,
  Notice,
  NoticeList,
  NoticePreview,
  NoticeResolution,
  Register,
  Resolution,
  Timeline,
} from '../api/schema';
import { pageSizeMaximum } from '../api/values';
import { observe } from '../staff/clock';

const path = (id: string, rest = '') => `/v1/incidents/${id}${rest}`;

/** Pages of notices that are loaded: an incident of a hundred schools has some thousands. */
const PAGES_MAX = 50;

export class Incidents {
  constructor(private readonly api: StaffApi) {}

  private async get<T>(address: string, signal?: AbortSignal): Promise<Reply<T>> {
    const reply = await persist(() => this.api.call<T>('GET', address, signal ? { signal } : {}), 3, signal);
    observe(reply.headers.get('Date'));
    return reply;
  }

  /** A change. `etag` is that of what was changed, where another's change must not be lost. */
  private async change(
    method: string,
    address: string,
    body: unknown,
    etag?: string | null,
  ): Promise<Versioned<Incident>> {
    const headers = { ...(method === 'POST' && { 'Idempotency-Key': newKey() }), ...(etag && { 'If-Match': etag }) };
    const reply = await persist(() => this.api.call<Incident>(method, address, { body, headers, timeout: 30_000 }), 3);
    observe(reply.headers.get('Date'));
    return versioned(reply);
  }

  async list(pageToken: string | null, signal?: AbortSignal): Promise<IncidentList> {
    return (await this.get<IncidentList>(paged('/v1/incidents', pageToken), signal)).body;
  }

  async incident(id: string, signal?: AbortSignal): Promise<Versioned<Incident>> {
    const reply = await this.get<Incident>(path(id), signal);
    return versioned(reply);
  }

  report(report: IncidentReport): Promise<Versioned<Incident>> {
    return this.change('POST', '/v1/incidents', report);
  }

  patch(id: string, patch: IncidentPatch, etag?: string | null): Promise<Versioned<Incident>> {
    return this.change('PATCH', path(id), patch, etag);
  }

  confirm(id: string, confirmedAt: string | null): Promise<Versioned<Incident>> {
    const body: BreachConfirmation = confirmedAt ? { confirmedAt } : {};
    return this.change('POST', path(id, '/confirm'), body);
  }

  update(id: string, body: IncidentUpdate, etag: string | null): Promise<Versioned<Incident>> {
    return this.change('POST', path(id, '/updates'), body, etag);
  }

  delay(id: string, delay: DelayRequest): Promise<Versioned<Incident>> {
    return this.change('POST', path(id, '/delay'), delay);
  }

  close(id: string, body: IncidentClosing): Promise<Versioned<Incident>> {
    return this.change('POST', path(id, '/close'), body);
  }

  async affected(id: string, pageToken: string | null, signal?: AbortSignal): Promise<AffectedList> {
    return (await this.get<AffectedList>(paged(path(id, '/affected'), pageToken), signal)).body;
  }

  /** All notices, however many pages they are on; `complete` says whether there are more still. */
  notices(id: string, signal?: AbortSignal): Promise<{ items: Notice[]; complete: boolean }> {
    const page = async (token: string | null) =>
      (await this.get<NoticeList>(paged(path(id, '/notices'), token), signal)).body;
    return allPages(page, PAGES_MAX);
  }

  async preview(id: string, notice: string, signal?: AbortSignal): Promise<NoticePreview> {
    return (await this.get<NoticePreview>(path(id, `/notices/${notice}/preview`), signal)).body;
  }

  async resolve(id: string, notice: string, resolution: Resolution): Promise<Notice> {
    // What was resolved can't be resolved again: a retry would fail with that.
    const body: NoticeResolution = { resolution };
    return (await this.api.call<Notice>('POST', path(id, `/notices/${notice}/resolve`), { body })).body;
  }

  async timeline(id: string, pageToken: string | null, signal?: AbortSignal): Promise<Timeline> {
    return (await this.get<Timeline>(paged(path(id, '/timeline'), pageToken), signal)).body;
  }

  async register(id: string, signal?: AbortSignal): Promise<Register> {
    return (await this.get<Register>(path(id, '/register'), signal)).body;
  }

  /** The entry as the page that the server prints. */
  async registerPage(id: string): Promise<File> {
    const response = await this.api.fetch(path(id, '/register?format=html'), 'text/html', AbortSignal.timeout(60_000));
    return new File([await response.text()], `register-${id}.html`, { type: 'text/html' });
  }
}

function paged(address: string, pageToken: string | null): string {
  return `${address}?pageSize=${pageSizeMaximum}${pageToken ? `&pageToken=${encodeURIComponent(pageToken)}` : ''}`;
}
