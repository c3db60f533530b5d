// Who is signed in: Auth0's authorization code flow with PKCE. Tokens are kept in memory only, and are gone with the
// page; a reload asks Auth0's own session for new ones.

import { Auth0Client, InMemoryCache, type GetTokenSilentlyOptions } from '@auth0/auth0-spa-js';
import { ApiError } from '../api/client';
import type { Config } from '../api/config';
import type { Pending } from './pending';

/** Nobody is signed in, or not any more. */
export class SignedOut extends Error {}

export interface Person {
  /** Of the ID token, until their profile says another. */
  name: string;
  /** Of the ID token. */
  email: string;
  /** Whether Auth0 has verified that it is theirs: nobody is written to at any other. */
  verified: boolean;
  /** The id of the school that they signed in to. */
  org: string;
  /** As in the access token. The page hides what the server would refuse; the server decides. */
  permissions: readonly string[];
}

/** Of the ID token: a second factor was asked for that isn't set up and may not be (terraform's second-factor.js). */
const CLOSED = 'https://cleanslate/mfa_closed';

/** Whether the browser allows storage, without which nobody comes back from Auth0. */
export function mayStore(): boolean {
  try {
    return sessionStorage.length >= 0;
  } catch {
    return false;
  }
}

/** What the page was doing, kept in the tab's session storage while the person is at Auth0. */
interface AppState {
  returnTo?: string;
  pending?: Pending;
}

/** What the page begins with. */
export interface Start {
  person: Person | null;
  /** Where to go on, after coming back from Auth0. */
  returnTo: string | null;
  pending: Pending | null;
  /** Auth0's word for why it sent the person back without signing in. */
  refused: string | null;
}

export class Auth {
  private readonly client: Auth0Client;
  private readonly callback: string;
  /** From an invitation link of Auth0's, or a school's own link. */
  private invited: { organization?: string; invitation?: string } = {};

  constructor(config: Config) {
    this.callback = `${location.origin}/teach/`;
    this.client = new Auth0Client({
      domain: config.auth0Domain,
      clientId: config.auth0ClientId,
      authorizationParams: { audience: config.auth0Audience, redirect_uri: this.callback },
      useRefreshTokens: true,
      useRefreshTokensFallback: true,
      legacySameSiteCookie: false,
      // In memory, and given by us: with a cache of its own the library would start a worker from an address, which
      // Trusted Types rule out. A policy that allowed it would be worse than none.
      cache: new InMemoryCache().enclosedCache,
    });
  }

  /** Finishes a sign-in that brought the person here, or finds one that is still good. */
  async start(): Promise<Start> {
    const query = new URLSearchParams(location.search);
    const start: Start = { person: null, returnTo: null, pending: null, refused: null };
    const organization = query.get('organization');
    const invitation = query.get('invitation');
    if (organization) this.invited = { organization, ...(invitation !== null && { invitation }) };
    if (query.has('state') && (query.has('code') || query.has('error'))) {
      try {
        const { appState } = await this.client.handleRedirectCallback<AppState>();
        start.returnTo = appState?.returnTo ?? '/teach/';
        start.pending = appState?.pending ?? null;
      } catch (error) {
        // A page loaded again with a code that was used, for example.
        start.refused = (error as { error?: string }).error ?? 'failed';
        start.returnTo = (error as { appState?: AppState }).appState?.returnTo ?? '/teach/';
      }
    }
    if (invitation) return start; // to be accepted by signing in
    try {
      start.person = personOf(await this.token());
      Object.assign(start.person, await this.claimed());
    } catch (error) {
      if (!(error instanceof SignedOut)) throw error;
    }
    return start;
  }

  /** Whether the person followed their school's invitation. */
  get joining(): boolean {
    return this.invited.invitation !== undefined;
  }

  /** Whether Auth0 has just said that the person has no second factor and may not set one up. */
  async factorClosed(): Promise<boolean> {
    return (await this.client.getIdTokenClaims())?.[CLOSED] === true;
  }

  private async claimed(): Promise<{ name: string; email: string; verified: boolean }> {
    const claims = await this.client.getIdTokenClaims();
    const email = claims?.email ?? '';
    return { name: claims?.name ?? email, email, verified: email !== '' && claims?.email_verified === true };
  }

  /** An access token; with `fresh`, not the one in memory. */
  async token(fresh = false): Promise<string> {
    const options: GetTokenSilentlyOptions = { cacheMode: fresh ? 'off' : 'on', timeoutInSeconds: 15 };
    let token: string | undefined;
    try {
      token = await this.client.getTokenSilently(options);
    } catch (error) {
      const code = (error as { error?: string }).error;
      if (code === 'timeout') throw new ApiError('timeout');
      if (code === undefined) throw new ApiError('offline'); // fetch failed
      throw new SignedOut();
    }
    if (!token) throw new SignedOut();
    return token;
  }

  /** Leaves for Auth0. What is pending is restored on return. */
  async signIn(returnTo: string, pending?: Pending): Promise<void> {
    reloadOnReturn();
    await this.client.loginWithRedirect<AppState>({
      appState: { returnTo: withoutInvitation(returnTo), ...(pending && { pending }) },
      authorizationParams: this.invited,
    });
  }

  /** Leaves for Auth0 to meet a challenge (RFC 9470). */
  async stepUp(challenge: Challenge, returnTo: string, pending: Pending): Promise<void> {
    reloadOnReturn();
    const claims = await this.client.getIdTokenClaims();
    await this.client.loginWithRedirect<AppState>({
      appState: { returnTo, pending },
      authorizationParams: {
        ...(challenge.acrValues && { acr_values: challenge.acrValues }),
        ...(challenge.maxAge !== undefined && { max_age: challenge.maxAge }),
        ...(typeof claims?.['org_id'] === 'string' && { organization: claims['org_id'] }),
      },
    });
  }

  async signOut(): Promise<void> {
    await this.client.logout({ logoutParams: { returnTo: this.callback } });
  }
}

/** An invitation is good once: a page that is loaded again must not ask for it. */
export function withoutInvitation(path: string): string {
  const url = new URL(path, 'https://any.example');
  for (const name of ['invitation', 'organization', 'organization_name']) url.searchParams.delete(name);
  return url.pathname + url.search + url.hash;
}

/** After the browser's back button, the page would still be waiting to leave. */
function reloadOnReturn(): void {
  addEventListener('pageshow', (event) => event.persisted && location.reload(), { once: true });
}

/** What a 401 requires (RFC 9470, section 3). */
export interface Challenge {
  acrValues?: string;
  maxAge?: number;
}

/** Reads WWW-Authenticate; null if it doesn't ask for another authentication. */
export function parseChallenge(header: string | null): Challenge | null {
  const parameters = new Map<string, string>();
  for (const [, name, quoted, token] of (header ?? '').matchAll(/([\w-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g)) {
    parameters.set(name!.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? token ?? '');
  }
  if (parameters.get('error') !== 'insufficient_user_authentication') return null;
  const maxAge = Number(parameters.get('max_age') ?? NaN);
  const acrValues = parameters.get('acr_values');
  return { ...(acrValues && { acrValues }), ...(Number.isInteger(maxAge) && maxAge >= 0 && { maxAge }) };
}

const nobody: Person = { name: '', email: '', verified: false, org: '', permissions: [] };

/** Reads the claims of a token without checking it: that is the server's business. */
function personOf(token: string): Person {
  try {
    const payload = token.split('.')[1]!.replace(/-/g, '+').replace(/_/g, '/');
    const claims = JSON.parse(atob(payload)) as { permissions?: unknown; org_id?: unknown };
    const permissions = Array.isArray(claims.permissions)
      ? claims.permissions.filter((p) => typeof p === 'string')
      : [];
    return { ...nobody, org: typeof claims.org_id === 'string' ? claims.org_id : '', permissions };
  } catch {
    return nobody;
  }
}
