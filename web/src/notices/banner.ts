// Asks whether there is a notice to show above every page. Every page does so, a
// student's too: each byte of this is one of theirs.

import type { Language } from '../i18n/language';
import type { Common } from '../i18n/common/en';
import { FRESH, refreshNotices } from './refresh';

/** Shows the current notices in the place and keeps them current. Returns a function that stops it. */
export function showNotices(place: HTMLElement, language: Language, words: Common['notice']): () => void {
  let shown = '';
  let ended = false;
  const lookOnce = async () => {
    if (document.hidden) return;
    const all = await refreshNotices(Date.now());
    const ids = all.map((n) => n.id).join();
    if (ids === shown) return; // what somebody opened stays open
    const { show } = await import('./boxes');
    if (ended) return;
    show(place, all, language, words);
    shown = ids;
  };
  // What can't be loaded now is looked for the next time.
  const look = () => void lookOnce().catch(() => {});
  look();
  const timer = setInterval(look, FRESH + 1000);
  document.addEventListener('visibilitychange', look);
  return () => {
    ended = true;
    clearInterval(timer);
    document.removeEventListener('visibilitychange', look);
  };
}
