import { useState } from 'preact/hooks';
import { ApiError, errorText } from '../api/client';
import { Button } from '../ui/Button';
import { Notice } from '../ui/Notice';
import type { Auth } from './auth';
import { useStaffLocale } from './messages';
import { StaffPage } from './StaffPage';
import { here, routeOf } from './router';

/** For whoever isn't signed in. */
export function SignIn({ auth, refused }: { auth: Auth; refused: string | null }) {
  const { messages } = useStaffLocale();
  const [leaving, setLeaving] = useState(false);
  const [error, setError] = useState<unknown>(null);
  return (
    <StaffPage title={messages.signIn.title} wide={false}>
      <div class="card stack">
        <p>{messages.signIn.text}</p>
        {routeOf(location.pathname).page === 'co-teach' && <Notice>{messages.signIn.invited}</Notice>}
        {auth.joining && <Notice>{messages.signIn.joining}</Notice>}
        {refused && (
          <Notice look="bad" live>
            {refused === 'access_denied' ? messages.signIn.denied : messages.signIn.failed}
          </Notice>
        )}
        {error !== null && (
          <Notice look="bad" live>
            {errorText(messages, error)}
          </Notice>
        )}
        <p>
          <Button
            look="primary"
            busy={leaving}
            onClick={() => {
              setLeaving(true);
              auth.signIn(here()).catch(() => {
                setLeaving(false);
                setError(new ApiError('offline'));
              });
            }}
          >
            {messages.signIn.button}
          </Button>
        </p>
        <p class="hint">{messages.signIn.kept}</p>
      </div>
    </StaffPage>
  );
}
