import { Button } from '../ui/Button';
import { Page } from '../ui/Page';
import type { Kept } from './keep';
import { useStudent } from './messages';
import { useHeading } from './heading';

export function ResumePage({ kept, onResume, onNotMe }: { kept: Kept; onResume(): void; onNotMe(): void }) {
  const m = useStudent().messages.resume;
  const heading = useHeading([]);
  const alias = kept.alias ?? kept.body.alias;
  return (
    <Page title={m.title(alias)} contact={kept.session.privacy.contact}>
      <div class="card stack">
        <h1 ref={heading} tabIndex={-1} dir="auto">
          {m.title(alias)}
        </h1>
        <p class="soft" dir="auto">
          {m.in(kept.session.title)}
        </p>
        <Button look="primary" block onClick={onResume}>
          <bdi>{m.go(alias)}</bdi>
        </Button>
        <Button block onClick={onNotMe}>
          {m.notMe}
        </Button>
        <p class="hint">{m.notMeHint}</p>
      </div>
    </Page>
  );
}
