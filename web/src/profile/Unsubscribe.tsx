import { useState } from 'preact/hooks';
import { errorText, persist, request } from '../api/client';
import { StaffPage } from '../staff/StaffPage';
import { useStaffLocale } from '../staff/messages';
import { Button } from '../ui/Button';
import { Notice } from '../ui/Notice';
import { useProfile, WithMessages } from './messages';

/** Where a newsletter is left: by the link in it and a button, with nobody signed in. Opening it does nothing: mail filters open links. */
export function Unsubscribe({ token }: { token: string }) {
  return (
    <WithMessages>
      <Content token={token} />
    </WithMessages>
  );
}

function Content({ token }: { token: string }) {
  const { m } = useProfile();
  const { messages } = useStaffLocale();
  const t = m.unsubscribe;
  const [state, setState] = useState<'open' | 'busy' | 'left'>('open');
  const [error, setError] = useState<unknown>(null);

  function leave() {
    setError(null);
    setState('busy');
    persist(() => request('POST', '/v1/unsubscribe', { body: { token } }), 3).then(
      () => setState('left'),
      (problem: unknown) => {
        setError(problem);
        setState('open');
      },
    );
  }

  return (
    <StaffPage title={t.title} wide={false}>
      {token === '' ? (
        <p>{t.noLink}</p>
      ) : state === 'left' ? (
        <>
          <Notice look="good" live>
            {t.left}
          </Notice>
          <p>{t.must}</p>
        </>
      ) : (
        <>
          {error ? (
            <Notice look="bad" live>
              {errorText(messages, error)}
            </Notice>
          ) : null}
          <p>{t.ask}</p>
          <p>
            <Button look="primary" busy={state === 'busy'} onClick={leave}>
              {t.leave}
            </Button>
          </p>
        </>
      )}
    </StaffPage>
  );
}
