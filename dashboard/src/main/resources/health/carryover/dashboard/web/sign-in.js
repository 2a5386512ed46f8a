// Signing in. The token of a link stands behind its #, where no server and no log sees it.
import { byId, show } from './dom.js';
import { post } from './api.js';
import { say } from './i18n.js';
import { onSubmit, rememberZone, setUp, tell } from './second-factor.js';

const said = byId('said');

function enter() {
  rememberZone();
  location.replace('/');
}

onSubmit(byId('password-form'), async (fields) => {
  const { secondFactorMissing } = await post('/api/v1/sign-in/password', Object.fromEntries(fields));
  if (secondFactorMissing) await setUp(null);
  else enter();
});

async function byToken(token) {
  show(said, say('entry.working'));
  try {
    await post('/api/v1/sign-in', { token });
    enter();
  } catch (failure) {
    tell(failure);
    byId('link').open = true;
    byId('token').focus();
  }
}

// A whole link is as good as its token.
onSubmit(byId('link-form'), (fields) => byToken(fields.get('token').trim().split('#').pop()));

function fromLink() {
  const token = location.hash.slice(1);
  // Gone from the address bar and from the history before anything else happens.
  history.replaceState(null, '', location.pathname);
  if (token) byToken(token);
}

window.addEventListener('hashchange', fromLink);
fromLink();
