// The pages of those who run the clinic: each form asks for one call, what it made is shown once.
import { byId, el, show } from './dom.js';
import { post } from './api.js';
import { isSaid } from './i18n.js';
import { fail, frame, say } from './frame.js';

show(byId('connection'), '');
if (frame()) location.reload();

function bodyOf(form) {
  const fields = new FormData(form);
  const body = Object.fromEntries(fields);
  if (form.dataset.act) body.act = form.dataset.act;
  if (form.querySelector('[name=scopes]')) body.scopes = fields.getAll('scopes');
  if (body.days) body.days = Number(body.days);
  return body;
}

/** Until it is dismissed: it is kept nowhere. */
function showMade(text, secret) {
  const box = byId('made');
  box.hidden = false;
  show(box, el('p', {}, text), el('p', {}, el('code', { id: 'secret-once' }, secret)),
    el('button', { class: 'small', onclick: () => location.reload() }, say('office.done')));
  box.querySelector('button').focus();
}

document.addEventListener('submit', async (event) => {
  const form = event.target;
  if (!form.dataset.office) return;
  event.preventDefault();
  byId('failure').hidden = true;
  try {
    const body = bodyOf(form);
    if ('repeat' in body && body.repeat !== body.newPassword) throw new Error(say('refused.repeat'));
    delete body.repeat;
    const made = await post(form.dataset.office, body);
    if (made.link) showMade(say('people.link', made.name), made.link);
    else if (made.token) showMade(say('integrations.token', made.name), made.token);
    else if (made.changed) {
      form.reset();
      byId('made').hidden = false;
      show(byId('made'), say('account.changed'));
    }
    else location.reload();
  } catch (failure) {
    const field = failure.violations?.[0]?.field;
    const key = field ? `refused.field-${field}` : `refused.${failure.code}`;
    fail(isSaid(key) ? new Error(say(key)) : failure);
  }
});

document.querySelectorAll('form[data-office] button').forEach((button) => { button.disabled = false; });
