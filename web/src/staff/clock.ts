// The clock that deadlines are shown by: the server's. A device's may be wrong by hours, and nobody notices at night.

import { useEffect, useState } from 'preact/hooks';

let ahead = 0;

/** Records the server's time when a response arrives. */
export function observe(date: string | null, received = Date.now()): void {
  const told = Date.parse(date ?? '');
  // It is in whole seconds: less than that is no difference.
  if (!Number.isNaN(told) && Math.abs(told + 500 - received - ahead) > 1500) ahead = told + 500 - received;
}

/** Milliseconds since 1970, by the server's clock. */
export const serverNow = () => Date.now() + ahead;

/** The server's time, updated every few seconds. */
export function useNow(every = 10_000): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const tick = () => setNow(serverNow());
    const timer = setInterval(tick, every);
    return () => clearInterval(timer);
  }, [every]);
  // What was observed meanwhile counts at once.
  return Math.abs(serverNow() - now) > every + 5000 ? serverNow() : now;
}
