// Keeps the page and its files, so that it can be reloaded in the middle of a
// lesson while there is no network: they are the same for everybody and tell
// nothing of anybody. public/worker.js answers with them.

import { CACHE, dropPage, keepsAny, type Storage } from './keep';

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(): string }): { createScriptURL(url: string): string };
}

const WORKER = '/worker.js';
// The one policy that the Content-Security-Policy allows; it knows one address.
const policy = (window as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy('worker', {
  createScriptURL: () => WORKER,
});

/** Keeps what this page consists of by now, for as long as the storage keeps a session. */
export async function keepPage(storage: Storage | null): Promise<void> {
  if (!navigator.serviceWorker || !keepsAny(storage)) return;
  try {
    const page = await fetch('/', { credentials: 'omit' });
    const loaded = performance
      .getEntriesByType('resource')
      .map((entry) => new URL(entry.name))
      .filter((url) => url.origin === location.origin && url.pathname.startsWith('/assets/'))
      .map((url) => url.pathname);
    // A newer page would ask for files that aren't here.
    const html = await page.clone().text();
    if (!page.ok || !loaded.some((path) => html.includes(`src="${path}"`))) return;
    const cache = await caches.open(CACHE);
    await cache.addAll([...new Set(loaded)]);
    await cache.put('/', page);
    await navigator.serviceWorker.register(policy?.createScriptURL(WORKER) ?? WORKER);
  } catch {
    // Then a reload needs the network, as it always did.
  }
  if (!keepsAny(storage)) dropPage();
}
