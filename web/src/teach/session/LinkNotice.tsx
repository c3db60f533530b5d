import { useEffect, useState } from 'preact/hooks';
import { Notice } from '../../ui/Notice';
import { useTeach } from '../messages';
import type { Link } from '../live/stream';

/**
 * Says that what is shown may be outdated, or that the server is full; the former only after a while, since most breaks
 * are short.
 */
export function LinkNotice({ link }: { link: Link }) {
  const { messages } = useTeach();
  const [long, setLong] = useState(false);
  const live = link === 'live';
  useEffect(() => {
    setLong(false);
    if (live) return;
    const timer = setTimeout(() => setLong(true), 4000);
    return () => clearTimeout(timer);
  }, [live]);
  if (live || (!long && link !== 'full')) return null;
  return (
    <Notice look="warn" live>
      {link === 'full' ? messages.session.full : messages.session.reconnecting}
    </Notice>
  );
}
