// The overview: alerts as they arrive, sessions that run, patients by need.
import { byId, el, nameOf, show } from './dom.js';
import { get } from './api.js';
import { listen } from './live.js';
import { alertCard, announce, byNeed, connection, fail, frame, merge, newestFirst } from './frame.js';
import { loadBar } from './plots.js';
import * as words from './words.js';

const PAST_SHOWN = 30;
const SILENT_MILLIS = 30 * 60_000;
const alerts = new Map();
const running = new Map();
let patients = [];
let total = 0;
let names = new Map();
const cards = new Map();
const due = new Set();

const nameOfPatient = (id) => names.get(id) ?? id;
const runKey = (progress) => `${progress.patient} ${progress.session}`;

async function load() {
  const [triage, listed] = await Promise.all([get('/api/v1/triage'), get('/api/v1/alerts?limit=200')]);
  patients = triage.patients;
  total = triage.total;
  names = new Map(patients.map((row) => [row.patient, row.displayName ?? row.patient]));
  alerts.clear();
  listed.alerts.forEach((alert) => alerts.set(alert.alert, alert));
  patients.forEach((row) => row.openAlerts.forEach((alert) => alerts.set(alert.alert, alert)));
  running.clear();
  triage.running.forEach((progress) => running.set(runKey(progress), progress));
  drawAll();
  // Whichever was read first: from there on nothing is missed.
  return Math.min(triage.lastEventId, listed.lastEventId);
}

/**
 * Redraws `parts` once for everything that arrives together. A part is left alone while nothing of it
 * changes: a button that is replaced under the finger does not feel the click.
 */
function draw(...parts) {
  if (due.size === 0) {
    requestAnimationFrame(() => {
      const now = [...due];
      due.clear();
      now.forEach((part) => part());
    });
  }
  parts.forEach((part) => due.add(part));
}

const drawAll = () => draw(drawAlerts, drawRunning, drawPatients);

const openAlerts = () => [...alerts.values()].filter((alert) => alert.open).sort(byNeed);
const count = (id, n) => show(byId(id), n === 0 ? '' : `(${n})`);

function changed(alert) {
  alerts.set(alert.alert, alert);
  draw(drawAlerts, drawPatients);
}

/** Alerts about the same session belong together: the first by need in sight, the others folded under it. */
function bySession(sorted) {
  const groups = new Map();
  sorted.forEach((alert) => {
    const session = alert.newest.session;
    const key = session ? `${alert.patient} ${session}` : alert.alert;
    groups.set(key, [...(groups.get(key) ?? []), alert]);
  });
  return [...groups.values()];
}

function drawAlerts() {
  const open = openAlerts();
  // Unseen ones stay in sight after they were withdrawn: somebody may have read them already.
  const withdrawn = [...alerts.values()].filter((a) => !a.open).sort(newestFirst);
  const inSight = withdrawn.filter((a) => a.handling !== 'acknowledged').slice(0, 5);
  const past = withdrawn.filter((a) => !inSight.includes(a)).slice(0, PAST_SHOWN);
  const card = (alert) => alertCard(alert, nameOfPatient(alert.patient), changed);
  const group = ([first, ...rest]) => (rest.length === 0 ? card(first) : el('div', { class: 'group' }, card(first),
    el('details', {}, el('summary', {}, `Also about this session: ${rest.map((a) => words.kind(a.kind)).join(', ')}`), rest.map(card))));
  count('alert-count', open.length);
  show(byId('alerts'),
    open.length + inSight.length === 0
      ? el('p', { class: 'empty' }, 'No open alerts. New ones appear here by themselves.')
      : [...bySession(open).map(group), ...inSight.map(card)]);
  byId('past').hidden = past.length === 0;
  show(byId('past-title'), `No longer standing (${past.length})`);
  show(byId('past-alerts'), past.map(card));
  const unseen = open.filter((alert) => alert.handling !== 'acknowledged').length;
  document.title = unseen === 0 ? 'Carryover' : `(${unseen}) Carryover`;
}

/** The card of a running session; the same element as long as it runs. */
function cardOf(progress) {
  const key = runKey(progress);
  if (!cards.has(key)) {
    const standing = el('div', { class: 'standing' });
    cards.set(key, { standing, element: el('article', { class: 'running', 'data-session': progress.session },
      el('a', { href: `/patients/${progress.patient}` }, nameOf(nameOfPatient(progress.patient))), standing) });
  }
  const { element, standing } = cards.get(key);
  show(standing,
    el('p', { class: 'bpm' }, words.isKnown(progress.bpm)
      ? [el('strong', {}, Math.round(progress.bpm)), ' bpm'] : 'no heart rate yet'),
    loadBar(progress.load, progress.toleratedLoad),
    el('p', {}, words.loadSentence(progress.load, progress.toleratedLoad)),
    el('p', { class: 'quiet' }, 'as of ', el('time', { datetime: progress.at }, words.second(progress.at)),
      words.isKnown(progress.pFlare) ? ` · chance of a flare-up if it ended now: ${words.inTen(progress.pFlare)}` : null));
  return element;
}

function drawRunning() {
  // A session that nobody speaks of any more has ended without a word.
  running.forEach((progress, key) => {
    if (Date.now() - Date.parse(progress.knownAt) > SILENT_MILLIS) running.delete(key);
  });
  const sessions = [...running.values()].sort((a, b) =>
    nameOfPatient(a.patient).localeCompare(nameOfPatient(b.patient)));
  [...cards.keys()].filter((key) => !running.has(key)).forEach((key) => cards.delete(key));
  const elements = sessions.map(cardOf);
  const box = byId('running');
  if (elements.length > 0 && elements.length === box.children.length && elements.every((e, i) => e === box.children[i])) return;
  count('running-count', sessions.length);
  show(box, elements.length === 0 ? el('p', { class: 'empty' }, 'No session is running.') : elements);
}

function stateOf(row) {
  const mine = openAlerts().filter((alert) => alert.patient === row.patient);
  if ([...running.values()].some((progress) => progress.patient === row.patient)) return '▶ Session running';
  const unseen = mine.filter((alert) => alert.handling !== 'acknowledged');
  if (unseen.length > 0) return words.kind(unseen[0].kind);
  if (mine.length > 0) return `${words.kind(mine[0].kind)} (seen)`;
  if (!row.assessment) return 'No sessions yet';
  return 'No open alerts';
}

function lastSession(assessment) {
  if (!assessment) return 'none yet';
  return words.loadSentence(assessment.load.value, assessment.tolerance?.toleratedLoad);
}

function drawPatients() {
  count('patient-count', total);
  if (patients.length === 0) {
    show(byId('patients'), el('p', { class: 'empty' }, 'No patients yet. Patients are added by the administration of the clinic.'));
    return;
  }
  const cell = (label, ...content) => el('td', { 'data-label': label }, el('span', {}, ...content));
  show(byId('patients'), el('table', { class: 'stacking' },
    el('thead', {}, el('tr', {},
      ['Patient', 'State', 'Last session', 'Response', 'Last data'].map((title) => el('th', { scope: 'col' }, title)))),
    el('tbody', {}, patients.map((row) => el('tr', {},
      el('th', { scope: 'row' }, el('a', { href: `/patients/${row.patient}`, 'data-key': `p ${row.patient}` },
        nameOf(nameOfPatient(row.patient)))),
      cell('State', stateOf(row)),
      cell('Last session', lastSession(row.assessment)),
      cell('Response', row.assessment ? words.pattern(row.assessment.pattern) : '–'),
      cell('Last data', row.lastDataAt
        ? el('time', { datetime: row.lastDataAt, title: words.full(row.lastDataAt) }, words.when(row.lastDataAt))
        : 'none yet'))))),
    total > patients.length
      ? el('p', { class: 'quiet' }, `The first ${patients.length} of ${total} patients, by need.`) : null);
}

function alertArrived(change) {
  const first = !alerts.has(change.alert);
  alerts.set(change.alert, merge(alerts.get(change.alert), change));
  announce(`${first ? 'New alert' : words.change(change.change)}: ${words.kind(change.kind)}, ${nameOfPatient(change.patient)}`);
  if (names.has(change.patient)) draw(drawAlerts, drawPatients);
  else load().catch(fail);
}

function progressArrived(progress) {
  const ran = running.has(runKey(progress));
  if (progress.ended) running.delete(runKey(progress));
  else running.set(runKey(progress), progress);
  draw(drawRunning, ...(ran === progress.ended ? [drawPatients] : []));
}

function assessmentArrived(assessment) {
  const row = patients.find((patient) => patient.patient === assessment.patient);
  if (row && (!row.assessment || row.assessment.start <= assessment.start)) {
    row.assessment = assessment;
    row.lastDataAt = row.lastDataAt > assessment.end ? row.lastDataAt : assessment.end;
    draw(drawPatients);
  }
}

function handlingArrived(handled) {
  const alert = alerts.get(handled.alert);
  if (alert) changed({ ...alert, ...handled });
}

frame().then(load).then((lastEventId) => listen(lastEventId, {
  connection,
  alert: alertArrived,
  progress: progressArrived,
  assessment: assessmentArrived,
  handling: handlingArrived,
  refresh: () => load().catch(fail),
})).catch(fail);
setInterval(() => draw(drawRunning), 60_000);
