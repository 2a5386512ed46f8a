// Setting a second factor up, for the pages on which one signs in or joins; and how they tell what is wrong.
import { byId, el, show, svg } from './dom.js';
import { post } from './api.js';
import { isSaid, say } from './i18n.js';

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** So that the first page is written in the zone of this computer. */
export function rememberZone() {
  if (zone) document.cookie = `carryover_zone=${encodeURIComponent(zone)}; path=/; max-age=31536000; samesite=strict`;
}

/** Tells `failure` in the words of the page. */
export function tell(failure) {
  const field = failure.violations?.[0]?.field;
  const key = field ? `refused.field-${field}` : `refused.${failure.code}`;
  show(byId('said'), isSaid(key) ? say(key) : failure.message);
}

/** Runs `act` for each submission of `form`, its button resting meanwhile. */
export function onSubmit(form, act) {
  form.querySelector('button').disabled = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const button = form.querySelector('button');
    button.disabled = true;
    show(byId('said'), say('entry.working'));
    try {
      await act(new FormData(form));
    } catch (failure) {
      tell(failure);
    }
    button.disabled = false;
  });
}

function appear(id) {
  const section = byId(id);
  section.hidden = false;
  section.querySelector('h2').focus();
}

/** Shows the secret and asks for a code of it; `login` is told if it is new to the person. */
export async function setUp(login) {
  const { secret, uri, qr } = await post('/api/v1/second-factor', {});
  show(byId('said'), '');
  byId('first').hidden = true;
  if (login) show(byId('factor-login'), say('factor.login', login));
  show(byId('qr'), svg('svg', { viewBox: `0 0 ${qr.size} ${qr.size}`, role: 'img', 'aria-label': say('factor.qr') },
    svg('path', { d: qr.path })));
  show(byId('secret'), el('a', { href: uri }, secret.replace(/(.{4})(?=.)/g, '$1 ')));
  appear('second-factor');
}

onSubmit(byId('factor-form'), async (fields) => {
  const { recoveryCodes } = await post('/api/v1/second-factor/confirm', { code: fields.get('code') });
  show(byId('said'), '');
  byId('second-factor').hidden = true;
  show(byId('recovery-codes'), recoveryCodes.map((code) => el('li', {}, el('code', {}, code))));
  rememberZone();
  appear('recovery');
});
