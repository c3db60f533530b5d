import type { ComponentChildren } from 'preact';
import { NextPage } from './NextPage';
import type { List } from '../api/client';
import { Load, useLoad } from './load';

interface Props<T> {
  load(pageToken: string | null, signal?: AbortSignal): Promise<List<T>>;
  /** Reloads when this changes. */
  when: string;
  empty: ComponentChildren;
  children(items: T[], change: (change: (items: T[]) => T[]) => void): ComponentChildren;
}

/** A list that comes in pages. */
export function Paged<T>({ load, when, empty, children }: Props<T>) {
  const loaded = useLoad((signal) => load(null, signal), [when]);
  return (
    <Load loaded={loaded}>
      {(list) => (
        <>
          {list.items.length === 0 && list.nextPageToken === null
            ? empty
            : children(list.items, (change) => loaded.set((l) => ({ ...l, items: change(l.items) })))}
          <NextPage
            token={list.nextPageToken}
            load={async (token) => {
              const next = await load(token);
              loaded.set((l) => ({ items: [...l.items, ...next.items], nextPageToken: next.nextPageToken }));
              return next.items.length;
            }}
          />
        </>
      )}
    </Load>
  );
}
