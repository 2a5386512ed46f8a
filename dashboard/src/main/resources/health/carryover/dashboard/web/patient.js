// One patient: alerts, load against tolerance session by session, and one session in detail.
import { byId, drawToWidth, el, show } from './dom.js';
import { get, post } from './api.js';
import { listen } from './live.js';
import { actOn, announce, connection, fail, frame, say } from './frame.js';
import { asTable, heartRatePlot, loadBar, loadCeiling, loadPlot, sessionPanel } from './plots.js';
import { painPlot, painTable } from './pain-plot.js';
import * as words from './words.js';

const patient = decodeURIComponent(location.pathname.split('/').pop());
const REFRESH_MILLIS = 5000;
const sessions = new Map();
let running = null;
let chosen = null;
let chosenByPerson = false;
let detail = null;
let detailAskedAt = 0;

async function load() {
  const timeline = await get(`/api/v1/patients/${encodeURIComponent(patient)}/timeline`);
  sessions.clear();
  timeline.sessions.forEach((session) => sessions.set(session.session, session));
  drawSessions();
  await choose(chosen ?? inOrder().at(-1)?.session ?? null);
  return timeline.lastEventId;
}

const inOrder = () => [...sessions.values()].sort((a, b) => a.start.localeCompare(b.start));

function panelText(session) {
  return [
    words.loadSentence(session.load.value, session.tolerance?.toleratedLoad),
    session.flare === true ? say('session.flared') : null,
    session.duplicateOf ? say('session.copy') : null,
  ].filter(Boolean).join(' ');
}

/** Apart from the sessions before: it changes every second, they do not. */
function drawRunning() {
  const line = byId('running');
  line.hidden = running === null;
  if (running === null) return;
  const button = line.querySelector('button') ?? line.appendChild(
    el('button', { class: 'small', onclick: () => pick(running.session) }, say('session.run-now')));
  button.setAttribute('aria-pressed', String(chosen === running.session));
  const said = line.querySelector('span') ?? line.appendChild(el('span', {}));
  show(said, ' ', words.loadSentence(running.load, running.toleratedLoad));
}

function drawSessions() {
  drawRunning();
  const ordered = inOrder();
  if (ordered.length === 0) {
    show(byId('sessions'), el('p', { class: 'empty' },
      say(running === null ? 'session.none' : 'session.none-before')));
    return;
  }
  const ceiling = loadCeiling(ordered);
  const newest = ordered.at(-1);
  show(byId('sessions'),
    newest.tolerance ? toleranceText(newest) : null,
    el('ul', { class: 'panels' }, ordered.map((session) => el('li', {},
      el('button', {
        class: 'panel-button', 'data-key': session.session, 'aria-pressed': String(session.session === chosen),
        'aria-label': `${words.full(session.start)}. ${panelText(session)}`,
        onclick: () => pick(session.session),
      }, sessionPanel(session, ceiling), el('span', { class: 'panel-load' }, words.number(session.load.value)),
      el('span', { class: 'quiet' }, words.shortDay(session.start)))))),
    legend(),
    asTable(say('table.sessions'),
      ['session', 'load', 'tolerated', 'band', 'response', 'flare'].map((name) => say(`column.${name}`)),
      ordered.toReversed().map((s) => [
        words.full(s.start), words.number(s.load.value), words.number(s.tolerance?.toleratedLoad),
        s.tolerance ? say('range', words.number(s.tolerance.low), words.number(s.tolerance.high)) : say('not-known'),
        words.pattern(s.pattern), flareText(s.flare)])));
}

const flareText = (flare) => say(flare === true ? 'yes' : flare === false ? 'no' : 'not-known');

const key = (className, text) => el('span', { class: `key ${className}` }, text);
const legend = () => el('p', { class: 'quiet legend' },
  key('load', say('legend.load')), key('over', say('legend.over')), key('line', say('legend.tolerated')),
  key('band', say('legend.band')), say('legend.flare'));

function toleranceText(session) {
  const { tolerance } = session;
  return el('p', {},
    words.isKnown(tolerance.toleratedLoad)
      ? say('tolerance.up-to', words.number(tolerance.toleratedLoad), words.currency(session.load.currency))
      : say('tolerance.none', words.currency(session.load.currency)),
    ' ', words.count(tolerance.enough ? 'tolerance.learned' : 'tolerance.few', tolerance.sessions));
}

function pick(session) {
  chosenByPerson = true;
  choose(session);
}

async function choose(session) {
  chosen = session;
  drawSessions();
  byId('chosen').hidden = session === null;
  if (session === null) return;
  detailAskedAt = Date.now();
  try {
    const answer = await get(`/api/v1/sessions/${encodeURIComponent(session)}?patient=${encodeURIComponent(patient)}`);
    // Meanwhile another one may have been chosen.
    if (session === chosen) {
      detail = answer;
      drawDetail();
    }
  } catch (failure) {
    fail(failure);
  }
}

function drawDetail() {
  const session = detail.newest;
  show(byId('chosen-title'), session ? say('session.of', words.full(session.start)) : say('session.running'));
  show(byId('chosen-body'),
    detail.running ? el('article', { class: 'running' }, loadBar(detail.running.load, detail.running.toleratedLoad),
      el('p', {}, words.loadSentence(detail.running.load, detail.running.toleratedLoad))) : null,
    session ? facts(session) : null,
    el('div', { class: 'columns' },
      el('div', {}, heartRate(), loadCourse(session)),
      session ? el('div', {}, pain(session), response(session)) : null),
    session ? el('div', { class: 'columns' }, mechanisms(session), guidance(session)) : null,
    session ? el('p', { class: 'quiet' }, say('session.revision', session.revision, words.full(session.knownAt)),
      ' ', say(session.final ? 'session.settled' : 'session.open'),
      ' ', say('session.completeness', words.percent(session.completeness))) : null);
}



function facts(session) {
  const fact = (name, value) => el('div', {}, el('dt', {}, name), el('dd', {}, value));
  return el('dl', { class: 'facts' },
    fact(say('fact.time'), say('range', words.clock(session.start), words.clock(session.end))),
    fact(say('fact.active'), `${words.number(session.activeMinutes)} min`),
    fact(say('fact.mean'), bpm(session.meanHr)),
    fact(say('fact.highest'), bpm(session.maxHr)),
    fact(say('fact.coverage'), words.percent(session.coverage)),
    fact(say('fact.load'), say('fact.load-of', words.number(session.load.value), say(`quality.${session.load.quality}`), session.load.formula)),
    session.duplicateOf ? fact(say('fact.counted'), say('session.copy')) : null);
}

const bpm = (value) => (words.isKnown(value) ? `${words.number(value, 0)} ${say('live.bpm')}` : say('unknown'));

function heartRate() {
  const title = el('h3', {}, say('heart-rate.title'));
  if (!detail.heartRateAvailable) {
    return [title, el('p', { class: 'empty', id: 'heart-rate-away' },
      say('heart-rate.away'))];
  }
  const [curve, ...others] = detail.heartRate;
  if (!curve) return [title, el('p', { class: 'empty' }, say('heart-rate.none'))];
  const values = curve.points.filter(([, bpm]) => bpm !== null);
  const beats = values.map(([, value]) => value);
  const readings = say('heart-rate.text', words.clock(values[0][0]), words.clock(values.at(-1)[0]),
    Math.round(Math.min(...beats)), Math.round(Math.max(...beats)), curve.readings, words.count('gaps', curve.gaps));
  const text = detail.heartRateResolution === 'minute' ? `${readings} ${say('heart-rate.by-minute')}` : readings;
  const zoneText = zoneSentence();
  return [
    title,
    drawToWidth(el('div', { class: 'plot-box', id: 'heart-rate' }), heartRatePlot(curve, `${text} ${zoneText}`, detail.zones)),
    el('p', { class: 'quiet' }, text, curve.gaps > 0 ? ` ${say('heart-rate.shaded')}` : null,
      others.length > 0 ? ` ${words.count('heart-rate.others', others.length)}` : null),
    el('p', { class: 'quiet', id: 'zones' }, zoneText),
    asTable(say('table.heart-rate'), ['time', 'lowest', 'highest'].map((name) => say(`column.${name}`)), byTenths(curve.points)),
  ];
}

/** How long the heart rate lay in which zone; none without resting and maximal heart rate. */
function zoneSentence() {
  const found = detail.zones;
  if (!found) return say(detail.newest ? 'zones.none' : 'zones.later');
  const times = found.zones.filter((z) => z.seconds >= 30).toReversed()
    .map((z) => say('zones.time', say(`zone.${z.zone}`), Math.round(z.seconds / 60)));
  return say('zones.text', words.number(found.restBpm, 0), words.number(found.maxBpm, 0), times.join('; '),
    Math.round(found.silentSeconds / 60));
}

/** Ten stretches of a curve with the lowest and highest of each. */
function byTenths(points) {
  const [from, to] = [points[0][0], points.at(-1)[0]];
  return Array.from({ length: 10 }, (_, i) => {
    const [start, end] = [from + ((to - from) * i) / 10, from + ((to - from) * (i + 1)) / 10];
    const bpm = points.filter(([at, v]) => v !== null && at >= start && (at < end || i === 9)).map(([, v]) => Math.round(v));
    return [words.second(start), ...(bpm.length ? [Math.min(...bpm), Math.max(...bpm)] : [say('not-measured'), say('not-measured')])];
  });
}

function loadCourse(session) {
  const known = detail.progress.filter((p) => words.isKnown(p.load));
  const title = el('h3', {}, say('course.title'));
  if (known.length > 1) {
    const last = known.at(-1);
    const text = say('course.text', words.number(last.load), words.clock(last.at), words.number(last.toleratedLoad));
    return [title, drawToWidth(el('div', { class: 'plot-box', id: 'load' }), loadPlot(known, text)), el('p', { class: 'quiet' }, text)];
  }
  if (!session) return [title, el('p', { class: 'empty' }, say('load.unknown'))];
  return [title, loadBar(session.load.value, session.tolerance?.toleratedLoad),
    el('p', {}, words.loadSentence(session.load.value, session.tolerance?.toleratedLoad)),
    el('p', { class: 'quiet' }, say('course.total'))];
}

const pain = (session) => [el('h3', {}, say('pain.title')), painPlot(session), el('div', { class: 'scroll' }, painTable(session))];

function response(session) {
  const points = (name, value) => el('li', {}, say(`response.${name}`), ' ', !words.isKnown(value) ? say('not-known')
    : value === 0 ? say(`response.${name}.none`) : say(`response.${name}.${value > 0 ? 'up' : 'down'}`, words.number(Math.abs(value))));
  return [
    el('h3', {}, say('response.title'), ' ', words.pattern(session.pattern)),
    el('ul', {}, points('relief', session.relief), points('rebound', session.rebound), points('carry-over', session.carryOver),
      el('li', {}, say('response.flare'), ' ', flareText(session.flare))),
  ];
}

function mechanisms(session) {
  const found = session.mechanisms;
  const title = el('h3', {}, say('mechanisms.title'));
  if (!found) return el('div', {}, title, el('p', { class: 'empty' }, say('mechanisms.unknown')));
  const undetermined = found.leading === 'undetermined';
  return el('div', {}, title,
    el('p', {}, undetermined
      ? el('strong', {}, say('mechanisms.undetermined'))
      : [say('mechanisms.fits'), ' ', el('strong', {}, leadingName(found.leading)), '. ', say('mechanisms.otherwise')]),
    el('table', { class: 'compact bars' },
      el('caption', { class: 'visually-hidden' }, say('mechanisms.caption')),
      el('tbody', {}, ['loadToleranceExceeded', 'deconditioningFatigue', 'sensitivityRebound', 'incompleteRecovery'].map((name) =>
        el('tr', {}, el('th', { scope: 'row' }, words.mechanism(name)),
          el('td', {}, el('progress', { value: found[name], max: 1, 'aria-hidden': 'true', class: undetermined ? 'faint' : null })),
          el('td', { class: 'figure' }, words.percent(found[name])))))),
    found.evidence.length === 0 ? el('p', { class: 'quiet' }, say('evidence.none'))
      : el('p', { class: 'quiet' }, say('evidence.title'), ' ', found.evidence.map(words.evidence).join('; '), '.'),
    found.questions.length === 0 ? null
      : el('p', { class: 'quiet' }, say('question.title'), ' ', found.questions.map(words.question).join('; '), '.'));
}

const leadingName = (code) => words.mechanism(code.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase()));

function guidance(session) {
  const found = session.guidance;
  const title = el('h3', {}, say('next.title'));
  if (!found) return el('div', {}, title, el('p', { class: 'empty' }, say('next.none')));
  const volume = words.isKnown(found.volumeChange) && found.volumeChange !== 0
    ? say(found.volumeChange < 0 ? 'next.less' : 'next.more', words.percent(Math.abs(found.volumeChange))) : null;
  return el('div', {}, title, el('article', { class: 'guidance' },
    el('p', {}, el('strong', {}, words.action(found.action)), volume ? ` – ${volume}` : null),
    words.isKnown(found.nextLoadMax) ? el('p', {}, say('next.up-to', words.number(found.nextLoadMax))) : null,
    agreed(), uncertainty(session), el('p', {}, say('next.reads')), el('blockquote', { lang: '' }, found.text)));
}

/** What was agreed holds beside the suggestion, too. */
function agreed() {
  const copy = byId('agreed')?.cloneNode(true);
  copy?.removeAttribute('id');
  return copy ?? null;
}

/** How sure the suggestion is: the risk at this session's load, with its range. */
function uncertainty(session) {
  const { tolerance } = session;
  if (!tolerance || !words.isKnown(tolerance.pFlare)) return el('p', { class: 'quiet' }, say('next.unsure'));
  return el('p', { class: 'quiet' }, say('next.risk', words.inTen(tolerance.pFlare),
    words.percent(tolerance.pFlareLow), words.percent(tolerance.pFlareHigh), words.number(tolerance.low), words.number(tolerance.high)));
}

function progressArrived(progress) {
  if (progress.patient !== patient) return;
  const began = running === null;
  running = progress.ended ? null : progress;
  if (began && running !== null) {
    announce(say('session.running'));
    // The running session is what one comes for, unless another one was chosen on purpose.
    if (!chosenByPerson) {
      choose(running.session);
      return;
    }
  }
  drawRunning();
  const due = progress.ended || Date.now() - detailAskedAt > REFRESH_MILLIS;
  if (chosen === progress.session && due) choose(chosen);
}

// ---- alerts and what is kept about the patient, painted by the server

const panel = byId('alerts');

async function paintAlerts() {
  const open = [...panel.querySelectorAll('details[open]')].map((details) => details.dataset.key);
  const focused = panel.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  const answer = await fetch(`/view/patients/${encodeURIComponent(patient)}/alerts`, { credentials: 'same-origin', cache: 'no-store' });
  if (!answer.ok) return;
  panel.innerHTML = await answer.text();
  panel.querySelectorAll('details').forEach((details) => {
    details.open = open.includes(details.dataset.key);
  });
  if (focused) [...panel.querySelectorAll('[data-key]')].find((e) => e.dataset.key === focused)?.focus();
}

panel.addEventListener('click', async (event) => {
  const button = event.target.closest('button[data-act]');
  if (button && await actOn(button, { act: button.dataset.act })) paintAlerts();
});

panel.addEventListener('submit', async (event) => {
  event.preventDefault();
  if (await actOn(event.target, words.actOf(event.target))) paintAlerts();
});

byId('kept').addEventListener('click', (event) => {
  const button = event.target.closest('button[data-case]');
  if (button) keep({ act: button.dataset.case, ...(button.dataset.tag ? { tag: button.dataset.tag } : {}) });
});

byId('kept').addEventListener('submit', (event) => {
  event.preventDefault();
  const tag = new FormData(event.target).get('tag').trim();
  if (tag) keep({ act: 'tag', tag });
});

byId('trial')?.addEventListener('submit', async (event) => {
  event.preventDefault();
  const fields = new FormData(event.target);
  const box = byId('trial-found');
  box.setAttribute('aria-busy', 'true');
  try {
    const found = await post(`/api/v1/patients/${encodeURIComponent(patient)}/what-if`, { [fields.get('rule')]: Number(fields.get('value')) });
    const parts = ['gained', 'lost', 'retracted'].filter((name) => found[name].length > 0).map((name) => el('li', {},
      say(`trial.${name}`, found[name].map((alert) => `${words.kind(alert.kind)}, ${words.day(alert.eventAt)}`).join('; '))));
    if (found.changed.length > 0) {
      parts.push(el('li', {}, say('trial.changed', found.changed.map((c) => words.day(c.start)).join('; '))));
    }
    const left = found.trimmedMessages > 0 ? [el('p', {}, say('trial.trimmed', String(found.trimmedMessages)))] : [];
    show(box, parts.length === 0 ? el('p', {}, say('trial.nothing')) : el('ul', {}, parts), ...left);
  } catch (failure) {
    fail(failure);
  }
  box.removeAttribute('aria-busy');
});

const keep = (act) => post(`/api/v1/patients/${encodeURIComponent(patient)}/case-load`, act)
  .then(() => location.reload()).catch(fail);

if (frame()) paintAlerts();
load().then((lastEventId) => listen(lastEventId, {
  connection,
  alert: (change) => {
    if (change.patient !== patient) return;
    announce(`${words.change(change.change)}: ${words.kind(change.kind)}`);
    paintAlerts();
  },
  progress: progressArrived,
  assessment: (assessment) => {
    if (assessment.patient !== patient) return;
    sessions.set(assessment.session, assessment);
    drawSessions();
    if (chosen === null || chosen === assessment.session) choose(assessment.session);
  },
  handling: (handled) => {
    if (panel.querySelector(`[data-alert="${CSS.escape(handled.alert)}"]`)) paintAlerts();
  },
  refresh: () => {
    paintAlerts();
    load().catch(fail);
  },
})).catch(fail);
