// Codes into words, numbers and times into text. What is unknown is said to be unknown.

const KINDS = {
  'load-approaching-tolerance': 'Load near today’s tolerance',
  'load-exceeds-tolerance': 'Load above today’s tolerance',
  flare: 'Flare-up',
  'rebound-pattern': 'Relief that turns into rebound, repeatedly',
  'pain-zone': 'Pain outside the agreed zone',
  'incomplete-recovery': 'Recovery not complete',
  'heart-rate-ceiling': 'Heart rate above the agreed ceiling',
  'red-flag': 'Safety question answered with yes',
  'data-missing': 'Data missing',
};

const SEVERITIES = { information: '○ For information', warning: '▲ Please look', urgent: '◆ Look now' };

const CHANGES = {
  raised: 'Raised',
  upgraded: 'Became more important',
  downgraded: 'Became less important',
  confirmed: 'Confirmed',
  retracted: 'Retracted',
  resolved: 'Over',
};

const PATTERNS = {
  'relief-then-rebound': 'Relief, then rebound',
  'relief-not-carried-over': 'Relief that did not last',
  'carry-over': 'Relief carried over',
  'flare-without-relief': 'Flare-up without relief',
  stable: 'Stable',
  unknown: 'Not known yet',
};

const MECHANISMS = {
  loadToleranceExceeded: 'Load above tolerance',
  deconditioningFatigue: 'Fatigue, capacity still building',
  sensitivityRebound: 'Raised sensitivity',
  incompleteRecovery: 'Recovery not complete',
};

const EVIDENCE = {
  E1: 'load probably above tolerance',
  E2: 'flare-ups whatever the load',
  E3: 'heart rate higher than usual for the work',
  E4: 'short recovery: sleep, stress or spacing',
  E5: 'large, long or spreading rebound',
};

const QUESTIONS = {
  sleep: 'how the night was',
  stress: 'how much stress there was',
  'resting-heart-rate': 'resting heart rate in the morning',
  duration: 'whether extra pain lasted longer than two days',
  spreading: 'whether pain showed up elsewhere',
  'same-session': 'the usual session once more, with the sensor on',
  'pain-after-sessions': 'pain in the evening and next morning of the next sessions',
  'easy-session': 'whether pain came back after a clearly easier session',
};

const ACTIONS = {
  'reduce-volume': 'Do a little less, keep the days',
  hold: 'Keep as it is',
  progress: 'A little more fits',
  'clinician-review': 'A clinician looks first',
};

const CURRENCIES = {
  'banister-trimp': 'training impulse (Banister)',
  edwards: 'zone score (Edwards)',
  'session-rpe': 'effort × minutes (session RPE)',
};

const SLOT_STATES = {
  answered: 'answered',
  late: 'answered late',
  missed: 'no answer',
  'not-due': 'not due yet',
};

/** A code nobody translated yet is shown as it is, with spaces. */
const word = (table, code) => table[code] ?? String(code ?? 'unknown').replaceAll('-', ' ');

export const kind = (code) => word(KINDS, code);
export const severity = (code) => word(SEVERITIES, code);
export const change = (code) => word(CHANGES, code);
export const pattern = (code) => word(PATTERNS, code);
export const mechanism = (name) => word(MECHANISMS, name);
export const question = (code) => word(QUESTIONS, code);
export const action = (code) => word(ACTIONS, code);
export const currency = (code) => word(CURRENCIES, code);
export const slotState = (code) => word(SLOT_STATES, code ?? 'missed');

/** "E1+" as "present: …", "E1-" as "absent: …". */
export const evidence = (code) =>
  `${code.endsWith('-') ? 'absent' : 'present'}: ${word(EVIDENCE, code.slice(0, -1))}`;

export const isKnown = (value) => value !== null && value !== undefined;

export const number = (value, digits = 1) =>
  isKnown(value)
    ? value.toLocaleString('en-GB', { maximumFractionDigits: digits, minimumFractionDigits: 0 })
    : 'unknown';

export const percent = (value) => (isKnown(value) ? `${Math.round(value * 100)} %` : 'unknown');

/** "about 4 in 10", as people read risks best. */
export const inTen = (value) => {
  if (!isKnown(value)) return 'unknown';
  const tenths = Math.round(value * 10);
  return tenths === 0 ? 'less than 1 in 10' : `about ${tenths} in 10`;
};

const format = (options) => new Intl.DateTimeFormat('en-GB', options);
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

/** "10:12" today, "Mon 2 Mar, 10:12" otherwise. */
export const when = (at) =>
  new Date(at).toDateString() === new Date().toDateString() ? clock(at) : `${day(at)}, ${clock(at)}`;

export const zone = () =>
  `Times are in the zone of this computer, ${Intl.DateTimeFormat().resolvedOptions().timeZone}.`;

/** How much of what is tolerated today has been done, as a sentence. */
export function loadSentence(load, tolerated) {
  if (!isKnown(load)) return 'Load not known yet.';
  if (!isKnown(tolerated)) return `Load ${number(load)}; what is tolerated is not known yet.`;
  const share = percent(load / tolerated);
  return `Load ${number(load)} of ${number(tolerated)} tolerated (${share}).`;
}
