// What a patient told, kept on the phone until the service has it. Each message has an id of its own,
// so that one which is sent twice counts once.

const PLACE = 'carryover-phone-outbox';
const CREDENTIAL = 'carryover-phone';

const read = (place, otherwise) => {
  try {
    return JSON.parse(localStorage.getItem(place)) ?? otherwise;
  } catch {
    return otherwise;
  }
};

export const credential = () => read(CREDENTIAL, null);
export const remember = (granted) =>
  localStorage.setItem(CREDENTIAL, JSON.stringify({ device: granted.device, secret: granted.secret }));

export const newId = () =>
  [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** Now, with the offset of this phone's zone. */
export function now(date = new Date()) {
  const offset = -date.getTimezoneOffset();
  const two = (n) => String(Math.floor(Math.abs(n))).padStart(2, '0');
  const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, 19);
  return `${local}${offset < 0 ? '-' : '+'}${two(offset / 60)}:${two(offset % 60)}`;
}

let reached = true;

/** Whether the last attempt to reach the service did; what a phone says of its own network is less. */
export const isReached = () => reached;

async function call(path, options) {
  const who = credential();
  try {
    const response = await fetch(path, {
      ...options,
      cache: 'no-store',
      credentials: 'omit',
      headers: {
        Accept: 'application/json',
        'Accept-Language': document.documentElement.lang,
        Authorization: `Basic ${btoa(`${who.device}:${who.secret}`)}`,
        ...(options?.body ? { 'Content-Type': 'application/json' } : {}),
      },
    });
    reached = true;
    return response;
  } catch (away) {
    reached = false;
    throw away;
  }
}

export const ask = (path) => call(path, {});

/** Exchanges a code for this phone's own secret. */
export async function join(code) {
  const response = await fetch('/api/v1/enrolments/claim', {
    method: 'POST',
    cache: 'no-store',
    credentials: 'omit',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: JSON.stringify({ code, device: `phone-${newId().slice(0, 12)}` }),
  });
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new Error(answer?.message ?? '');
  remember(answer);
}

export class Outbox extends EventTarget {
  #messages = read(PLACE, []);
  #sending = false;
  #kept = 0;
  #again = 0;

  get waiting() {
    return this.#messages.length;
  }

  /** How many the service has and could not use. */
  get kept() {
    return this.#kept;
  }

  put(stream, message) {
    this.#messages.push({ stream, message: { id: newId(), at: now(), ...message } });
    this.#store();
    this.send();
  }

  forget() {
    this.#messages = [];
    localStorage.removeItem(PLACE);
    localStorage.removeItem(CREDENTIAL);
  }

  #store() {
    localStorage.setItem(PLACE, JSON.stringify(this.#messages));
    this.dispatchEvent(new Event('change'));
  }

  /** Sends one after the other; what the service does not have yet stays and is tried again. */
  async send() {
    if (this.#sending || !credential()) return;
    this.#sending = true;
    clearTimeout(this.#again);
    try {
      while (this.#messages.length > 0) {
        const first = this.#messages[0];
        const response = await call('/api/v1/phone/messages', { method: 'POST', body: JSON.stringify(first) });
        if (response.status === 401 || response.status === 403) {
          this.dispatchEvent(new Event('unknown'));
          return;
        }
        // Only what can never be taken leaves unsent; everything else is tried again.
        if (!response.ok && response.status !== 400) throw new Error('not now');
        const answer = await response.json();
        if (answer.fate === 'quarantined' || response.status === 400) this.#kept += 1;
        this.#messages = this.#messages.filter((one) => one.message.id !== first.message.id);
        this.#store();
      }
      this.dispatchEvent(new Event('sent'));
    } catch {
      this.#again = setTimeout(() => this.send(), 15_000);
      this.dispatchEvent(new Event('change'));
    } finally {
      this.#sending = false;
    }
  }
}
