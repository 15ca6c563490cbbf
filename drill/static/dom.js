// Decides how elements are made (text only, never markup), and must not know what they show.

const SVG = 'http://www.w3.org/2000/svg';

function place(node, key, value) {
  if (value === undefined || value === null || value === false) return;
  if (key === 'on') for (const [name, act] of Object.entries(value)) node.addEventListener(name, act);
  else if (key === 'class') node.setAttribute('class', value);
  else node.setAttribute(key, value === true ? '' : String(value));
}

function fill(node, attributes, children) {
  for (const [key, value] of Object.entries(attributes ?? {})) place(node, key, value);
  node.append(...children.flat(2).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** An HTML element; strings among the children become text nodes. */
export function el(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

export function button(label, act, attributes = {}, ...children) {
  const inside = children.length ? children : [label];
  return el('button', { type: 'button', 'aria-label': children.length ? label : null, ...attributes, on: { click: act } }, ...inside);
}

/** Puts `wanted` under `parent` in order, moving only what is out of place, so that focus and scroll stay. */
export function arrange(parent, wanted) {
  const keep = new Set(wanted);
  for (const child of [...parent.childNodes]) if (!keep.has(child)) child.remove();
  wanted.forEach((child, index) => {
    if (parent.childNodes[index] !== child) parent.insertBefore(child, parent.childNodes[index] ?? null);
  });
}

/** Writes text only when it differs, so that a screen reader does not speak again. */
export function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
