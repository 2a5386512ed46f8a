// Keeps the page and its files on the phone, so that it opens without a connection. Answers of the
// service are never kept here: what a patient reads is new or it is not shown.

const FILES = [
  '/phone',
  '/favicon.svg',
  '/phone.webmanifest',
  '/assets/pico.css',
  '/assets/phone.css',
  '/assets/phone.js',
  '/assets/phone-outbox.js',
  '/assets/dom.js',
  '/assets/phone-words-en.json',
  '/assets/phone-words-de.json',
];
const KEPT = 'carryover-phone';

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

/** The newest there is: from the service if it can be reached, else as it was kept. */
async function answer(path) {
  const cache = await caches.open(KEPT);
  try {
    const response = await fetch(path, { cache: 'no-cache' });
    if (response.ok) await cache.put(path, response.clone());
    return response;
  } catch (away) {
    const kept = await cache.match(path);
    if (kept) return kept;
    throw away;
  }
}

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method === 'GET' && url.origin === self.location.origin && FILES.includes(url.pathname)) {
    event.respondWith(answer(url.pathname));
  }
});
