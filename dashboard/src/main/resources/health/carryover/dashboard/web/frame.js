// What all pages share: signing out, whether the page is live, what one does about alerts.
import { byId, show } from './dom.js';
import { post } from './api.js';
import { say } from './i18n.js';
import * as words from './words.js';

export { say };

/** Makes the header work, and lets the server know in which zone to write times. */
export function frame() {
  byId('sign-out').addEventListener('click', async () => {
    await post('/api/v1/sign-out').catch(() => null);
    location.assign('/sign-in');
  });
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  if (timeZone && timeZone !== document.body.dataset.zone) {
    document.cookie = `carryover_zone=${encodeURIComponent(timeZone)}; path=/; max-age=31536000; samesite=strict`;
    show(byId('zone'), say('shell.zone', timeZone));
    return true;
  }
  return false;
}

/** Says whether the page is live, and since when it is not. */
export function connection(state, since) {
  const sign = byId('connection');
  sign.dataset.state = state;
  show(sign, say(`connection.${state}`));
  const stale = byId('stale');
  stale.hidden = state !== 'stale';
  show(stale, state === 'stale' ? say('connection.stale-since', words.second(since)) : '');
}

export function fail(failure) {
  const box = byId('failure');
  box.hidden = false;
  show(box, failure.message);
}

export const announce = (text) => show(byId('announce'), text);

const requestId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');

/**
 * Asks for `act` about the alert of `element`, for whoever saw the version it shows. True if the page
 * has to be painted anew; of two people who act at once the second reads who was first.
 */
export async function actOn(element, act) {
  const { alert, version } = element.dataset;
  byId('failure').hidden = true;
  try {
    await post(`/api/v1/alerts/${encodeURIComponent(alert)}/acts`, { ...act, expectedVersion: Number(version), id: requestId() });
    announce(say('said.done'));
    return true;
  } catch (failure) {
    if (failure.status !== 409) {
      fail(failure);
      return false;
    }
    const { by } = failure.body;
    fail(new Error(say(`conflict.${failure.code}`, by?.person ?? '', by ? say(`done.${by.act}`) : '', by ? words.full(by.at) : '')));
    return true;
  }
}
