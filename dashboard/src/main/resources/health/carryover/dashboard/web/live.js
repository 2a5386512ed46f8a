// The one stream of this page: what it says, and whether it still says anything.
import { get } from './api.js';

const SILENT_MILLIS = 30_000;
const AGAIN_MILLIS = 5_000;

/**
 * Listens from `lastEventId` on. `handlers` has a function for each event: alert, progress,
 * assessment, handling, refresh; and `connection(state, since)` with state live, stale or lost.
 */
export function listen(lastEventId, handlers) {
  let last = lastEventId;
  let heardAt = Date.now();
  let source = null;
  let state = '';
  let opened = false;

  function say(next) {
    if (next !== state) {
      state = next;
      handlers.connection(state, heardAt);
    }
  }

  function heard() {
    heardAt = Date.now();
    say('live');
  }

  function on(name) {
    source.addEventListener(name, (event) => {
      heard();
      // Only alert changes are numbered; the browser repeats the last number for the others.
      if (name === 'alert') last = event.lastEventId;
      handlers[name]?.(JSON.parse(event.data));
    });
  }

  function open() {
    source = new EventSource(`/api/v1/alerts/stream?lastEventId=${encodeURIComponent(last)}`);
    source.addEventListener('open', () => {
      heard();
      // What has no number is not sent again, so it is read anew after an interruption.
      if (opened) handlers.refresh();
      opened = true;
    });
    ['alert', 'progress', 'assessment', 'handling', 'refresh', 'alive'].forEach(on);
    source.addEventListener('error', () => {
      say(Date.now() - heardAt > SILENT_MILLIS ? 'stale' : 'lost');
      if (source.readyState === EventSource.CLOSED) {
        source.close();
        // Signed out leads to the sign-in page; anything else is tried again.
        setTimeout(() => get('/api/v1/me').then(open, open), AGAIN_MILLIS);
      }
    });
  }

  setInterval(() => {
    if (Date.now() - heardAt > SILENT_MILLIS) say('stale');
  }, 1000);
  open();
}
