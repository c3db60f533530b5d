import { useEffect, useState } from 'preact/hooks';
import { errorText, persist, request } from '../api/client';
import { StaffPage } from '../staff/StaffPage';
import { useStaffLocale } from '../staff/messages';
import { Button } from '../ui/Button';
import { Loading } from '../ui/Loading';
import { Notice } from '../ui/Notice';
import { useProfile, WithMessages } from './messages';

/** Where a newsletter is left: by opening the link in it, with nobody signed in; and taken up again. */
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
  const [state, setState] = useState<'asking' | 'left' | 'undone'>('asking');
  const [error, setError] = useState<unknown>(null);
  const [undo, setUndo] = useState(false);

  function send(undo: boolean) {
    setUndo(undo);
    setError(null);
    setState('asking');
    persist(() => request('POST', '/v1/unsubscribe', { body: { token, undo } }), 3).then(
      () => setState(undo ? 'undone' : 'left'),
      setError,
    );
  }
  useEffect(() => {
    if (token !== '') send(false);
  }, []);

  return (
    <StaffPage title={t.title} wide={false}>
      {token === '' ? (
        <p>{t.noLink}</p>
      ) : error ? (
        <Notice look="bad" live>
          <p>{errorText(messages, error)}</p>
          <p>
            <Button onClick={() => send(undo)}>{messages.tryAgain}</Button>
          </p>
        </Notice>
      ) : state === 'asking' ? (
        <Loading />
      ) : (
        <>
          <Notice look="good" live>
            {t[state]}
          </Notice>
          <p>{t.must}</p>
          {state === 'left' && (
            <p>
              <Button onClick={() => send(true)}>{t.undo}</Button>
            </p>
          )}
        </>
      )}
    </StaffPage>
  );
}
