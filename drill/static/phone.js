// Decides how one phone shows a view and passes on what its person does, and must not know the ground's snapshot.

import { bubble, dayLine, serviceLine } from './bubble.js';
import { day } from './clock.js';
import { Composer } from './composer.js';
import { arrange, button, el, write } from './dom.js';
import { icon } from './icons.js';
import { say } from './words.js';

const NEAR_THE_END = 60;
const TOAST_SECONDS = 5;

/** `hands` carries out what the person does: see hands.js. */
export class Phone {
  constructor(key, hands) {
    this.key = key;
    this.hands = hands;
    this.view = null;
    this.drawn = new Map();
    this.open = null;
    this.current = null;
    this.build();
  }

  build() {
    this.title = el('h2', { class: 'phone-title', id: `title-${this.key}`, dir: 'auto', 'data-testid': 'title' });
    this.role = el('span', { class: 'phone-role', id: `role-${this.key}` });
    this.ring = el('div', { class: 'ring', 'data-testid': 'ring' });
    this.blocked = el('span', { class: 'tag danger', hidden: true, 'data-testid': 'blocked' });
    this.chooser = el('div', { class: 'choosers' });
    this.gone = el('p', { class: 'gone', hidden: true, 'data-testid': 'gone' });
    this.list = el('ol', { class: 'messages', 'aria-labelledby': `title-${this.key}`, on: { keydown: (event) => this.rove(event) } });
    this.begin = el('div', { class: 'begin', hidden: true }, el('p', { class: 'faint' }, say('begin.hint')),
      button(say('begin'), () => this.start(), { class: 'strong', 'data-testid': 'begin' }));
    this.scroller = el('div', { class: 'scroller', on: { scroll: () => this.scrolled() } }, this.gone, this.begin, this.list);
    this.stuck = true;
    // Pictures load, columns narrow, keyboards open: who was at the end stays there.
    const sizes = new ResizeObserver(() => { if (this.stuck) this.toEnd(); });
    for (const node of [this.scroller, this.list]) sizes.observe(node);
    this.toasts = el('div', { class: 'toasts', role: 'status', 'data-testid': 'toasts' });
    this.composer = new Composer('', {
      id: this.key,
      send: (text) => this.hands.write(this, text),
      attach: (opener) => this.hands.attach(this, opener),
      key: (key) => this.hands.key(this, key),
      cancel: () => this.settle(),
    });
    this.node = el('section', { class: 'phone', id: `phone-${this.key}`, 'aria-labelledby': `role-${this.key} title-${this.key}`, 'data-testid': `phone-${this.key}` },
      el('header', { class: 'phone-head' }, el('div', { class: 'phone-name' }, this.role, this.title), this.blocked, this.ring, this.chooser),
      this.scroller, this.composer.node);
    // Above whatever the composer shows, so that a toast covers neither reply nor keys.
    this.composer.node.prepend(this.toasts);
  }

  does() {
    return {
      press: (message, key) => this.hands.press(this, message, key),
      reply: (message) => this.prepare('reply', message),
      edit: (message) => this.prepare('edit', message),
      erase: (message) => { this.open = null; this.hands.erase(this, message); },
      move: (message) => { this.open = null; this.hands.move(this, message); },
      stop: (message) => { this.open = null; this.hands.stop(this, message); },
      open: (message) => this.toggle(message.id),
      command: (text) => this.hands.write(this, text),
    };
  }

  /** As Telegram does it in a chat in which nothing was said yet. */
  start() {
    this.hands.write(this, '/start');
    this.composer.box.focus();
  }

  prepare(what, message) {
    this.open = null;
    this.pending = { what, message };
    this.composer.remark(say(`note.${what}`, { text: (message.text || say('message.attachment')).slice(0, 60) }));
    this.refresh();
    this.composer.write(what === 'edit' ? message.text : this.composer.box.value);
  }

  /** Ends a reply or an edit that was begun. */
  settle() {
    if (this.pending?.what === 'edit') this.composer.box.value = '';
    this.pending = null;
    this.composer.remark('');
  }

  toggle(id) {
    this.open = this.open === id ? null : id;
    this.current = id;
    this.refresh();
  }

  rove(event) {
    if (event.key === 'Escape' && this.open !== null) { const id = this.open; this.toggle(id); this.focusOn(`open-${id}`); }
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const opener = event.target.closest?.('.opener');
    if (!step || !opener) return;
    event.preventDefault();
    const openers = [...this.list.querySelectorAll('.opener')];
    const next = openers[openers.indexOf(opener) + step];
    if (!next) return;
    opener.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
    this.current = Number(next.dataset.message);
  }

  focusOn(mark) {
    this.list.querySelector(`[data-focus="${mark}"]`)?.focus();
  }

  refresh() {
    if (this.view) this.update(this.view);
  }

  update(view) {
    if (this.view && (view.chat !== this.view.chat || view.me !== this.view.me)) this.change();
    this.view = view;
    this.showHead(view);
    this.showMessages(view);
    this.composer.rename(say('box.name', { name: view.label }));
    this.composer.update(view);
  }

  change() {
    this.settle();
    this.open = this.current = null;
    this.toasts.replaceChildren();
    this.composer.box.value = '';
  }

  showHead(view) {
    write(this.role, view.action ? `${view.role} · ${view.action}` : view.role);
    write(this.title, view.title);
    this.blocked.hidden = !view.blocked;
    write(this.blocked, view.blocked ? say('blocked') : '');
    this.showRing(view);
    this.showChoosers(view);
  }

  showRing({ last }) {
    const mark = last ? `${last.sound} ${last.id}` : '';
    if (this.ring.dataset.mark === mark) return;
    this.ring.dataset.mark = mark;
    this.ring.className = `ring ${last?.sound ?? ''}`;
    this.ring.replaceChildren(...(last ? [icon(last.sound === 'rang' ? 'bell' : 'hush'), say(`sound.${last.sound}`)] : []));
  }

  showChoosers({ choosers }) {
    const signature = JSON.stringify(choosers.map(({ act, ...rest }) => rest));
    if (this.choosing === signature) return;
    const held = this.chooser.contains(document.activeElement) ? document.activeElement.dataset.testid : null;
    this.choosing = signature;
    arrange(this.chooser, choosers.map(({ name, label, value, options, act }) => el('select', {
      'aria-label': label, title: label, 'data-testid': name, on: { change: (event) => act(event.target.value) },
    }, ...options.map((option) => el('option', { value: option.value, selected: option.value === value }, option.label)))));
    if (held) this.chooser.querySelector(`[data-testid="${held}"]`)?.focus();
  }

  showMessages(view) {
    const before = this.newest;
    // The browser tells of a scroll with the next frame; a message can come before it.
    if (this.scroller.scrollTop !== this.seen) this.scrolled();
    const focused = this.list.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
    this.gone.hidden = !view.deleted;
    write(this.gone, view.deleted ? say('gone', { count: view.deleted }) : '');
    this.begin.hidden = view.group || view.locked || view.messages.length > 0;
    arrange(this.list, this.lines(view));
    if (focused && !this.list.contains(document.activeElement)) this.focusOn(focused);
    this.newest = view.messages.at(-1)?.id;
    const wroteJustNow = view.messages.at(-1)?.mine && this.newest !== before;
    if (this.stuck || wroteJustNow) this.toEnd();
  }

  /** A hidden phone has no height and says nothing of where its reader was. */
  scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    if (!clientHeight) return;
    this.seen = scrollTop;
    this.stuck = scrollHeight - scrollTop - clientHeight < NEAR_THE_END;
  }

  toEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.seen = this.scroller.scrollTop;
  }

  lines(view) {
    const ids = view.messages.filter((message) => !message.service).map((message) => message.id);
    if (!ids.includes(this.current)) this.current = ids.at(-1) ?? null;
    if (!ids.includes(this.open)) this.open = null;
    const kept = new Map();
    const lines = [];
    let lastDay = '';
    for (const message of view.messages) {
      const today = day(message.at);
      if (today !== lastDay) lines.push(this.keep(kept, `day ${today}`, today, () => dayLine(today)));
      lastDay = today;
      lines.push(this.line(kept, message));
    }
    this.drawn = kept;
    return lines;
  }

  line(kept, message) {
    const shown = { ...message, open: message.id === this.open, current: message.id === this.current };
    return this.keep(kept, message.id, JSON.stringify(shown), () => (message.service ? serviceLine(shown) : bubble(shown, this.does())));
  }

  keep(kept, key, signature, make) {
    const old = this.drawn.get(key);
    const entry = old?.signature === signature ? old : { signature, node: make() };
    kept.set(key, entry);
    return entry.node;
  }

  /** The language of the page changed: everything that holds words is drawn again. */
  forget() {
    this.drawn = new Map();
    this.choosing = this.ring.dataset.mark = null;
    this.composer.signature = '';
  }

  toast(text, alert) {
    const line = el('div', { class: alert ? 'toast alert' : 'toast', role: alert ? 'alert' : null, 'data-testid': alert ? 'alert' : 'toast' }, el('span', { dir: 'auto' }, text));
    const end = () => line.remove();
    line.append(button(say('close'), end, { class: 'plain round small' }, icon('close')));
    line.addEventListener('keydown', (event) => { if (event.key === 'Escape') end(); });
    this.toasts.append(line);
    if (!alert) setTimeout(end, TOAST_SECONDS * 1000);
  }
}
