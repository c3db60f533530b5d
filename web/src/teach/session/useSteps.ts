import { useEffect } from 'preact/hooks';
import { useStaff } from '../../staff/context';
import { useAction, type Action } from '../../staff/load';
import type { Question, Session, SessionPatch } from '../../api/schema';
import type { Live } from './useBoard';

/** Changing a session, and going from question to question. */
export function useSteps({
  board,
  questions,
  live,
}: {
  board: { session: Session };
  questions: Question[];
  live: Pick<Live<unknown>, 'setSession'>;
}): {
  action: Action;
  patch(patch: SessionPatch, then?: () => void): void;
  /** The place of the current question, -1 for none. */
  at: number;
  go(at: number): void;
} {
  const { api } = useStaff();
  const action = useAction();
  const { session } = board;
  const { clear } = action;
  // What failed is over once the session is heard of again.
  useEffect(clear, [session, clear]);
  const at = questions.findIndex((q) => q.id === session.currentQuestion);
  const patch = (change: SessionPatch, then?: () => void) =>
    action.run(async () => {
      live.setSession(await api.patchSession(session.id, change));
      then?.();
    });
  return {
    action,
    patch,
    at,
    go: (to) => {
      const question = questions[to];
      if (question) patch({ currentQuestion: question.id });
    },
  };
}
