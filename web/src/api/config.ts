// /config.json: what differs from one installation to the next. The one in
// public/ is a default; a deployment serves its own.

import { request } from './client';

export interface Config {
  auth0: { domain: string; clientId: string; audience: string };
  /** Mail addresses of the operator. A school's own stands in its sessions. */
  contact: { privacy: string; misuse: string };
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
