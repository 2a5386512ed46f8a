// Joining by an invitation: its token stands behind the #, where no server and no log sees it.
import { byId, show } from './dom.js';
import { post } from './api.js';
import { say } from './i18n.js';
import { onSubmit, setUp } from './second-factor.js';

let token = location.hash.slice(1);
// Gone from the address bar and from the history before anything else happens.
history.replaceState(null, '', location.pathname);

onSubmit(byId('join-form'), async (fields) => {
  if (fields.get('password') !== fields.get('repeat')) {
    show(byId('said'), say('refused.repeat'));
    return;
  }
  const { login } = await post('/api/v1/join', { token, password: fields.get('password') });
  token = '';
  await setUp(login);
});
