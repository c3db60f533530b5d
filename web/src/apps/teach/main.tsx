import '../../style/base.css';
import '../../teach/teach.css';
import { render } from 'preact';
import { ApiError } from '../../api/client';
import { loadConfig } from '../../api/config';
import { Localized } from '../../i18n/messages';
import { Boundary } from '../../ui/Boundary';
import { App, type Begun } from './App';
import { Auth, mayStore } from '../../staff/auth';
import { catalogue } from '../../teach/messages';
import { setPending } from '../../staff/pending';

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

void begin();
