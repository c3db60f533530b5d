import { formatNumber } from '../i18n/format';
import { Failure } from '../staff/load';
import { Button } from '../ui/Button';
import { Loading } from '../ui/Loading';
import { Notice } from '../ui/Notice';
import { Unable, type Verdict } from './chain';
import { usePrivacy } from './messages';
import { TooLong, type ChainState } from './useChain';

/** That the check is under way, or why it couldn't be done. */
export function ChainProgress({ state, onRetry }: { state: ChainState; onRetry(): void }) {
  const { language, m } = usePrivacy();
  const t = m.receipts;
  if (state.is === 'checking') return <Loading text={t.checking(formatNumber(language, state.blocks))} />;
  if (state.is !== 'failed') return null;
  if (state.error instanceof Unable || state.error instanceof TooLong) {
    return (
      <Notice look="warn" live>
        {state.error instanceof TooLong ? t.tooLong : t.unable}
      </Notice>
    );
  }
  return <Failure error={state.error} onRetry={onRetry} />;
}

/** What the chain says about one receipt. */
export function VerdictNotice({ verdict, onRetry }: { verdict: Verdict; onRetry?: () => void }) {
  const { m } = usePrivacy();
  const look = verdict === 'genuine' ? 'good' : verdict === 'unsigned' || verdict === 'waiting' ? 'warn' : 'bad';
  return (
    <Notice look={look} live>
      <p>{m.receipts.verdicts[verdict]}</p>
      {verdict === 'waiting' && onRetry && (
        <p>
          <Button onClick={onRetry}>{m.retry}</Button>
        </p>
      )}
    </Notice>
  );
}
