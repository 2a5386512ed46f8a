// The care plan of one patient: what was changed is sent, for whoever saw the version it shows.
import { byId, show } from './dom.js';
import { put } from './api.js';
import { fail, frame, say } from './frame.js';
import * as words from './words.js';

const form = byId('care-plan');
const { patient, version } = form.dataset;
const fields = [...form.elements].filter((field) => field.dataset.form);

const isChanged = (field) => field.tagName === 'SELECT'
  ? !field.selectedOptions[0]?.defaultSelected
  : field.value.trim() !== field.defaultValue.trim();

function typed(field) {
  const value = field.value.trim();
  if (field.dataset.form === 'flag') return value === 'true';
  return ['number', 'whole'].includes(field.dataset.form) ? Number(value) : value;
}

function body() {
  const changed = fields.filter(isChanged);
  const from = byId('from').value;
  return {
    ...Object.fromEntries(changed.filter((f) => f.value.trim() !== '').map((f) => [f.name, typed(f)])),
    clear: changed.filter((f) => f.value.trim() === '').map((f) => f.name),
    ...(from ? { at: new Date(from).toISOString() } : {}),
    expectedVersion: Number(version),
  };
}

/** What is wrong is marked where it is; the first of it is gone to. */
function mark(violations) {
  const wrong = violations.map(({ field }) => byId(field === 'at' ? 'from' : `plan-${field}`)).filter(Boolean);
  wrong.forEach((field) => field.setAttribute('aria-invalid', 'true'));
  wrong[0]?.focus();
  const names = wrong.map((field) => form.querySelector(`label[for="${field.id}"]`).textContent);
  return say('care.check', names.join(', '));
}

function failed(failure) {
  const by = failure.body?.by;
  if (failure.status === 409 && by) return say('care.conflict', by.person, by.version, words.full(by.savedAt));
  return failure.violations?.length ? mark(failure.violations) : failure.message;
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  byId('failure').hidden = true;
  form.querySelectorAll('[aria-invalid]').forEach((field) => field.removeAttribute('aria-invalid'));
  try {
    const saved = await put(`/api/v1/patients/${encodeURIComponent(patient)}/profile`, body());
    if (saved.inEffect) location.reload();
    else show(byId('care-said'), say('care.saved-waits'));
  } catch (failure) {
    fail(new Error(failed(failure)));
    if (!form.querySelector('[aria-invalid]')) byId('failure').scrollIntoView();
  }
});

byId('connection').hidden = true;
if (frame()) location.reload();
