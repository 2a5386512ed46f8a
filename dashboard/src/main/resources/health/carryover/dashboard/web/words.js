// Codes into words, numbers and times into text. What is unknown is said to be unknown.
import { isSaid, locale, say } from './i18n.js';

/** A code nobody translated yet is shown as it is, with spaces. */
const word = (table, code) => (isSaid(`${table}.${code}`)
  ? say(`${table}.${code}`) : String(code ?? say('unknown')).replaceAll('-', ' '));

export const kind = (code) => word('kind', code);
export const change = (code) => word('change', code);
export const pattern = (code) => word('pattern', code);
export const mechanism = (name) => word('mechanism', name);
export const question = (code) => word('question', code);
export const action = (code) => word('action', code);
export const currency = (code) => word('currency', code);
export const evidence = (code) =>
  say(code.endsWith('-') ? 'evidence.absent' : 'evidence.present', word('evidence', code.slice(0, -1)));

export const isKnown = (value) => value !== null && value !== undefined;

export const number = (value, digits = 1) =>
  isKnown(value)
    ? value.toLocaleString(locale, { maximumFractionDigits: digits, minimumFractionDigits: 0 })
    : say('unknown');

export const percent = (value) => (isKnown(value) ? `${Math.round(value * 100)} %` : say('unknown'));

/** "about 4 in 10", as people read risks best. */
export const inTen = (value) => {
  if (!isKnown(value)) return say('unknown');
  const tenths = Math.round(value * 10);
  return tenths === 0 ? say('risk.less') : say('risk.about', tenths);
};

export const count = (key, n) => say(`${key}.${n === 1 ? 'one' : 'many'}`, n);

const format = (options) => new Intl.DateTimeFormat(locale, options);
const DAY = format({ weekday: 'short', day: 'numeric', month: 'short' });
const CLOCK = format({ hour: '2-digit', minute: '2-digit' });
const SECOND = format({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
const FULL = format({
  weekday: 'short', day: 'numeric', month: 'short', year: 'numeric',
  hour: '2-digit', minute: '2-digit', timeZoneName: 'short',
});
const SHORT_DAY = format({ day: 'numeric', month: 'short' });

export const day = (at) => DAY.format(new Date(at));
export const shortDay = (at) => SHORT_DAY.format(new Date(at));
export const clock = (at) => CLOCK.format(new Date(at));
export const second = (at) => SECOND.format(new Date(at));
export const full = (at) => FULL.format(new Date(at));

/** How much of what is tolerated today has been done, as a sentence. */
export function loadSentence(load, tolerated) {
  if (!isKnown(load)) return say('load.unknown');
  if (!isKnown(tolerated)) return say('load.unknown-tolerance', number(load));
  return say('load.share', number(load), number(tolerated), percent(load / tolerated));
}

/** What a form about an alert asks for. */
export function actOf(form) {
  const fields = new FormData(form);
  const act = { act: form.dataset.actForm };
  if (fields.has('hours')) act.until = new Date(Date.now() + Number(fields.get('hours')) * 3_600_000).toISOString();
  ['person', 'text'].forEach((name) => {
    if (fields.get(name)?.trim()) act[name] = fields.get(name).trim();
  });
  return act;
}

/** Brings the line of a running session up to date. */
export function showProgress(line, progress) {
  const put = (name, text) => {
    line.querySelector(`[data-live=${name}]`).textContent = text;
  };
  line.dataset.knownAt = progress.knownAt;
  put('bpm', isKnown(progress.bpm) ? Math.round(progress.bpm) : '–');
  put('load', loadSentence(progress.load, progress.toleratedLoad));
  put('risk', isKnown(progress.pFlare) ? say('live.risk', inTen(progress.pFlare)) : '');
  put('at', second(progress.at));
  line.querySelector('[data-live=at]').dateTime = progress.at;
  // Without a tolerance there is no bar.
  const bar = line.querySelector('.live-bar');
  if (bar && isKnown(progress.toleratedLoad)) {
    const most = Math.max(progress.load ?? 0, progress.toleratedLoad) * 1.15;
    bar.querySelector('rect.load').setAttribute('width', ((progress.load ?? 0) / most) * 100);
    ['x1', 'x2'].forEach((x) => bar.querySelector('.tolerated').setAttribute(x, (progress.toleratedLoad / most) * 100));
  }
  line.dataset.over = String(isKnown(progress.toleratedLoad) && progress.load > progress.toleratedLoad);
}
