import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { useTeach } from '../messages';
import { useStaff } from '../../staff/context';
import { StaffPage } from '../../staff/StaffPage';
import { Failure, useAction } from '../../staff/load';
import { navigate, to, type Route } from '../../staff/router';

/** Follows an invitation to co-teach; its token is in the fragment, which no server sees. */
export function CoTeachPage({ route }: { route: Route }) {
  const { messages } = useTeach();
  const { api } = useStaff();
  const t = messages.coTeach;
  const action = useAction();
  const token = location.hash.slice(1);
  return (
    <StaffPage title={t.title} route={route} wide={false}>
      {token === '' ? (
        <Notice look="warn">{t.noToken}</Notice>
      ) : (
        <div class="card stack">
          <p>{t.text}</p>
          {action.error ? <Failure error={action.error} /> : null}
          <p>
            <Button
              look="primary"
              busy={action.busy}
              onClick={() =>
                action.run(async () => {
                  const session = await api.acceptInvitation(token);
                  navigate(to.session(session.id), { replace: true });
                })
              }
            >
              {t.accept}
            </Button>
          </p>
        </div>
      )}
      <p>
        <a href={to.sessions()}>{messages.toSessions}</a>
      </p>
    </StaffPage>
  );
}
