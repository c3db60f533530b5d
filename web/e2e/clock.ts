// The stack's clock, moved as the retention of months is tried in seconds. Only
// Firestore and this machine have their own.

import { BASE } from './stack';

export const MANAGE = process.env['CLEANSLATE_MANAGE'] ?? 'http://127.0.0.1:8081';

async function clock(method: 'GET' | 'POST', body?: object): Promise<Date> {
  const response = await fetch(`${MANAGE}/clock`, { method, ...(body && { body: JSON.stringify(body) }) });
  if (!response.ok) throw new Error(`the clock of ${BASE}: ${response.status} ${await response.text()}`);
  return new Date(((await response.json()) as { now: string }).now);
}

export const now = () => clock('GET');

export const advance = (hours: number) => clock('POST', { advance: `${Math.round(hours * 3600)}s` });

/** Back to the time of day: other tests compare with it. */
export const resetClock = () => clock('POST', { set: new Date().toISOString() });

/** Has Cloud Scheduler's topic run now: the hourly tick of retention, or that of the clocks of incidents. */
export async function tick(topic: 'retention-tick' | 'breach-tick' = 'retention-tick'): Promise<void> {
  const response = await fetch(`${MANAGE}/tick/${topic}`, { method: 'POST' });
  if (!response.ok) throw new Error(`ticking: ${response.status}`);
}
