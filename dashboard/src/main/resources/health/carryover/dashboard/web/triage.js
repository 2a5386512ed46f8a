// The overview: painted by the server, kept up to date here.
import { byId } from './dom.js';
import { post } from './api.js';
import { listen } from './live.js';
import { actOn, announce, connection, fail, frame, say } from './frame.js';
import * as words from './words.js';

const AGAIN_MILLIS = 1500;
const MINUTE = 60_000;
const list = byId('triage');
let asked = false;
let waiting = null;

/** What the looker chose stays when the list is painted anew: focus, what is unfolded, what is typed. */
function swap(box, html) {
  const focused = document.activeElement?.closest('[data-key]')?.dataset.key
    ?? document.activeElement?.closest('.row')?.dataset.patient;
  const open = [...box.querySelectorAll('details[open]')].map(keyOf);
  const panels = new Map([...box.querySelectorAll('details[open] > .panel-box')].map((p) => [keyOf(p.parentElement), p]));
  box.innerHTML = html;
  box.querySelectorAll('details').forEach((details) => {
    if (!open.includes(keyOf(details))) return;
    const kept = panels.get(keyOf(details));
    if (kept) details.querySelector('.panel-box').replaceWith(kept);
    details.dataset.filled = kept ? 'true' : '';
    details.open = true;
  });
  if (focused) [...box.querySelectorAll('[data-key], .row')].find((e) => (e.dataset.key ?? e.dataset.patient) === focused)?.focus();
}

const keyOf = (details) => details.dataset.key ?? details.id;

async function part(path) {
  const response = await fetch(path, { credentials: 'same-origin', cache: 'no-store' });
  if (response.status === 401) location.assign('/sign-in');
  if (!response.ok) throw new Error(say('shell.unreachable'));
  return response.text();
}

/** Paints anew, at most once in a while: the first change at once, those that follow together. */
function repaint() {
  asked = true;
  if (waiting) return;
  waiting = (async () => {
    while (asked) {
      asked = false;
      try {
        swap(list, await part('/view/triage'));
        // What somebody else did meanwhile shows in what is unfolded too, unless somebody writes there.
        list.querySelectorAll('details[data-panel][open]').forEach((details) => {
          const written = [...details.querySelectorAll('input')].some((input) => input.value !== input.defaultValue);
          if (!written) fill(details);
        });
        filter();
        title();
      } catch (failure) {
        fail(failure);
      }
      await new Promise((later) => { setTimeout(later, AGAIN_MILLIS); });
    }
    waiting = null;
  })();
}

function title() {
  const asking = Number(list.querySelector('.sections').dataset.asking);
  document.title = asking === 0 ? 'Carryover' : `(${asking}) Carryover`;
}

async function fill(details) {
  const box = details.querySelector('.panel-box');
  try {
    swap(box, await part(details.dataset.panel));
  } catch (failure) {
    fail(failure);
  }
}

list.addEventListener('toggle', (event) => {
  const details = event.target;
  if (!details.dataset.panel || !details.open) return;
  if (details.dataset.filled !== 'true') fill(details);
  details.dataset.filled = '';
}, true);

// ---- search and filters, on what is painted

const tools = byId('tools');
const [search, section, tag, mine, budget] = ['search', 'section', 'tag', 'mine', 'budget'].map(byId);

function filter() {
  const wanted = search.value.trim().toLowerCase();
  let shown = 0;
  list.querySelectorAll('.part').forEach((part) => {
    const rows = [...part.querySelectorAll('.row')];
    rows.forEach((row) => {
      row.hidden = !(row.dataset.find.includes(wanted)
        && (!tag.value || row.dataset.tags.split('\n').includes(tag.value))
        && (!mine.checked || row.dataset.mine === 'true'));
    });
    const visible = rows.filter((row) => !row.hidden).length;
    shown += visible;
    part.hidden = Boolean(section.value && part.dataset.section !== section.value)
      || (rows.length > 0 && visible === 0);
    if (wanted && part.dataset.section === 'beyond' && visible > 0) part.querySelector('details').open = true;
  });
  byId('nobody')?.remove();
  if (shown === 0 && (wanted || tag.value || mine.checked)) {
    const said = document.createElement('p');
    said.id = 'nobody';
    said.textContent = say('triage.nobody');
    list.append(said);
  }
}

tools.addEventListener('input', (event) => {
  if (event.target === budget) {
    if (!budget.checkValidity() || !budget.value) return;
    document.cookie = `carryover_budget=${budget.value}; path=/; max-age=31536000; samesite=strict`;
    repaint();
  } else filter();
});
tools.addEventListener('submit', (event) => event.preventDefault());

// ---- acts

function acted(button) {
  const details = button.closest('details[data-panel]');
  if (details) fill(details);
  repaint();
}

list.addEventListener('click', async (event) => {
  const review = event.target.closest('button[data-review]');
  const act = event.target.closest('button[data-act]');
  if (act && await actOn(act, { act: act.dataset.act })) acted(act);
  if (review) {
    try {
      await post(`/api/v1/patients/${encodeURIComponent(review.dataset.review)}/case-load`, { act: 'review' });
      announce(say('said.reviewed'));
      repaint();
    } catch (failure) {
      fail(failure);
    }
  }
});

list.addEventListener('submit', async (event) => {
  const form = event.target.closest('form[data-act-form]');
  if (!form) return;
  event.preventDefault();
  if (await actOn(form, words.actOf(form))) acted(form);
});

// ---- keys

const visible = () => [...list.querySelectorAll('.row')].filter((row) => row.checkVisibility());

function step(by) {
  const rows = visible();
  const at = rows.indexOf(document.activeElement?.closest('.row'));
  rows[Math.max(0, Math.min(rows.length - 1, at === -1 ? 0 : at + by))]?.focus();
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.closest('input, select, textarea');
  if (event.key === 'Escape' && event.target === search) {
    search.value = '';
    filter();
    visible()[0]?.focus();
    return;
  }
  if (typing) return;
  const row = event.target.closest?.('.row');
  const keys = {
    j: () => step(1),
    k: () => step(-1),
    '/': () => search.focus(),
    a: () => row?.querySelector('[data-act=acknowledge]')?.click(),
    r: () => row?.querySelector('[data-review]')?.click(),
    d: () => row?.querySelector('details.more > summary')?.click(),
    Enter: () => event.target === row && row?.querySelector('.name a').click(),
  };
  if (!keys[event.key] || (event.key === 'Enter' && event.target !== row)) return;
  event.preventDefault();
  keys[event.key]();
});

// ---- live

function progressArrived(progress) {
  const line = list.querySelector(`[data-run="${CSS.escape(`${progress.patient} ${progress.session}`)}"]`);
  if (progress.ended || !line) {
    repaint();
    return;
  }
  words.showProgress(line, progress);
}

title();
filter();
listen(Number(list.querySelector('.sections').dataset.lastEventId), {
  connection,
  alert: (change) => {
    announce(`${say(`change.${change.change}`)}: ${say(`kind.${change.kind}`)}`);
    repaint();
  },
  progress: progressArrived,
  assessment: repaint,
  handling: repaint,
  refresh: repaint,
});
// Times in another zone than the server knew of are written anew.
if (frame()) repaint();
// Snoozes end and days pass without anything arriving.
setInterval(repaint, MINUTE);
