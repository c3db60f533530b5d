import type { Board } from '../live/board';
import type { SessionQuestion } from '../types';
import type { LiveBoard } from './useBoard';

/** What every view of a session gets. */
export interface SessionProps {
  board: Board;
  questions: SessionQuestion[];
  live: LiveBoard;
}
