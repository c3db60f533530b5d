import type { Board } from '../live/board';
import type { Question } from '../../api/schema';
import type { Live } from './useBoard';

/** What every view of a session gets. */
export interface SessionProps {
  board: Board;
  questions: Question[];
  live: Live<Board>;
}
