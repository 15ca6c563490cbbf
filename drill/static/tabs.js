// Decides how one phone is chosen on a narrow screen, and must not know what a phone shows.

import { arrange, button, el, write } from './dom.js';
import { say } from './words.js';

const STEPS = { ArrowRight: 1, ArrowLeft: -1 };

export class Tabs {
  constructor(choose) {
    this.pick = choose;
    this.tabs = new Map();
    this.chosen = null;
    this.node = el('div', { class: 'tabs', role: 'tablist', 'aria-label': say('tabs'), 'data-testid': 'tabs', on: { keydown: (event) => this.rove(event) } });
  }

  rove(event) {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const keys = [...this.tabs.keys()];
    const next = keys[(keys.indexOf(this.chosen) + step + keys.length) % keys.length];
    this.pick(next);
    this.tabs.get(next).node.focus();
  }

  tab(key) {
    if (!this.tabs.has(key)) {
      const label = el('span');
      const fresh = el('span', { class: 'fresh', hidden: true }, el('span', { class: 'unseen' }, say('tab.fresh')));
      const node = button('', () => this.pick(key), { role: 'tab', id: `tab-${key}`, 'aria-controls': `phone-${key}`, 'data-testid': `tab-${key}` }, label, fresh);
      this.tabs.set(key, { node, label, fresh });
    }
    return this.tabs.get(key);
  }

  update(wanted) {
    const keys = new Set(wanted.map(({ key }) => key));
    for (const key of [...this.tabs.keys()]) if (!keys.has(key)) this.tabs.delete(key);
    const ordered = wanted.map(({ key, label }) => { const tab = this.tab(key); write(tab.label, label); return [key, tab]; });
    this.tabs = new Map(ordered);
    arrange(this.node, ordered.map(([, tab]) => tab.node));
    this.choose(this.chosen);
  }

  choose(key) {
    this.chosen = key;
    for (const [name, { node, fresh }] of this.tabs) {
      node.setAttribute('aria-selected', String(name === key));
      node.tabIndex = name === key ? 0 : -1;
      if (name === key) fresh.hidden = true;
    }
    this.tabs.get(key)?.node.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  mark(key) {
    if (key !== this.chosen && this.tabs.has(key)) this.tabs.get(key).fresh.hidden = false;
  }
}
