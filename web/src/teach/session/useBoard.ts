import { useEffect, useState } from 'preact/hooks';
import type { Board } from '../live/board';
import { watch, type Link } from '../live/stream';
import { useStaff } from '../../staff/context';
import type { Session } from '../../api/schema';

export interface LiveBoard {
  board: Board | null;
  link: Link;
  /** Why there is nothing more to come. */
  ended: unknown;
  /** Takes a session that a request returned, before the stream reports it. */
  setSession(session: Session): void;
  again(): void;
}

/** Follows a session for as long as it is shown. */
export function useBoard(sid: string): LiveBoard {
  const { api } = useStaff();
  const [board, setBoard] = useState<Board | null>(null);
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
      { onBoard: tell((b: Board) => setBoard(b)), onLink: tell(setLink), onEnd: tell(setEnded) },
      controller.signal,
      { open: (signal) => api.stream(sid, signal) },
    );
    return () => {
      controller.abort();
      setBoard(null);
    };
  }, [sid, round]);
  return {
    board,
    link,
    ended,
    setSession: (session) => setBoard((b) => (b && session.version >= b.session.version ? { ...b, session } : b)),
    again: () => setRound((n) => n + 1),
  };
}
