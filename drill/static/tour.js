// Decides the five steps of the guided tour and when each is done, and must not know any text of the bot.

import { arrange, button, el } from './dom.js';
import { icon } from './icons.js';
import { say } from './words.js';

// What the bot writes behind its buttons: handlers/presses.py. Their labels are in the reader's language.
const TAKE = 't:', HIDE = 'g:hide';

const roleOf = (scene, id) => scene.accounts.get(id)?.role;
const ownChat = (message) => message.chat === message.author.id;
const asked = (scene) => scene.all.filter((message) => roleOf(scene, message.author.id) === 'requester' && ownChat(message));
const pressed = (scene, role, data) => scene.presses.filter((press) => press.answered && press.data.startsWith(data) && roleOf(scene, press.account) === role);
const keys = (message) => message.rows.flat();

function started(scene) {
  return asked(scene).some((message) => /^\/start(\s|$)/.test(message.text)
    && scene.chats.get(message.chat).messages.some((answer) => answer.author.bot && answer.id > message.id));
}

/** The officer on duty pressed, the desk's card names them beside the case, and nobody can take it any more. */
function taken(scene) {
  const onDuty = ({ account }) => scene.onDuty === null || scene.onDuty === account;
  const standing = ({ data }) => scene.all.some((message) => keys(message).some((key) => key.data === data));
  const named = ({ account, data }) => scene.groups.some((group) => group.messages.some((message) => message.author.bot
    && message.text.includes(data.slice(TAKE.length)) && message.text.includes(scene.accounts.get(account).name)));
  return pressed(scene, 'officer', TAKE).some((press) => onDuty(press) && !standing(press) && named(press));
}

/** An officer or admin replied to a message of the bot, and the same words came to a requester's phone. */
function answered(scene) {
  const replies = scene.all.filter((message) => message.answersBot && message.text && ['officer', 'admin'].includes(roleOf(scene, message.author.id)));
  const arrived = (reply) => (message) => message.author.bot && message.at >= reply.at && roleOf(scene, message.chat) === 'requester'
    && (message.text === reply.text || message.text.startsWith(`${reply.text}\n`) || message.text.endsWith(`\n${reply.text}`));
  return replies.some((reply) => scene.all.some(arrived(reply)));
}

/** The requester pressed Hide in their own chat, and nothing of theirs from before stands there any more. */
function hidden(scene) {
  const gone = ({ account, chat, time }) => account === chat && scene.chats.get(chat).deleted > 0
    && !asked(scene).some((message) => message.chat === chat && message.at + 1000 <= time * 1000);
  return pressed(scene, 'requester', HIDE).some(gone);
}

const STEPS = [
  { key: 'start', done: started },
  { key: 'place', done: (scene) => asked(scene).some((message) => message.place) },
  { key: 'take', done: taken, button: TAKE },
  { key: 'answer', done: answered },
  { key: 'hide', done: hidden, button: HIDE },
];

function remembered(name) {
  try { return JSON.parse(sessionStorage.getItem(name)); } catch { return null; }
}

function remember(name, value) {
  try { sessionStorage.setItem(name, JSON.stringify(value)); } catch { /* Without storage the tour begins anew. */ }
}

export class Tour {
  constructor(opener) {
    this.opener = opener;
    this.done = new Set();
    this.labels = {};
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
    this.recall(scene.opened);
    const before = this.signature();
    for (const step of STEPS) if (step.done(scene)) this.done.add(step.key);
    this.label(scene);
    if (this.signature() === before) return;
    remember('tour-done', { opened: this.opened, done: [...this.done] });
    this.draw();
  }

  /** Hide takes away what the first steps were seen by, so they are kept; but not for the next ground at this address. */
  recall(opened) {
    if (this.opened === opened) return;
    this.opened = opened;
    const kept = remembered('tour-done');
    this.done = new Set(kept?.opened === opened ? kept.done : []);
    this.draw();
  }

  /** The tour calls a button what the bot calls it now: the desk may speak another language than this page. */
  label(scene) {
    for (const { key, button: data } of STEPS) {
      if (!data) continue;
      const seen = scene.all.flatMap(keys).findLast((one) => one.data?.startsWith(data));
      if (seen) this.labels[key] = seen.text;
    }
  }

  signature() {
    return JSON.stringify([[...this.done], this.labels]);
  }

  text(key) {
    return say(`tour.${key}`, { button: this.labels[key] ?? say(`tour.${key}.button`) });
  }

  step({ key }, number, now) {
    const done = this.done.has(key);
    const name = done ? 'done' : now ? 'now' : 'later';
    return el('li', { class: `step ${name}`, 'data-testid': `step-${key}`, 'data-done': String(done), 'aria-current': now ? 'step' : null },
      el('span', { class: 'disc' }, done ? icon('tick') : String(number)),
      el('span', {}, this.text(key), done && el('span', { class: 'unseen' }, ` ${say('tour.done')}`)));
  }

  draw() {
    const now = STEPS.findIndex(({ key }) => !this.done.has(key));
    arrange(this.list, STEPS.map((step, i) => this.step(step, i + 1, i === now)));
    this.node.setAttribute('aria-label', say('tour.title'));
    const closer = this.node.contains(document.activeElement) ? this.closer : null;
    this.closer ??= button(say('tour.close'), () => { this.show(false); this.opener.focus(); }, { class: 'plain round', 'data-testid': 'tour-close' }, icon('close'));
    arrange(this.node, [
      el('div', { class: 'tour-head' }, el('h2', {}, say('tour.title')), el('span', { class: 'faint' }, say('tour.count', { done: this.done.size, all: STEPS.length }))),
      this.list, this.closer]);
    closer?.focus();
  }
}
