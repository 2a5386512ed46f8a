// One patient: alerts, load against tolerance session by session, and one session in detail.
import { byId, drawToWidth, el, show } from './dom.js';
import { get } from './api.js';
import { listen } from './live.js';
import { alertCard, announce, byNeed, connection, fail, frame, merge } from './frame.js';
import { asTable, heartRatePlot, loadBar, loadCeiling, loadPlot, sessionPanel } from './plots.js';
import { painPlot, painTable } from './pain-plot.js';
import * as words from './words.js';

const patient = decodeURIComponent(location.pathname.split('/').pop());
const REFRESH_MILLIS = 5000;
const alerts = new Map();
const sessions = new Map();
let running = null;
let chosen = null;
let chosenByPerson = false;
let detail = null;
let detailAskedAt = 0;

async function load() {
  const timeline = await get(`/api/v1/patients/${encodeURIComponent(patient)}/timeline`);
  document.title = `${timeline.patient.displayName} · Carryover`;
  show(byId('name'), timeline.patient.displayName);
  show(byId('id'), patient);
  alerts.clear();
  timeline.alerts.forEach((alert) => alerts.set(alert.alert, alert));
  sessions.clear();
  timeline.sessions.forEach((session) => sessions.set(session.session, session));
  drawAlerts();
  drawSessions();
  await choose(chosen ?? inOrder().at(-1)?.session ?? null);
  return timeline.lastEventId;
}

const inOrder = () => [...sessions.values()].sort((a, b) => a.start.localeCompare(b.start));

function drawAlerts() {
  const sorted = [...alerts.values()].sort((a, b) => b.open - a.open || byNeed(a, b)).slice(0, 12);
  show(byId('alerts'), sorted.length === 0
    ? el('p', { class: 'empty' }, 'No alerts in the last six weeks.')
    : sorted.map((alert) => alertCard(alert, null, (changed) => {
      alerts.set(changed.alert, changed);
      drawAlerts();
    })));
}

function panelText(session) {
  return [
    words.loadSentence(session.load.value, session.tolerance?.toleratedLoad),
    session.flare === true ? 'A flare-up followed.' : null,
    session.duplicateOf ? 'A second copy of another session; counted once.' : null,
  ].filter(Boolean).join(' ');
}

/** Apart from the sessions before: it changes every second, they do not. */
function drawRunning() {
  const line = byId('running');
  line.hidden = running === null;
  if (running === null) return;
  const button = line.querySelector('button') ?? line.appendChild(
    el('button', { class: 'small', onclick: () => pick(running.session) }, '▶ Session running now'));
  button.setAttribute('aria-pressed', String(chosen === running.session));
  const said = line.querySelector('span') ?? line.appendChild(el('span', {}));
  show(said, ' ', words.loadSentence(running.load, running.toleratedLoad));
}

function drawSessions() {
  drawRunning();
  const ordered = inOrder();
  if (ordered.length === 0) {
    show(byId('sessions'), el('p', { class: 'empty' },
      running === null
        ? 'No sessions yet. A session appears here when one of the patient’s devices has sent it.'
        : 'No session before this one.'));
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
    asTable('All sessions as a table',
      ['Session', 'Load', 'Tolerated', 'Tolerance, 5 to 95 %', 'Response', 'Flare-up'],
      ordered.toReversed().map((s) => [
        words.full(s.start), words.number(s.load.value), words.number(s.tolerance?.toleratedLoad),
        s.tolerance ? `${words.number(s.tolerance.low)} to ${words.number(s.tolerance.high)}` : 'not known yet',
        words.pattern(s.pattern), flareText(s.flare)])));
}

const flareText = (flare) => (flare === true ? 'yes' : flare === false ? 'no' : 'not known yet');

const key = (className, text) => el('span', { class: `key ${className}` }, text);
const legend = () => el('p', { class: 'quiet legend' },
  key('load', 'load of the session'), key('over', 'load above what was tolerated'), key('line', 'tolerated load'),
  key('band', 'where the tolerance probably lies (5 to 95 %)'), '✱ a flare-up followed');

function toleranceText(session) {
  const { tolerance } = session;
  return el('p', {},
    words.isKnown(tolerance.toleratedLoad)
      ? `As known after the newest session, up to ${words.number(tolerance.toleratedLoad)} is tolerated`
      : 'As known after the newest session, no amount is known to be tolerated',
    `, counted as ${words.currency(session.load.currency)}. `,
    `Learned from ${tolerance.sessions} complete ${tolerance.sessions === 1 ? 'session' : 'sessions'}`,
    tolerance.enough ? '.' : '; not enough to advise from yet.');
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
  show(byId('chosen-title'), session ? `Session of ${words.full(session.start)}` : 'Session running now');
  show(byId('chosen-body'),
    detail.running ? el('article', { class: 'running' }, loadBar(detail.running.load, detail.running.toleratedLoad),
      el('p', {}, words.loadSentence(detail.running.load, detail.running.toleratedLoad))) : null,
    session ? facts(session) : null,
    el('div', { class: 'columns' },
      el('div', {}, heartRate(), loadCourse(session)),
      session ? el('div', {}, pain(session), response(session)) : null),
    session ? el('div', { class: 'columns' }, mechanisms(session), guidance(session)) : null,
    session ? el('p', { class: 'quiet' }, `Revision ${session.revision}, known ${words.full(session.knownAt)}`,
      session.final ? '; settled.' : '; late data may still change it.',
      ` ${words.percent(session.completeness)} of what could be known is known.`) : null);
}



function facts(session) {
  const fact = (name, value) => el('div', {}, el('dt', {}, name), el('dd', {}, value));
  return el('dl', { class: 'facts' },
    fact('Time', `${words.clock(session.start)} to ${words.clock(session.end)}`),
    fact('Active', `${words.number(session.activeMinutes)} min`),
    fact('Mean heart rate', words.isKnown(session.meanHr) ? `${words.number(session.meanHr, 0)} bpm` : 'unknown'),
    fact('Highest', words.isKnown(session.maxHr) ? `${words.number(session.maxHr, 0)} bpm` : 'unknown'),
    fact('Heart rate known for', words.percent(session.coverage)),
    fact('Load', `${words.number(session.load.value)} (quality: ${session.load.quality})`),
    session.duplicateOf ? fact('Counted', 'with the session it is a copy of') : null);
}

function heartRate() {
  const title = el('h3', {}, 'Heart rate');
  if (!detail.heartRateAvailable) {
    return [title, el('p', { class: 'empty', id: 'heart-rate-away' },
      'The heart-rate curve is not available now. Nothing is lost: it is shown again when its store can be reached.')];
  }
  const [curve, ...others] = detail.heartRate;
  if (!curve) return [title, el('p', { class: 'empty' }, 'No heart rate was recorded for this session.')];
  const values = curve.points.filter(([, bpm]) => bpm !== null);
  const bpm = values.map(([, value]) => value);
  const text = `Heart rate from ${words.clock(values[0][0])} to ${words.clock(values.at(-1)[0])}: `
    + `${Math.round(Math.min(...bpm))} to ${Math.round(Math.max(...bpm))} beats per minute, `
    + `${curve.readings} readings, ${curve.gaps === 0 ? 'no gaps' : curve.gaps === 1 ? '1 gap' : `${curve.gaps} gaps`}.`;
  return [
    title,
    drawToWidth(el('div', { class: 'plot-box', id: 'heart-rate' }), heartRatePlot(curve, text)),
    el('p', { class: 'quiet' }, text, curve.gaps > 0 ? ' Shaded: nothing was measured.' : null,
      others.length > 0 ? ` ${others.length} more ${others.length === 1 ? 'device' : 'devices'} recorded it too.` : null),
    asTable('Heart rate as a table', ['Time', 'Lowest', 'Highest'], byTenths(curve.points)),
  ];
}

/** Ten stretches of a curve with the lowest and highest of each. */
function byTenths(points) {
  const [from, to] = [points[0][0], points.at(-1)[0]];
  return Array.from({ length: 10 }, (_, i) => {
    const [start, end] = [from + ((to - from) * i) / 10, from + ((to - from) * (i + 1)) / 10];
    const bpm = points.filter(([at, v]) => v !== null && at >= start && (at < end || i === 9)).map(([, v]) => Math.round(v));
    return [words.second(start), ...(bpm.length ? [Math.min(...bpm), Math.max(...bpm)] : ['not measured', 'not measured'])];
  });
}

function loadCourse(session) {
  const known = detail.progress.filter((p) => words.isKnown(p.load));
  const title = el('h3', {}, 'How the load came together');
  if (known.length > 1) {
    const last = known.at(-1);
    const text = `Load reached ${words.number(last.load)} at ${words.clock(last.at)}; tolerated that day: ${words.number(last.toleratedLoad)}.`;
    return [title, drawToWidth(el('div', { class: 'plot-box', id: 'load' }), loadPlot(known, text)), el('p', { class: 'quiet' }, text)];
  }
  if (!session) return [title, el('p', { class: 'empty' }, 'No load known yet.')];
  return [title, loadBar(session.load.value, session.tolerance?.toleratedLoad),
    el('p', {}, words.loadSentence(session.load.value, session.tolerance?.toleratedLoad)),
    el('p', { class: 'quiet' }, 'How it came together is shown for sessions that were followed live; this one is known by its total.')];
}

const pain = (session) => [el('h3', {}, 'Pain, 0 to 10'), painPlot(session), el('div', { class: 'scroll' }, painTable(session))];

function response(session) {
  const points = (value, up, down, none) => !words.isKnown(value) ? 'not known yet'
    : value === 0 ? none : `${words.number(Math.abs(value))} ${value > 0 ? up : down}`;
  return [
    el('h3', {}, 'Response: ', words.pattern(session.pattern)),
    el('ul', {},
      el('li', {}, 'Relief around the session: ', points(session.relief, 'points less pain', 'points more pain', 'no change')),
      el('li', {}, 'Rebound by next morning: ', points(session.rebound, 'points above the baseline', 'points below the baseline', 'none')),
      el('li', {}, 'Carried over: ', points(session.carryOver, 'points less pain next morning', 'points more pain next morning', 'no change')),
      el('li', {}, 'Flare-up: ', flareText(session.flare))),
  ];
}

function mechanisms(session) {
  const found = session.mechanisms;
  const title = el('h3', {}, 'What may lie behind it');
  if (!found) return el('div', {}, title, el('p', { class: 'empty' }, 'Not known for this session.'));
  const undetermined = found.leading === 'undetermined';
  return el('div', {}, title,
    el('p', {}, undetermined
      ? el('strong', {}, 'Undetermined: what is known does not favour one explanation yet.')
      : ['Fits best with: ', el('strong', {}, leadingName(found.leading)), '. It may be otherwise.']),
    el('table', { class: 'compact bars' },
      el('caption', { class: 'visually-hidden' }, 'How well each explanation fits'),
      el('tbody', {}, ['loadToleranceExceeded', 'deconditioningFatigue', 'sensitivityRebound', 'incompleteRecovery'].map((name) =>
        el('tr', {}, el('th', { scope: 'row' }, words.mechanism(name)),
          el('td', {}, el('progress', { value: found[name], max: 1, 'aria-hidden': 'true', class: undetermined ? 'faint' : null })),
          el('td', { class: 'figure' }, words.percent(found[name])))))),
    found.evidence.length === 0 ? el('p', { class: 'quiet' }, 'No evidence either way was available.')
      : el('p', { class: 'quiet' }, 'Evidence: ', found.evidence.map(words.evidence).join('; '), '.'),
    found.questions.length === 0 ? null
      : el('p', { class: 'quiet' }, 'Would tell more: ', found.questions.map(words.question).join('; '), '.'));
}

const leadingName = (code) => words.mechanism(code.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase()));

function guidance(session) {
  const found = session.guidance;
  const title = el('h3', {}, 'What fits next');
  if (!found) return el('div', {}, title, el('p', { class: 'empty' }, 'No suggestion for this session.'));
  const volume = words.isKnown(found.volumeChange) && found.volumeChange !== 0
    ? `${words.percent(Math.abs(found.volumeChange))} ${found.volumeChange < 0 ? 'less' : 'more'} than this session` : null;
  return el('div', {}, title, el('article', { class: 'guidance' },
    el('p', {}, el('strong', {}, words.action(found.action)), volume ? ` – ${volume}` : null),
    words.isKnown(found.nextLoadMax) ? el('p', {}, `Next session up to ${words.number(found.nextLoadMax)}.`) : null,
    el('p', {}, 'What the patient reads:'), el('blockquote', { lang: '' }, found.text)));
}

function progressArrived(progress) {
  if (progress.patient !== patient) return;
  const began = running === null;
  running = progress.ended ? null : progress;
  if (began && running !== null) {
    announce('A session is running.');
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

frame().then(load).then((lastEventId) => listen(lastEventId, {
  connection,
  alert: (change) => {
    if (change.patient !== patient) return;
    alerts.set(change.alert, merge(alerts.get(change.alert), change));
    announce(`${words.change(change.change)}: ${words.kind(change.kind)}`);
    drawAlerts();
  },
  progress: progressArrived,
  assessment: (assessment) => {
    if (assessment.patient !== patient) return;
    sessions.set(assessment.session, assessment);
    drawSessions();
    if (chosen === null || chosen === assessment.session) choose(assessment.session);
  },
  handling: (handled) => {
    const alert = alerts.get(handled.alert);
    if (alert) alerts.set(handled.alert, { ...alert, ...handled });
    drawAlerts();
  },
  refresh: () => load().catch(fail),
})).catch(fail);
