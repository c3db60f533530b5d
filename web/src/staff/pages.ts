import type { List } from '../api/client';

/** Reads a list page by page, so many pages at most; `complete` says whether that was all. */
export async function allPages<T>(
  load: (token: string | null) => Promise<List<T>>,
  most = Number.POSITIVE_INFINITY,
): Promise<{ items: T[]; complete: boolean }> {
  const items: T[] = [];
  let token: string | null = null;
  for (let n = 0; n < most; n++) {
    const page: List<T> = await load(token);
    items.push(...page.items);
    token = page.nextPageToken;
    if (token === null) break;
  }
  return { items, complete: token === null };
}
