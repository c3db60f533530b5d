import type { Kind } from '../../api/schema';

/** What the files of one language hold, by kind. That none is missing is tested. */
export function byKind<T>(files: Record<string, T>): Record<Kind, T> {
  return Object.fromEntries(
    Object.entries(files).map(([path, words]) => [/kinds\/(\w+)/.exec(path)![1], words]),
  ) as Record<Kind, T>;
}
