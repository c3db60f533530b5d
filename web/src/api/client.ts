// Requests to the API, and how they can fail.

import type { Common } from '../i18n/common/en';
import type { NextPageToken, Problem } from './schema';

/**
 * Why a request failed. `slug` is that of the problem document, or `offline` (nothing came back), `timeout`, or
 * `internal` (something other than the API answered).
 */
export class ApiError extends Error {
  constructor(
    readonly slug: string,
    readonly status = 0,
    readonly problem: Problem | null = null,
    /** Milliseconds that the server asks to wait. */
    readonly retryAfter: number | null = null,
    /** What WWW-Authenticate says about a 401. */
    readonly challenge: string | null = null,
  ) {
    super(slug);
  }

  /** Whether the same request may succeed later. */
  get temporary(): boolean {
    if (this.slug === 'too-many-answers') return false;
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** The error in words, in the reader's language. */
export function errorText(messages: Common, error: unknown, more: Record<string, string> = {}): string {
  const slug = error instanceof ApiError ? error.slug : 'internal';
  if (slug === 'offline') return messages.error.offline;
  if (slug === 'timeout') return messages.error.timeout;
  return more[slug] ?? messages.error.slug[slug] ?? messages.error.internal;
}

export interface RequestOptions {
  body?: unknown;
  token?: string;
  headers?: Record<string, string>;
  /** Milliseconds. */
  timeout?: number;
  signal?: AbortSignal;
  /** The browser sends it even if the page goes away meanwhile. */
  keepalive?: boolean;
}

export interface Reply<T> {
  status: number;
  headers: Headers;
  body: T;
}

/** One page of a list; the last has no token for a next one. */
export interface List<T> {
  items: T[];
  nextPageToken: NextPageToken;
}

/** Sends a request; any status but 2xx and 304 is an ApiError. */
export async function request<T>(method: string, path: string, options: RequestOptions = {}): Promise<Reply<T>> {
  const headers: Record<string, string> = { Accept: 'application/json', ...options.headers };
  if (options.body !== undefined) headers['Content-Type'] = 'application/json';
  if (options.token) headers['Authorization'] = `Bearer ${options.token}`;

  const controller = new AbortController();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    controller.abort();
  }, options.timeout ?? 15_000);
  const abort = () => controller.abort();
  options.signal?.addEventListener('abort', abort);
  if (options.signal?.aborted) abort();
  try {
    const response = await fetch(path, {
      method,
      headers,
      credentials: 'omit',
      signal: controller.signal,
      keepalive: options.keepalive ?? false,
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
    const text = await response.text();
    if (!response.ok && response.status !== 304) throw problemError(response, text);
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? (undefined as T) : parse<T>(text),
    };
  } catch (error) {
    if (error instanceof ApiError || options.signal?.aborted) throw error;
    throw new ApiError(late ? 'timeout' : 'offline');
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', abort);
  }
}

function parse<T>(text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new ApiError('internal'); // a captive portal, say
  }
}

/** The error that a response with another status than 2xx stands for. */
export function problemError(response: Response, text: string): ApiError {
  const seconds = Number(response.headers.get('Retry-After') ?? NaN);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : null;
  let problem: Problem | null = null;
  if (response.headers.get('Content-Type')?.startsWith('application/problem+json')) {
    try {
      problem = JSON.parse(text) as Problem;
    } catch {
      // told by its status alone
    }
  }
  const fallback = response.status === 429 ? 'too-many-requests' : response.status === 503 ? 'unavailable' : 'internal';
  return new ApiError(
    problem?.type.split('/').pop() ?? fallback,
    response.status,
    problem,
    wait,
    response.headers.get('WWW-Authenticate'),
  );
}

/**
 * How long to wait before try number `attempt` (from 0): the step doubles up to `most`, and half of it is random, so
 * that a class that lost its network doesn't retry all at once.
 */
export function backoff(attempt: number, random = Math.random, first = 500, most = 15_000): number {
  const step = Math.min(most, first * 2 ** Math.min(attempt, 20));
  return step / 2 + (random() * step) / 2;
}

export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal!.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}

/** Sends a request that may be repeated, again while the failure is temporary. */
export async function persist<T>(send: () => Promise<T>, tries = 4, signal?: AbortSignal): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof ApiError) || !error.temporary || attempt + 1 >= tries) throw error;
      await sleep(Math.max(error.retryAfter ?? 0, backoff(attempt)), signal);
    }
  }
}

/** Without padding. */
export const base64url = (bytes: Uint8Array) =>
  btoa(String.fromCharCode(...bytes)).replace(/[+/=]/g, (c) => ({ '+': '-', '/': '_' })[c] ?? '');

/** 128 random bits in base64url: an Idempotency-Key. That of a join is the student's secret, which twelve words hold. */
export const newKey = () => base64url(crypto.getRandomValues(new Uint8Array(16)));
