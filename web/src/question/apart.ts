import { lazy, type Apart } from '../ui/lazy';
import type { StudentKind } from './kind';

/**
 * Returns a kind that is fetched when one of its questions is first shown, or before.
 * Until then it objects to no response: the server judges it as well.
 */
export function apart(load: () => Promise<StudentKind>): StudentKind & Apart {
  let kind: StudentKind | undefined;
  const get = async () => {
    kind ??= await load();
    return kind;
  };
  const Input = lazy(async () => (await get()).Input);
  const Response = lazy(async () => (await get()).Response);
  const Accepted = lazy(async () => (await get()).Accepted!);
  return {
    Input,
    Response,
    Accepted,
    get patience() {
      return kind?.patience ?? 0;
    },
    problem: (response) => kind?.problem?.(response),
    fetch: async () => void (await Promise.all([Input.fetch(), Response.fetch()])),
  };
}
