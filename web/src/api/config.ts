// /config.json: what differs from one installation to the next. The one in
// public/ is an example; every deployment serves its own.

import { request } from './client';

export interface Config {
  auth0Domain: string;
  auth0ClientId: string;
  auth0Audience: string;
  /** The operator's e-mail addresses. A school's own comes with its sessions. */
  privacyContact?: string;
  misuseContact?: string;
  /** Who runs the service, and Google Cloud's names of where its servers and its databases are. */
  operator?: string;
  region?: string;
  databases?: string;
}

let config: Promise<Config> | null = null;

export function loadConfig(): Promise<Config> {
  config ??= request<Config>('GET', '/config.json').then(
    (reply) => reply.body,
    (error: unknown) => {
      config = null; // to be asked for again
      throw error;
    },
  );
  return config;
}
