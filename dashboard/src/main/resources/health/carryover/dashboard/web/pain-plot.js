// Pain at the five moments: a small slope plot beside its table. What was not answered is a hole.
import { el, svg } from './dom.js';
import { say } from './i18n.js';
import * as words from './words.js';

const MOMENTS = [
  ['before', 'before'],
  ['during', 'during'],
  ['after', 'after'],
  ['evening', 'evening'],
  ['nextMorning', 'next-morning'],
];

const WIDTH = 320;
const HEIGHT = 150;
const x = (index) => 42 + index * 62;
const y = (nrs) => HEIGHT - 26 - (nrs / 10) * (HEIGHT - 40);

function answers(session) {
  return MOMENTS.map(([field, slot]) => {
    const name = say(`slot.${slot}`);
    const nrs = session.pain[field];
    const state = session.slots[slot];
    const answered = words.isKnown(nrs);
    return { name, nrs: answered ? nrs : null, text: answered ? words.number(nrs) : missing(state), late: state === 'late' };
  });
}

/** An open question is "not due yet"; any other without a number was not answered. */
const missing = (state) => say(state === 'not-due' ? 'slot.not-due' : 'slot.missed');

export function painPlot(session) {
  const moments = answers(session);
  const text = say('pain.text', moments.map((m) => `${m.name} ${m.text}`).join(', '));
  const lines = moments.slice(1).map((moment, i) => {
    const before = moments[i];
    // A line only between neighbours that were both answered.
    return moment.nrs === null || before.nrs === null ? null
      : svg('line', { class: 'pain', x1: x(i), y1: y(before.nrs), x2: x(i + 1), y2: y(moment.nrs) });
  });
  // In the middle and not at the bottom, where it would look like a zero.
  const marks = moments.map((moment, i) => moment.nrs === null
    ? [
      svg('line', { class: 'hole', x1: x(i), y1: y(0), x2: x(i), y2: y(10) }),
      moment.text.split(/ (?=\S+$)/).map((part, line) =>
        svg('text', { class: 'label hole-text', x: x(i), y: y(5) + line * 13, 'text-anchor': 'middle' }, part)),
    ]
    : [
      svg('circle', { class: 'pain', cx: x(i), cy: y(moment.nrs), r: 4.5 }),
      svg('text', { class: 'label strong', x: x(i), y: y(moment.nrs) - 9, 'text-anchor': 'middle' }, moment.text),
    ]);
  return svg('svg', { class: 'pain-plot', role: 'img', 'aria-label': text, viewBox: `0 0 ${WIDTH} ${HEIGHT}` },
    [0, 5, 10].map((nrs) => [
      svg('line', { class: 'grid', x1: 18, x2: WIDTH - 4, y1: y(nrs), y2: y(nrs) }),
      svg('text', { class: 'label', x: 14, y: y(nrs) + 4, 'text-anchor': 'end' }, nrs),
    ]),
    lines,
    marks,
    moments.map((moment, i) =>
      svg('text', { class: 'label', x: x(i), y: HEIGHT - 8, 'text-anchor': 'middle' }, moment.name.split(' ').pop())));
}

export function painTable(session) {
  return el('table', { class: 'compact' },
    el('caption', { class: 'visually-hidden' }, say('pain.caption')),
    el('thead', {}, el('tr', {}, answers(session).map((m) => el('th', { scope: 'col' }, m.name)))),
    el('tbody', {}, el('tr', {}, answers(session).map((m) =>
      el('td', { class: m.nrs === null ? 'quiet' : null }, m.text, m.late ? ` (${say('slot.late')})` : null)))));
}
