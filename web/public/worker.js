// Lets a student reload the page in the middle of a lesson while there is no network. It answers with the page and its
// files as src/student/offline.ts kept them, and leaves all other requests alone: the API's, and the teacher's part. It
// goes with the last session that the browser keeps.

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  if (request.mode === 'navigate' && (pathname === '/' || pathname.startsWith('/j/'))) {
    // The network knows better, where there is one.
    event.respondWith(
      fetch(request).catch(async (error) => {
        const kept = await caches.match('/');
        if (kept) return kept;
        throw error;
      }),
    );
  } else if (pathname.startsWith('/assets/')) {
    // Their names change with what is in them.
    event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
  }
});
