// An incident with its notices and counts, as they are now.

import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Versioned } from '../staff/api';
import { serverNow } from '../staff/clock';
import { useIncidents } from './context';
import { moving } from './duty';
import type { AffectedOrg, AffectedTotals, Incident, Notice } from '../api/schema';

export interface Known {
  incident: Incident;
  etag: string | null;
  notices: Notice[];
  /** Whether these are all. */
  complete: boolean;
  totals: AffectedTotals;
  orgs: AffectedOrg[];
  /** When it was loaded, by the server's clock. */
  at: number;
}

export interface Watched {
  known: Known | null;
  /** Why there is nothing, or why what there is may be old. */
  error: unknown;
  reload(): void;
  /** Takes the response to a change, and polls for its consequences. */
  changed(answer: Versioned<Incident>): void;
  /** Reloads the notices. */
  look(): void;
}

/** The polling interval while something is in progress. */
const SOON = 2000;
/** The interval after that: how often the server checks. */
const LATER = 60_000;
/** After this many polls it is waiting for something else. */
const PATIENCE = 60;
/** The consequences of a change follow a moment later, even if nothing seems to be in progress. */
const AFTER_CHANGE = 6;

export function useIncident(id: string): Watched {
  const { incidents } = useIncidents();
  const [known, setKnown] = useState<Known | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [round, setRound] = useState(0);
  const looks = useRef(0);
  const expected = useRef(0);
  const latest = useRef<Known | null>(null);
  latest.current = known;

  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    setError(null);
    // Reading the incident itself is logged, so it is loaded when somebody opens it and not with every poll.
    Promise.all([
      incidents.incident(id, signal),
      incidents.notices(id, signal),
      incidents.affected(id, null, signal),
    ]).then(
      ([incident, notices, affected]) => {
        if (signal.aborted) return;
        setKnown({
          incident: incident.value,
          etag: incident.etag,
          notices: notices.items,
          complete: notices.complete,
          totals: affected.totals,
          orgs: affected.orgs,
          at: serverNow(),
        });
      },
      (failure: unknown) => signal.aborted || setError(failure),
    );
    return () => controller.abort();
  }, [id, round]);

  const look = useCallback(
    async (signal?: AbortSignal) => {
      try {
        const [notices, affected] = await Promise.all([
          incidents.notices(id, signal),
          incidents.affected(id, null, signal),
        ]);
        if (signal?.aborted) return;
        setError(null);
        setKnown(
          (k) =>
            k && {
              ...k,
              notices: notices.items,
              complete: notices.complete,
              totals: affected.totals,
              orgs: affected.orgs,
              at: serverNow(),
            },
        );
        // The software has moved it on by itself.
        if (latest.current?.incident.state === 'reported' && affected.totals) setRound((n) => n + 1);
      } catch (failure) {
        if (!signal?.aborted) setError(failure);
      }
    },
    [id, incidents],
  );

  const soon =
    known !== null &&
    error === null &&
    (looks.current < expected.current ||
      (moving(known.incident, known.totals, known.notices) && looks.current < PATIENCE));
  const over = known?.incident.state === 'closed' && !soon;
  useEffect(() => {
    if (!known || over) return;
    const controller = new AbortController();
    const timer = setTimeout(
      () => {
        if (document.hidden) return;
        looks.current++;
        void look(controller.signal);
      },
      soon ? SOON : LATER,
    );
    const visible = () => void (document.hidden || serverNow() - known.at < LATER || look(controller.signal));
    document.addEventListener('visibilitychange', visible);
    return () => {
      controller.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', visible);
    };
  }, [known, soon, over, look, error]);

  return {
    known,
    error,
    reload() {
      looks.current = 0;
      expected.current = 0;
      setRound((n) => n + 1);
    },
    changed(answer) {
      looks.current = 0;
      expected.current = AFTER_CHANGE;
      setKnown((k) => k && { ...k, incident: answer.value, etag: answer.etag, totals: answer.value.affected });
      void look();
    },
    look() {
      looks.current = 0;
      expected.current = AFTER_CHANGE;
      void look();
    },
  };
}
