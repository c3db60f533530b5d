// What a person does by hand at Auth0 where infra/deploy.md says so: calls of its Management API.

import { auth0Origin } from './desk';

export async function manage<T>(method: string, path: string, body: unknown): Promise<T> {
  const origin = await auth0Origin();
  const grant = {
    grant_type: 'client_credentials',
    client_id: 'cleanslate-operator',
    client_secret: 'demo',
    audience: `${origin}/api/v2/`,
  };
  const reply = await fetch(`${origin}/oauth/token`, { method: 'POST', body: new URLSearchParams(grant) });
  const { access_token } = (await reply.json()) as { access_token: string };
  const response = await fetch(`${origin}/api/v2/${path}`, {
    method,
    headers: { Authorization: `Bearer ${access_token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return (text ? JSON.parse(text) : undefined) as T;
}
