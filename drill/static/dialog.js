// Decides how a question in front of the page opens and closes, and must not know what it asks.

import { button, el } from './dom.js';
import { icon } from './icons.js';
import { say } from './words.js';

let count = 0;

/** A modal dialog: Escape and the backdrop close it, and the focus goes back to where it was. */
export function ask(title, content, { name, wide = false } = {}) {
  const id = `dialog-${count += 1}`;
  const close = () => box.close();
  const box = el('dialog', { class: wide ? 'dialog wide' : 'dialog', 'aria-labelledby': id, 'data-testid': name },
    el('div', { class: 'dialog-head' },
      el('h2', { id }, title),
      button(say('close'), close, { class: 'plain round' }, icon('close'))),
    content(close));
  const before = document.activeElement;
  box.addEventListener('click', (event) => { if (event.target === box) close(); });
  box.addEventListener('close', () => { box.remove(); if (before?.isConnected) before.focus(); });
  document.body.append(box);
  box.showModal();
  return box;
}

export function field(label, input) {
  return el('label', { class: 'field' }, el('span', {}, label), input);
}

/** A form whose submission never leaves the page. */
export function form(act, ...children) {
  return el('form', { class: 'form', novalidate: true, on: { submit: (event) => { event.preventDefault(); act(); } } }, ...children);
}
