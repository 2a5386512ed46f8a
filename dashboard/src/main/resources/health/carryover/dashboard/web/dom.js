// Elements from data. Text is always set as text, never as markup.

const SVG = 'http://www.w3.org/2000/svg';

function build(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...present(children));
  return element;
}

export const el = (tag, attributes, ...children) =>
  build(document.createElement(tag), attributes, children);

export const svg = (tag, attributes, ...children) =>
  build(document.createElementNS(SVG, tag), attributes, children);

export const byId = (id) => document.getElementById(id);

/** A name of a person: kept apart from the text around it, whatever its direction. */
export const nameOf = (text) => el('bdi', {}, text);

const present = (children) => children.flat(3).filter((child) => child !== null && child !== undefined);

/** Replaces what is in `parent`; the focus stays on the same data-key, what was unfolded stays open. */
export function show(parent, ...children) {
  const key = parent.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  const unfolded = [...parent.querySelectorAll('details[open] > summary')].map((e) => e.textContent);
  parent.replaceChildren(...present(children));
  for (const summary of parent.querySelectorAll('details > summary')) {
    if (unfolded.includes(summary.textContent)) summary.parentElement.open = true;
  }
  if (key) [...parent.querySelectorAll('[data-key]')].find((e) => e.dataset.key === key)?.focus();
}

/** Calls `draw(width)` now and whenever the width of `box` changes. */
export function drawToWidth(box, draw) {
  let drawn = 0;
  const redraw = () => {
    const width = Math.floor(box.clientWidth);
    if (width > 0 && width !== drawn) {
      drawn = width;
      box.replaceChildren(draw(width));
    }
  };
  new ResizeObserver(redraw).observe(box);
  return box;
}
