// Decides how a person writes on one phone: text box, reply bar, keys and command menu; must not know the chat's content.

import { arrange, button, el } from './dom.js';
import { icon } from './icons.js';
import { say } from './words.js';

/** `does`: send(text), attach(), key(key), cancel() */
export class Composer {
  constructor(name, does) {
    this.does = does;
    this.signature = '';
    this.box = el('textarea', {
      class: 'box', rows: '1', dir: 'auto', enterkeyhint: 'send', autocomplete: 'off', 'data-testid': 'box', 'aria-label': name, placeholder: say('box.empty'),
      on: { keydown: (event) => this.typed(event) },
    });
    this.note = el('div', { class: 'note', hidden: true, 'data-testid': 'note' });
    this.keys = el('div', { class: 'reply-keys', role: 'group', 'aria-label': say('keys.reply'), hidden: true, 'data-testid': 'reply-keys' });
    this.menu = el('ul', { class: 'commands', id: `${does.id}-commands`, hidden: true, 'data-testid': 'commands', on: { keydown: (event) => this.leave(event) } });
    this.slash = button(say('commands.open'), () => this.toggle(), {
      class: 'plain round', hidden: true, 'aria-expanded': 'false', 'aria-controls': `${does.id}-commands`, 'data-testid': 'commands-open',
    }, icon('slash'));
    this.node = el('div', { class: 'composer' }, this.note, this.menu, this.keys, this.bar());
  }

  bar() {
    const plus = button(say('attach.open'), () => this.does.attach(plus), { class: 'plain round', 'data-testid': 'attach' }, icon('plus'));
    this.attach = plus;
    return el('form', { class: 'bar', novalidate: true, on: { submit: (event) => { event.preventDefault(); this.send(); } } },
      plus, this.slash, this.box,
      el('button', { type: 'submit', class: 'round send', 'aria-label': say('send'), 'data-testid': 'send' }, icon('send')));
  }

  typed(event) {
    if (event.key === 'Escape') this.does.cancel();
    // While a Korean or Khmer syllable is being composed, Enter belongs to the keyboard and not to us.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.send();
  }

  send() {
    const text = this.box.value.trim();
    if (!text) return;
    this.box.value = '';
    this.does.send(text);
  }

  leave(event) {
    if (event.key !== 'Escape') return;
    this.toggle(false);
    this.slash.focus();
  }

  toggle(open = this.menu.hidden) {
    this.menu.hidden = !open;
    this.slash.setAttribute('aria-expanded', String(open));
    if (open) this.menu.querySelector('button')?.focus();
  }

  choose(command) {
    this.toggle(false);
    this.does.send(`/${command}`);
    this.box.focus();
  }

  /** Shows keys and commands where they changed; the text box is never touched. */
  update({ keyboard, menu, locked }) {
    const signature = JSON.stringify([keyboard, menu]);
    if (signature !== this.signature) {
      this.signature = signature;
      this.showKeys(keyboard);
      this.showMenu(menu);
    }
    if (this.box.disabled !== locked) this.box.disabled = locked;
  }

  showKeys(keyboard) {
    this.keys.hidden = !keyboard?.length;
    arrange(this.keys, (keyboard ?? []).map((row) => el('div', { class: 'key-row' },
      ...row.map((key) => button(key.text, () => this.does.key(key), { class: 'key', dir: 'auto' })))));
  }

  showMenu(menu) {
    this.slash.hidden = !menu.length;
    if (!menu.length) this.toggle(false);
    arrange(this.menu, menu.map(({ command, description }) => el('li', {},
      button(command, () => this.choose(command), { class: 'command-line' },
        el('strong', {}, `/${command}`), el('span', { dir: 'auto' }, description)))));
  }

  /** Says above the box what the next text will be: a reply, or an edit of an older text. */
  remark(text) {
    this.note.hidden = !text;
    if (!text) return;
    arrange(this.note, [icon('reply'), el('span', { dir: 'auto' }, text),
      button(say('cancel'), () => this.does.cancel(), { class: 'plain round small' }, icon('close'))]);
  }

  write(text) {
    this.box.value = text;
    this.box.focus();
  }

  rename(name) {
    if (this.box.getAttribute('aria-label') !== name) this.box.setAttribute('aria-label', name);
  }
}
