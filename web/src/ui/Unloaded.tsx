import { useCommon } from '../i18n/messages';
import { Button } from './Button';
import { Notice } from './Notice';

/** Stands where a part of the page couldn't be loaded. */
export function Unloaded() {
  const messages = useCommon();
  return (
    <Notice look="warn" live>
      <p>{messages.error.offline}</p>
      <div>
        {/* Some browsers remember that a module could not be fetched. */}
        <Button onClick={() => location.reload()}>{messages.crash.reload}</Button>
      </div>
    </Notice>
  );
}
