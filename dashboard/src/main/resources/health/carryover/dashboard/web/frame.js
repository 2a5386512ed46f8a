// What all pages share: who is signed in, whether the page is live, alerts as they are shown.
import { byId, el, nameOf, show } from './dom.js';
import { get, post } from './api.js';
import * as words from './words.js';

/** Fills the header and the footer. */
export async function frame() {
  show(byId('zone'), words.zone());
  byId('sign-out').addEventListener('click', async () => {
    await post('/api/v1/sign-out').catch(() => null);
    location.assign('/sign-in');
  });
  const me = await get('/api/v1/me');
  show(byId('person'), me.person);
}

/** Says whether the page is live, and since when it is not. */
export function connection(state, since) {
  const text = { live: '● Live', lost: '◌ Reconnecting …', stale: '○ Not live' }[state];
  const sign = byId('connection');
  sign.dataset.state = state;
  show(sign, text);
  const stale = byId('stale');
  stale.hidden = state !== 'stale';
  show(stale, state === 'stale'
    ? `Stale since ${words.second(since)}: nothing new has arrived. What you see may be out of date; it goes on by itself once the service can be reached.`
    : '');
}

export function fail(failure) {
  const box = byId('failure');
  box.hidden = false;
  show(box, failure.message);
}

export const announce = (text) => show(byId('announce'), text);

/** A change that just arrived, merged into what is known of its alert. */
export function merge(known, changed) {
  return {
    handling: 'unacknowledged',
    acknowledgedBy: null,
    acknowledgedAt: null,
    ...known,
    alert: changed.alert,
    patient: changed.patient,
    kind: changed.kind,
    severity: changed.severity,
    change: changed.change,
    open: changed.change !== 'retracted' && changed.change !== 'resolved',
    eventAt: changed.eventAt,
    knownAt: changed.knownAt,
    newest: changed,
  };
}

const WEIGHT = { information: 1, warning: 2, urgent: 3 };

/** Unseen first, then the most severe, then the newest. */
export const byNeed = (a, b) =>
  (a.handling === 'acknowledged') - (b.handling === 'acknowledged') ||
  WEIGHT[b.severity] - WEIGHT[a.severity] ||
  b.eventAt.localeCompare(a.eventAt);

export const newestFirst = (a, b) => b.knownAt.localeCompare(a.knownAt);

async function acknowledge(alert, changed) {
  try {
    const answer = await post(`/api/v1/alerts/${encodeURIComponent(alert.alert)}/acknowledge`);
    changed(answer);
    announce(answer.alreadyAcknowledged
      ? `${answer.acknowledgedBy} had seen it before.`
      : 'Marked as seen.');
  } catch (failure) {
    fail(failure);
  }
}

function handling(alert, changed) {
  if (alert.handling === 'acknowledged') {
    return el('p', { class: 'handling' }, '✓ Seen by ', nameOf(alert.acknowledgedBy), ', ',
      el('time', { datetime: alert.acknowledgedAt, title: words.full(alert.acknowledgedAt) },
        words.when(alert.acknowledgedAt)));
  }
  return el('p', { class: 'handling' },
    el('button', {
      class: alert.open ? 'small' : 'small outline secondary', 'data-key': `seen ${alert.alert}`,
      onclick: (event) => {
        event.currentTarget.setAttribute('aria-busy', 'true');
        acknowledge(alert, changed);
      },
    }, 'Mark as seen', el('span', { class: 'visually-hidden' }, `: ${words.kind(alert.kind)}`)));
}

/** One alert. `patient` is null where the page is about one patient anyway. */
export function alertCard(alert, patient, changed) {
  const newest = alert.newest;
  const numbers = words.isKnown(newest.load) && words.isKnown(newest.toleratedLoad)
    ? el('p', { class: 'quiet' }, words.loadSentence(newest.load, newest.toleratedLoad)) : null;
  return el('article', {
    class: 'alert', 'data-alert': alert.alert, 'data-severity': alert.severity,
    'data-open': String(alert.open), 'data-change': alert.change,
  },
    el('header', {},
      el('span', { class: 'badge' }, alert.open ? words.severity(alert.severity) : `⊘ ${words.change(alert.change)}`),
      el('strong', { class: 'kind' }, words.kind(alert.kind)),
      patient === null ? null
        : el('a', { href: `/patients/${alert.patient}`, 'data-key': `open ${alert.alert}` }, nameOf(patient))),
    el('p', { class: 'reason' },
      el('strong', {}, words.change(alert.change)),
      newest.provisional && alert.open ? ' for now, until evening and morning pain are known' : null,
      ': ', newest.reason),
    numbers,
    el('p', { class: 'quiet' },
      'Happened ', el('time', { datetime: alert.eventAt, title: words.full(alert.eventAt) }, words.when(alert.eventAt)),
      ' · known ', el('time', { datetime: alert.knownAt, title: words.full(alert.knownAt) }, words.when(alert.knownAt)),
      newest.late ? ' · arrived late' : null),
    handling(alert, changed));
}
