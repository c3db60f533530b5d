import { useEffect, useState } from 'preact/hooks';
import { applyEvents, type Board } from '../live/board';
import { applyToWall, type Wall } from '../live/wall';
import { watch, type Link, type StreamOptions } from '../live/stream';
import { useStaff } from '../../staff/context';
import type { Session } from '../../api/schema';

export interface Live<T> {
  board: T | null;
  link: Link;
  /** Why there is nothing more to come. */
  ended: unknown;
  /** Takes a session that a request returned, before the stream reports it. */
  setSession(session: Session): void;
  again(): void;
}

/** Follows a session with everything in it for as long as it is shown. */
export const useBoard = (sid: string): Live<Board> => useStream(sid, '', applyEvents);

/**
 * Follows what a projector shows: with `names` everything; without, who answered and, if there is a question, its
 * results. What was there before is kept until the new is.
 */
export function useWall(sid: string, names: boolean, question: string | null): Live<Wall> {
  return useStream(
    sid,
    names ? '' : `?view=counts${question === null ? '' : `&question=${encodeURIComponent(question)}`}`,
    applyToWall,
  );
}

function useStream<T extends { session: Session }>(
  sid: string,
  query: string,
  apply: StreamOptions<T>['apply'],
): Live<T> {
  const { api } = useStaff();
  const [board, setBoard] = useState<T | null>(null);
  const [link, setLink] = useState<Link>('connecting');
  const [ended, setEnded] = useState<unknown>(null);
  const [round, setRound] = useState(0);
  useEffect(() => {
    const controller = new AbortController();
    setEnded(null);
    setLink('connecting');
    const tell =
      <T>(set: (value: T) => void) =>
      (value: T) => {
        if (!controller.signal.aborted) set(value);
      };
    void watch(
      { onBoard: tell((b: T) => setBoard(b)), onLink: tell(setLink), onEnd: tell(setEnded) },
      controller.signal,
      { open: (signal) => api.stream(sid, query, signal), apply },
    );
    return () => controller.abort();
  }, [sid, query, round]);
  useEffect(() => () => setBoard(null), [sid, round]);
  return {
    board,
    link,
    ended,
    setSession: (session) => setBoard((b) => (b && session.version >= b.session.version ? { ...b, session } : b)),
    again: () => setRound((n) => n + 1),
  };
}
