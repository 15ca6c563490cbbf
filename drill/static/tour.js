// Decides the five steps of the guided tour and when each is done, and must not know any text of the bot.

import { arrange, button, el } from './dom.js';
import { icon } from './icons.js';
import { say } from './words.js';

const by = (scene, role) => (message) => scene.accounts.get(message.author.id)?.role === role;
const staff = (scene) => (message) => by(scene, 'officer')(message) || by(scene, 'admin')(message);
const pressedBy = (scene, role) => scene.presses.filter((press) => scene.accounts.get(press.account)?.role === role);

// What is looked at is who did what kind of thing, so that the tour holds in every language and for every bot.
const STEPS = [
  { key: 'start', done: (scene) => scene.all.some(by(scene, 'requester')) },
  { key: 'place', done: (scene) => scene.all.some((message) => message.place && by(scene, 'requester')(message)) },
  { key: 'take', done: (scene) => pressedBy(scene, 'officer').some((press) => press.answered) },
  { key: 'answer', done: (scene) => scene.all.some((message) => message.answersBot && staff(scene)(message)) },
  {
    key: 'hide',
    done: (scene) => pressedBy(scene, 'requester').length > 0
      && [...scene.chats.values()].some((chat) => chat.deleted > 0 && scene.accounts.get(chat.id)?.role === 'requester'),
  },
];

function remembered(name) {
  try { return JSON.parse(sessionStorage.getItem(name)) ?? []; } catch { return []; }
}

function remember(name, value) {
  try { sessionStorage.setItem(name, JSON.stringify(value)); } catch { /* Without storage the tour begins anew. */ }
}

export class Tour {
  constructor(opener) {
    this.opener = opener;
    this.done = new Set(remembered('tour-done'));
    this.closed = remembered('tour-closed') === true;
    this.list = el('ol', { class: 'steps' });
    this.node = el('section', { class: 'tour', 'aria-label': say('tour.title'), 'data-testid': 'tour' });
    opener.addEventListener('click', () => this.show(this.closed));
    this.show(!this.closed);
  }

  show(open) {
    this.closed = !open;
    this.node.hidden = !open;
    this.opener.setAttribute('aria-expanded', String(open));
    remember('tour-closed', this.closed);
    this.draw();
  }

  update(scene) {
    const before = this.done.size;
    for (const step of STEPS) if (step.done(scene)) this.done.add(step.key);
    if (this.done.size === before) return;
    remember('tour-done', [...this.done]);
    this.draw();
  }

  step({ key }, number, now) {
    const done = this.done.has(key);
    const name = done ? 'done' : now ? 'now' : 'later';
    return el('li', { class: `step ${name}`, 'data-testid': `step-${key}`, 'data-done': String(done), 'aria-current': now ? 'step' : null },
      el('span', { class: 'disc' }, done ? icon('tick') : String(number)),
      el('span', {}, say(`tour.${key}`), done && el('span', { class: 'unseen' }, ` ${say('tour.done')}`)));
  }

  draw() {
    const now = STEPS.findIndex(({ key }) => !this.done.has(key));
    arrange(this.list, STEPS.map((step, i) => this.step(step, i + 1, i === now)));
    this.node.setAttribute('aria-label', say('tour.title'));
    arrange(this.node, [
      el('div', { class: 'tour-head' }, el('h2', {}, say('tour.title')), el('span', { class: 'faint' }, say('tour.count', { done: this.done.size, all: STEPS.length }))),
      this.list,
      button(say('tour.close'), () => { this.show(false); this.opener.focus(); }, { class: 'plain round', 'data-testid': 'tour-close' }, icon('close'))]);
  }
}
