import '../../style/base.css';
import '../../teach/teach.css';
import { render } from 'preact';
import { ApiError } from '../../api/client';
import { loadConfig } from '../../api/config';
import { Localized } from '../../i18n/messages';
import { Boundary } from '../../ui/Boundary';
import { lazy } from '../../ui/lazy';
import { App, type Begun } from './App';
import { Auth, mayStore } from '../../staff/auth';
import { catalogue } from '../../teach/messages';
import { setPending } from '../../staff/pending';

const Unsubscribe = lazy(() => import('../../profile/Unsubscribe').then((m) => m.Unsubscribe));
const root = document.getElementById('app')!;

function show(begun: Begun): void {
  render(
    <Localized catalogue={catalogue}>
      <Boundary>
        <App key={begun === null ? 'beginning' : 'begun'} begun={begun} onRetry={() => void begin()} />
      </Boundary>
    </Localized>,
    root,
  );
}

async function begin(): Promise<void> {
  // After returning from Auth0 the address doesn't name the language yet: render once the earlier one is restored.
  const returning = new URLSearchParams(location.search).has('state');
  if (!returning) show(null);
  try {
    if (!mayStore()) throw new ApiError('no-storage');
    const auth = new Auth(await loadConfig());
    const start = await auth.start();
    if (start.returnTo !== null) history.replaceState(null, '', start.returnTo);
    setPending(start.person ? start.pending : null);
    show({ auth, start });
  } catch (error) {
    show({ error });
  }
}

/** What stands behind the # of the link in a newsletter, which goes from the address at once. */
function takeToken(): string {
  const token = location.hash.slice(1);
  if (token !== '') history.replaceState(null, '', location.pathname + location.search);
  return token;
}

// Whoever leaves a newsletter needn't sign in.
if (location.pathname === '/unsubscribe') {
  render(
    <Localized catalogue={catalogue}>
      <Boundary>
        <Unsubscribe token={takeToken()} />
      </Boundary>
    </Localized>,
    root,
  );
} else void begin();
