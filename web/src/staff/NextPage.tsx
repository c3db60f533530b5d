import type { FunctionComponent } from 'preact';
import { useState } from 'preact/hooks';
import { Button } from '../ui/Button';
import { announce } from '../ui/announce';
import { Failure, useAction } from './load';
import { useStaffLocale } from './messages';

interface Props {
  /** Null after the last page. */
  token: string | null;
  /** Adds the page to what is shown, and says how many it had. */
  load(token: string): Promise<number>;
  /** Says why a page couldn't be loaded. */
  trouble?: FunctionComponent<{ error: unknown }>;
}

/** The button below a list that comes in pages. */
export function NextPage({ token, load, trouble: Trouble = Failure }: Props) {
  const { messages } = useStaffLocale();
  const action = useAction();
  const [round, setRound] = useState(0);
  return (
    <>
      {action.error ? <Trouble error={action.error} /> : null}
      {token !== null && (
        <p>
          <Button
            key={round}
            busy={action.busy}
            onClick={() =>
              action.run(async () => {
                announce(messages.moreShown(await load(token)));
                setRound(round + 1);
              })
            }
          >
            {messages.showMore}
          </Button>
        </p>
      )}
    </>
  );
}
