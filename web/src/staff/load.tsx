// Waiting for the server, and what to say when it fails.

import type { ComponentChildren } from 'preact';
import { useCallback, useEffect, useRef, useState, type Inputs } from 'preact/hooks';
import { errorText } from '../api/client';
import { Button } from '../ui/Button';
import { Loading } from '../ui/Loading';
import { Notice } from '../ui/Notice';
import { SignedOut } from './auth';
import { StepUpRequired } from './api';
import { useStaffLocale, type StaffMessages } from './messages';
import type { Pending } from './pending';
import { useStaff } from './context';
import { here } from './router';

export interface Loaded<T> {
  value: T | null;
  error: unknown;
  reload(): void;
  /** Replaces the value with one that the server just gave. */
  set(change: (value: T) => T): void;
}

/** Loads when it is shown, and again when the inputs change. */
export function useLoad<T>(load: (signal: AbortSignal) => Promise<T>, inputs: Inputs): Loaded<T> {
  const [state, setState] = useState<{ value: T | null; error: unknown }>({ value: null, error: null });
  const [round, setRound] = useState(0);
  useEffect(() => {
    const controller = new AbortController();
    setState({ value: null, error: null });
    load(controller.signal).then(
      (value) => controller.signal.aborted || setState({ value, error: null }),
      (error: unknown) => controller.signal.aborted || setState({ value: null, error }),
    );
    return () => controller.abort();
  }, [...inputs, round]);
  return {
    ...state,
    reload: () => setRound((n) => n + 1),
    set: (change) => setState((old) => (old.value === null ? old : { ...old, value: change(old.value) })),
  };
}

/** What is loading, failed, or there. */
export function Load<T>({ loaded, children }: { loaded: Loaded<T>; children(value: T): ComponentChildren }) {
  if (loaded.error) return <Failure error={loaded.error} onRetry={loaded.reload} />;
  if (loaded.value === null) return <Loading />;
  return <>{children(loaded.value)}</>;
}

/** The error as a teacher is told it. */
function teachErrorText(messages: StaffMessages, error: unknown, more: Record<string, string> = {}): string {
  if (error instanceof SignedOut) return messages.signIn.ended;
  if (error instanceof StepUpRequired) return error.closed ? messages.failure.noFactor : messages.failure.secondFactor;
  return errorText(messages, error, { ...messages.failure.slug, ...more });
}

interface FailureProps {
  error: unknown;
  onRetry?: () => void;
  /** What is to be brought back if the person signs in again. */
  pending?: (() => Pending) | undefined;
  /** What a problem's slug means here. */
  slugs?: Record<string, string> | undefined;
}

export function Failure({ error, onRetry, pending, slugs }: FailureProps) {
  const { messages } = useStaffLocale();
  const { api } = useStaff();
  const [leaving, setLeaving] = useState(false);
  return (
    <Notice look="bad" live>
      <p>{teachErrorText(messages, error, slugs)}</p>
      {error instanceof SignedOut ? (
        <p>
          <Button
            busy={leaving}
            onClick={() => {
              setLeaving(true);
              void api.auth.signIn(here(), pending?.()).catch(() => setLeaving(false));
            }}
          >
            {messages.signIn.again}
          </Button>
        </p>
      ) : (
        onRetry && (
          <p>
            <Button onClick={onRetry}>{messages.tryAgain}</Button>
          </p>
        )
      )}
    </Notice>
  );
}

export interface Action {
  busy: boolean;
  error: unknown;
  /** Runs one at a time; a second press while it runs does nothing. */
  run(work: () => Promise<void>): void;
  clear(): void;
}

/** Something that a press begins. */
export function useAction(): Action {
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null });
  const running = useRef(false);
  const gone = useRef(false);
  useEffect(
    () => () => {
      gone.current = true;
    },
    [],
  );
  const run = useCallback((work: () => Promise<void>) => {
    if (running.current) return;
    running.current = true;
    setState({ busy: true, error: null });
    work()
      .then(
        () => null,
        (error: unknown) => error,
      )
      .then((error) => {
        running.current = false;
        if (!gone.current) setState({ busy: false, error });
      });
  }, []);
  const clear = useCallback(() => setState((old) => (old.error === null ? old : { ...old, error: null })), []);
  return { ...state, run, clear };
}

/**
 * Runs what may require a fresh second factor. If it does, the page leaves for Auth0, and what is pending runs after
 * the return.
 */
export function useSensitive() {
  const { api } = useStaff();
  return async function sensitive<T>(pending: Pending, work: () => Promise<T>, repeated: boolean): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StepUpRequired) || repeated) throw error;
      await api.auth.stepUp(error.challenge, here(), pending);
      return new Promise<never>(() => {}); // the page is leaving
    }
  };
}
