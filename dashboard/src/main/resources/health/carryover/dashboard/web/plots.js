// Plots of load and heart rate as SVG. Each has a title for those who do not see it.
import { el, svg } from './dom.js';
import { say } from './i18n.js';
import * as words from './words.js';

const linear = (from, to, low, high) => (value) =>
  high === low ? (from + to) / 2 : from + ((value - low) / (high - low)) * (to - from);

/** Round steps that divide 0 to `most` into about `parts`. */
function ticks(low, high, parts) {
  const rough = (high - low) / parts || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough);
  const found = [];
  for (let at = Math.ceil(low / step) * step; at <= high + step * 1e-9; at += step) found.push(at);
  return found;
}

const titled = (title, attributes, ...children) =>
  svg('svg', { role: 'img', 'aria-label': title, ...attributes }, ...children);

/** Load so far against what is tolerated: a bar with a mark. Decorative beside its sentence. */
export function loadBar(load, tolerated) {
  const most = Math.max(load ?? 0, tolerated ?? 0, 1) * 1.15;
  const x = linear(0, 100, 0, most);
  return svg('svg', { class: 'load-bar', viewBox: '0 0 100 8', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    svg('rect', { class: 'track', x: 0, y: 1, width: 100, height: 6 }),
    words.isKnown(load) ? svg('rect', { class: 'load', x: 0, y: 1, width: x(load), height: 6 }) : null,
    words.isKnown(load) && words.isKnown(tolerated) && load > tolerated
      ? svg('rect', { class: 'above', x: x(tolerated), y: 1, width: x(load) - x(tolerated), height: 6 }) : null,
    words.isKnown(tolerated)
      ? svg('line', { class: 'tolerated', x1: x(tolerated), x2: x(tolerated), y1: 0, y2: 8, 'vector-effect': 'non-scaling-stroke' }) : null);
}

const loadOf = (session) => session.load.value;

/** The highest load to draw, with room for most of each tolerance band. */
export function loadCeiling(sessions) {
  const values = sessions.flatMap((s) => [
    loadOf(s), s.tolerance?.toleratedLoad, s.tolerance?.median]).filter(words.isKnown);
  return Math.max(...values, 1) * 1.25;
}

/** One session as a small plot: its load as a bar, the tolerance as a band with the tolerated load. */
export function sessionPanel(session, ceiling) {
  const width = 72;
  const height = 110;
  const y = (value) => linear(height - 2, 4, 0, ceiling)(Math.min(value, ceiling));
  const { tolerance } = session;
  const load = loadOf(session);
  const above = words.isKnown(load) && words.isKnown(tolerance?.toleratedLoad) && load > tolerance.toleratedLoad;
  return svg('svg', { class: 'panel', viewBox: `0 0 ${width} ${height}`, width, height, 'aria-hidden': 'true' },
    tolerance ? svg('rect', { class: 'band', x: 2, width: width - 4, y: y(tolerance.high), height: Math.max(1, y(tolerance.low) - y(tolerance.high)) }) : null,
    svg('line', { class: 'axis', x1: 2, x2: width - 2, y1: height - 2, y2: height - 2 }),
    words.isKnown(load)
      ? svg('rect', { class: above ? 'load over' : 'load', x: 24, width: 24, y: y(load), height: height - 2 - y(load) })
      : svg('text', { class: 'unknown', x: width / 2, y: height - 10, 'text-anchor': 'middle' }, '?'),
    words.isKnown(tolerance?.toleratedLoad)
      ? svg('line', { class: 'tolerated', x1: 2, x2: width - 2, y1: y(tolerance.toleratedLoad), y2: y(tolerance.toleratedLoad) }) : null,
    session.flare === true ? svg('text', { class: 'flare', x: width / 2, y: 14, 'text-anchor': 'middle' }, '✱') : null);
}

/** The parts of a curve between gaps, as SVG paths; a lonely reading becomes a dot. */
function path(points, x, y) {
  let d = '';
  let pen = false;
  points.forEach(([at, value], i) => {
    if (value === null) {
      pen = false;
      return;
    }
    const place = `${x(at).toFixed(1)} ${y(value).toFixed(1)}`;
    const lonely = !pen && (i + 1 === points.length || points[i + 1][1] === null);
    d += `${pen ? 'L' : 'M'}${place}${lonely ? 'h0.1' : ''}`;
    pen = true;
  });
  return d;
}

/** Stretches without readings: from the reading before each gap to the one after. */
function silences(points) {
  return points.flatMap(([, value], i) =>
    value === null && i > 0 && i + 1 < points.length ? [[points[i - 1][0], points[i + 1][0]]] : []);
}

function frameOf(width, height, left, x, y, low, high, from, to) {
  return [
    ticks(low, high, 4).map((value) => [
      svg('line', { class: 'grid', x1: left, x2: width - 4, y1: y(value), y2: y(value) }),
      svg('text', { class: 'label', x: left - 6, y: y(value) + 4, 'text-anchor': 'end' }, words.number(value, 0)),
    ]),
    minutes(from, to, Math.max(2, Math.floor(width / 80))).map((at) =>
      svg('text', { class: 'label', x: x(at), y: height - 4, 'text-anchor': 'middle' }, words.clock(at))),
  ];
}

const STEPS = [1, 2, 5, 10, 15, 20, 30, 60, 120, 240, 480].map((m) => m * 60_000);

/** Whole minutes to label between two times, without those that would touch the edges. */
function minutes(from, to, parts) {
  const step = STEPS.find((s) => (to - from) / s <= parts) ?? STEPS.at(-1);
  const found = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
    if (at - from > (to - from) * 0.03 && to - at > (to - from) * 0.03) found.push(at);
  }
  return found;
}

/** Where zones begin, named at the edge; only those the curve reaches. */
function zoneLines(zones, low, high, left, width, y) {
  return (zones?.zones ?? []).filter((z) => z.fromBpm > low && z.fromBpm < high).map((z) => [
    svg('line', { class: 'zone', x1: left, x2: width - 4, y1: y(z.fromBpm), y2: y(z.fromBpm) }),
    svg('text', { class: 'label zone-name', x: width - 6, y: y(z.fromBpm) - 3, 'text-anchor': 'end' }, say(`zone.${z.zone}`)),
  ]);
}

/** Heart rate over a session, gaps left open and shaded, with the zones where they are known. */
export function heartRatePlot(curve, ceilingText, zones) {
  return (width) => {
    const height = 220;
    const left = 40;
    const values = curve.points.filter(([, bpm]) => bpm !== null);
    const bpm = values.map(([, value]) => value);
    const [from, to] = [values[0][0], values.at(-1)[0]];
    const [low, high] = [Math.floor((Math.min(...bpm) - 5) / 10) * 10, Math.ceil((Math.max(...bpm) + 5) / 10) * 10];
    const x = linear(left, width - 6, from, to);
    const y = linear(height - 24, 8, low, high);
    return titled(ceilingText, { class: 'plot', width, height, viewBox: `0 0 ${width} ${height}` },
      frameOf(width, height, left, x, y, low, high, from, to),
      silences(curve.points).map(([start, end]) =>
        svg('rect', { class: 'gap', x: x(start), width: Math.max(1, x(end) - x(start)), y: 8, height: height - 32 })),
      svg('path', { class: 'heart-rate', d: path(curve.points, x, y) }),
      zoneLines(zones, low, high, left, width, y));
  };
}

/** How the load came together, against what was tolerated that day. */
export function loadPlot(progress, text) {
  return (width) => {
    const height = 170;
    const left = 40;
    const points = progress.filter((p) => words.isKnown(p.load)).map((p) => [Date.parse(p.at), p.load]);
    const tolerated = progress.findLast((p) => words.isKnown(p.toleratedLoad))?.toleratedLoad ?? null;
    const high = Math.max(...points.map(([, load]) => load), tolerated ?? 0, 1) * 1.1;
    const [from, to] = [points[0][0], points.at(-1)[0]];
    const x = linear(left, width - 6, from, to);
    const y = linear(height - 24, 8, 0, high);
    return titled(text, { class: 'plot', width, height, viewBox: `0 0 ${width} ${height}` },
      frameOf(width, height, left, x, y, 0, high, from, to),
      svg('path', { class: 'load-line', d: path(points, x, y) }),
      tolerated === null ? null : [
        svg('line', { class: 'tolerated', x1: left, x2: width - 4, y1: y(tolerated), y2: y(tolerated) }),
        svg('text', { class: 'label strong', x: left + 6, y: y(tolerated) - 5 }, say('session.tolerated-that-day', words.number(tolerated))),
      ]);
  };
}

/** A table behind a plot, closed until it is wanted. */
export function asTable(summary, titles, rows) {
  return el('details', { class: 'as-table' }, el('summary', {}, summary),
    el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': summary },
      el('table', {},
        el('thead', {}, el('tr', {}, titles.map((title) => el('th', { scope: 'col' }, title)))),
        el('tbody', {}, rows.map((row) => el('tr', {}, row.map((value, i) =>
          i === 0 ? el('th', { scope: 'row' }, value) : el('td', {}, value))))))));
}
