// The patient's page: the five pain questions, the session, recovery, safety, and what comes next.
// Everything works without a connection; what was told goes out when there is one.
import { byId, el, show } from './dom.js';
import { Outbox, ask, credential, isReached, join, newId, now } from './phone-outbox.js';

const FLAGS = {
  EMERGENCY: [
    'chest-pain', 'fainting', 'severe-breathlessness', 'speech-trouble', 'bladder-or-bowel-disturbance',
    'saddle-numbness', 'both-leg-weakness',
  ],
  SAME_DAY: ['calf-swelling', 'fever', 'wound-redness', 'limb-weakness', 'tendon-pop'],
  PROMPT: ['constant-night-pain', 'unexplained-weight-loss'],
  MALAISE: ['post-exertional-malaise'],
};

const ACTIVITIES = ['walking', 'cycling', 'exercises', 'swimming', 'other'];
const ASK_AGAIN = 60_000;

const page = byId('page');
const outbox = new Outbox();
let words = {};
let today = null;
let thanks = false;
let warned = null;

const kept = (name, otherwise) => {
  try {
    return JSON.parse(localStorage.getItem(`carryover-phone-${name}`)) ?? otherwise;
  } catch {
    return otherwise;
  }
};
const keep = (name, value) => localStorage.setItem(`carryover-phone-${name}`, JSON.stringify(value));
const say = (key, values = {}) =>
  Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), words[key] ?? key);

async function speak(language) {
  const response = await fetch(`/assets/phone-words-${language}.json`);
  words = await response.json();
  document.documentElement.lang = language;
  keep('language', language);
  byId('title').textContent = say('title');
  byId('disclaimer').textContent = say('disclaimer');
}

const scale = (name, question) =>
  el('fieldset', { class: 'scale' }, el('legend', {}, question),
    Array.from({ length: 11 }, (_, value) =>
      el('label', {}, el('input', { type: 'radio', name, value, required: true }), el('span', {}, String(value)))));

/** A form that calls `tell(values)` with what was chosen. */
const form = (tell, button, ...fields) =>
  el('form', {
    onsubmit: (event) => {
      event.preventDefault();
      tell(new FormData(event.target));
      draw();
    },
  }, fields, el('button', { type: 'submit' }, button));

const card = (title, ...content) => el('article', {}, title ? el('h2', {}, title) : null, content);
const folded = (title, ...content) => el('details', {}, el('summary', {}, title), content);

function tellPain(slot, session, values) {
  outbox.put('pain', {
    nrs: Number(values.get('nrs')),
    slot,
    ...(session ? { session } : {}),
    ...(values.get('flare') ? { flare: true } : {}),
  });
  if (session) keep('answered', [...kept('answered', []), `${session}/${slot}`].slice(-100));
  thanks = true;
}

const painForm = (slot, session, ...more) =>
  form((values) => tellPain(slot, session, values), say('send'), scale('nrs', say('askPain')), more);

const flareBox = () =>
  el('label', {}, el('input', { type: 'checkbox', name: 'flare' }), say('flare'));

/** Evening and next morning, each from the time on that was agreed. */
function due(question) {
  const here = new Date();
  const answered = kept('answered', []);
  return question.slots
    .filter((slot) => question.askAt[slot] && new Date(question.askAt[slot]) <= here)
    .filter((slot) => !answered.includes(`${question.session}/${slot}`));
}

function questions() {
  const open = (today?.questions ?? []).flatMap((question) => due(question).map((slot) => ({ slot, session: question.session })));
  if (open.length > 0) {
    return open.map(({ slot, session }) => card(say(`slot.${slot}`), painForm(slot, session, flareBox())));
  }
  const later = (today?.questions ?? []).some((question) => question.slots.length > 0);
  return card(null, el('p', { role: 'status' }, thanks ? `${say('thanks')} ` : '', say(later ? 'later' : 'nothingOpen')));
}

function suggestion() {
  if (!today) return null;
  return card(say('suggestionTitle'), el('p', {}, today.suggestion?.text ?? say('noSuggestion')));
}

function startSession(values) {
  const session = `s-${newId().slice(0, 16)}`;
  outbox.put('session', { session, event: 'started', activity: values.get('activity') });
  tellPain('before', session, values);
  keep('running', { session, since: now() });
  thanks = false;
}

function endSession(values) {
  const { session } = kept('running', {});
  outbox.put('session', { session, event: 'ended', rpe: Number(values.get('rpe')) });
  tellPain('after', session, values);
  keep('running', null);
}

function session() {
  const running = kept('running', null);
  if (!running) {
    return card(say('sessionTitle'),
      form(startSession, say('start'),
        el('label', {}, say('activity'), el('select', { name: 'activity' },
          ACTIVITIES.map((one) => el('option', { value: one }, say(`activity.${one}`))))),
        scale('nrs', say('askPain'))));
  }
  const time = new Date(running.since).toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' });
  return [
    card(say('sessionTitle'),
      el('p', { role: 'status' }, say('running', { time })),
      today?.amount ? el('p', { class: 'amount' }, today.amount.text) : null,
      form(endSession, say('stop'), scale('rpe', say('effort')), scale('nrs', say('askPain')))),
    card(null, folded(say('duringTitle'), painForm('during', running.session))),
  ];
}

function tellRecovery(values) {
  const given = (name) => (values.get(name) ? { [name]: Number(values.get(name)) } : {});
  outbox.put('recovery', { ...given('sleepHours'), ...given('sleepQuality'), ...given('stress') });
  thanks = true;
}

const recovery = () =>
  folded(say('recoveryTitle'),
    form(tellRecovery, say('send'),
      el('label', {}, say('sleepHours'),
        el('input', { type: 'number', name: 'sleepHours', min: 0, max: 24, step: 0.5, inputmode: 'decimal' })),
      scale('sleepQuality', say('sleepQuality')),
      scale('stress', say('stress'))));

const urgencyOf = (codes) => Object.keys(FLAGS).find((urgency) => codes.some((code) => FLAGS[urgency].includes(code)));

function tellSafety(values) {
  const codes = [...values.entries()].filter(([, answer]) => answer === 'yes').map(([code]) => code);
  if (codes.length === 0) return;
  outbox.put('safety', { redFlags: codes });
  warned = urgencyOf(codes);
}

const safety = () =>
  folded(say('safetyTitle'),
    el('p', {}, say('safetyText')),
    form(tellSafety, say('send'),
      el('p', { class: 'quiet' }, say('safetyNothing')),
      Object.values(FLAGS).flat().map((code) =>
        el('fieldset', { class: 'choice' },
          el('legend', {}, say(`flag.${code}`)),
          ['yes', 'no'].map((answer) =>
            el('label', {}, el('input', { type: 'radio', name: code, value: answer }), say(answer)))))));

const settings = () =>
  folded(say('settings'),
    el('label', {}, say('languageLabel'),
      el('select', { onchange: (event) => speak(event.target.value).then(refresh) },
        [['en', 'English'], ['de', 'Deutsch']].map(([code, name]) =>
          el('option', { value: code, selected: document.documentElement.lang === code }, name)))),
    folded(say('forget'),
      el('p', {}, say('forgetText')),
      el('button', { class: 'secondary', onclick: forget }, say('forgetSure'))));

function forget() {
  outbox.forget();
  for (const name of ['answered', 'running']) localStorage.removeItem(`carryover-phone-${name}`);
  today = null;
  drawJoin();
}

function drawJoin(said) {
  byId('outbox').textContent = '';
  const field = el('input', { name: 'code', autocomplete: 'off', autocapitalize: 'characters', spellcheck: 'false', required: true });
  show(page, card(say('joinTitle'),
    el('p', {}, say('joinText')),
    el('p', { id: 'said', role: 'status' }, said ?? ''),
    el('form', {
      onsubmit: (event) => {
        event.preventDefault();
        enter(field.value.trim());
      },
    }, el('label', {}, say('code'), field), el('button', { type: 'submit' }, say('join')))), settings());
}

async function enter(code) {
  byId('said').textContent = say('joining');
  try {
    await join(code);
    await refresh();
  } catch (failure) {
    byId('said').textContent = failure.message || say('unreachable');
  }
}

function draw() {
  if (!credential()) return drawJoin();
  drawOutbox();
  show(page,
    warned ? el('p', { class: 'safety-said', role: 'alert' }, say(`safety.${warned}`)) : null,
    kept('running', null) ? [session(), questions()] : [questions(), suggestion(), session()],
    card(say('more'), recovery(), folded(say('painTitle'), painForm('other', null, flareBox())), safety(), settings()));
}

function drawOutbox() {
  const told = [
    isReached() ? '' : say('offline'),
    outbox.waiting > 0 ? say('waiting', { n: outbox.waiting }) : say('sent'),
    outbox.kept > 0 ? say('kept', { n: outbox.kept }) : '',
  ];
  byId('outbox').textContent = told.filter(Boolean).join(' ');
}

/** Asks what is new; what is being filled in stays as it is. */
async function refresh() {
  if (!credential()) return drawJoin();
  try {
    const response = await ask('/api/v1/phone/today');
    if (response.status === 401 || response.status === 403) return unknown();
    today = response.ok ? await response.json() : null;
  } catch {
    today = null;
  }
  return page.querySelector('input:checked') ? drawOutbox() : draw();
}

function unknown() {
  outbox.forget();
  drawJoin(say('unknownPhone'));
}

outbox.addEventListener('change', drawOutbox);
outbox.addEventListener('sent', refresh);
outbox.addEventListener('unknown', unknown);
window.addEventListener('online', () => outbox.send().then(refresh));
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) outbox.send().then(refresh);
});
setInterval(refresh, ASK_AGAIN);

const code = location.hash.slice(1);
// Gone from the address bar and from the history before anything else happens.
if (code) history.replaceState(null, '', location.pathname);
navigator.serviceWorker?.register('/phone-worker.js', { scope: '/phone' });
await speak(kept('language', navigator.language.startsWith('de') ? 'de' : 'en'));
draw();
if (code && !credential()) await enter(code);
else {
  outbox.send();
  await refresh();
}
