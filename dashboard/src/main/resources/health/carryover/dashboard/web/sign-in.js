// The token stands behind the # of the link, where no server and no log sees it.
import { byId, show } from './dom.js';
import { post } from './api.js';

const said = byId('said');
const form = byId('form');
const field = byId('token');

async function signIn(token) {
  show(said, 'Signing in …');
  try {
    await post('/api/v1/sign-in', { token });
    // So that the first page is written in the zone of this computer.
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    if (timeZone) document.cookie = `carryover_zone=${encodeURIComponent(timeZone)}; path=/; max-age=31536000; samesite=strict`;
    location.replace('/');
  } catch (failure) {
    show(said, failure.message);
    form.hidden = false;
    field.focus();
  }
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  // A whole link is as good as its token.
  signIn(field.value.trim().split('#').pop());
});

function fromLink() {
  const token = location.hash.slice(1);
  // Gone from the address bar and from the history before anything else happens.
  history.replaceState(null, '', location.pathname);
  if (token) signIn(token);
  else form.hidden = false;
}

window.addEventListener('hashchange', fromLink);
fromLink();
