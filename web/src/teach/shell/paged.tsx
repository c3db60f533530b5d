import { useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { Button } from '../../ui/Button';
import { announce } from '../../ui/announce';
import { useTeach } from '../messages';
import type { List } from '../../api/client';
import { Failure, Load, useAction, useLoad } from './load';

interface Props<T> {
  load(pageToken: string | null, signal?: AbortSignal): Promise<List<T>>;
  /** Loads anew when this changes. */
  when: string;
  empty: ComponentChildren;
  children(items: T[], change: (change: (items: T[]) => T[]) => void): ComponentChildren;
}

/** A list that comes in pages. */
export function Paged<T>({ load, when, empty, children }: Props<T>) {
  const { messages } = useTeach();
  const loaded = useLoad((signal) => load(null, signal), [when]);
  const more = useAction();
  const [round, setRound] = useState(0);
  return (
    <Load loaded={loaded}>
      {(list) => (
        <>
          {list.items.length === 0 && list.nextPageToken === null
            ? empty
            : children(list.items, (change) => loaded.set((l) => ({ ...l, items: change(l.items) })))}
          {more.error ? <Failure error={more.error} /> : null}
          {list.nextPageToken !== null && (
            <p>
              <Button
                key={round}
                busy={more.busy}
                onClick={() =>
                  more.run(async () => {
                    const next = await load(list.nextPageToken);
                    loaded.set((l) => ({ items: [...l.items, ...next.items], nextPageToken: next.nextPageToken }));
                    announce(messages.moreShown(next.items.length));
                    setRound(round + 1);
                  })
                }
              >
                {messages.showMore}
              </Button>
            </p>
          )}
        </>
      )}
    </Load>
  );
}
