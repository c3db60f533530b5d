// The clock by which deadlines are told: the server's. That of a device may be
// wrong by hours, and nobody looks at it at night.

import { useEffect, useState } from 'preact/hooks';

let ahead = 0;

/** Notes what the server's clock said when a response came. */
export function observe(date: string | null, received = Date.now()): void {
  const told = Date.parse(date ?? '');
  // Told to the second: less than that is no difference.
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
