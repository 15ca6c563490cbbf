// Decides how the parts of the page come together; it alone knows both the ground and the phones.

import { askRequester, LANGUAGE_CODES } from './people.js';
import { arrange, button, el, write } from './dom.js';
import { act, bot, fail, follow, wind } from './ground.js';
import { Hands } from './hands.js';
import { icon } from './icons.js';
import { Panels } from './panels.js';
import { Phone } from './phone.js';
import { people, phonesOf, readScene, viewOf } from './scene.js';
import { Tabs } from './tabs.js';
import { Tour } from './tour.js';
import { firstLanguage, language, LANGUAGES, say, speak } from './words.js';

const COMPLAINT_SECONDS = 8;
const MOST_REQUESTERS = 2;
// A lost answer teaches something where a message was sent; losing that of a poll would not be seen.
const SENDING = ['sendMessage', 'sendPhoto', 'sendLocation', 'sendVenue', 'sendContact', 'copyMessage', 'editMessageText'];

class Page {
  constructor() {
    this.chosen = {};
    this.phones = new Map();
    this.seenPresses = null;
    this.heard = new Map();
    this.hands = new Hands((error) => this.complain(error));
    this.build();
  }

  build() {
    this.live = el('div', { class: 'unseen', role: 'status', 'aria-live': 'polite', 'data-testid': 'live' });
    this.banner = el('div', { class: 'banner', role: 'alert', hidden: true, 'data-testid': 'banner' });
    this.panels = new Panels({
      wind: (seconds) => this.try(wind(seconds)),
      bot: (name) => this.steer(name),
      outage: (seconds) => this.try(fail({ outage: seconds })),
      lost: () => this.try(fail({ fault: 'lost_answer', times: 1, methods: SENDING })),
      fail: (values) => this.try(fail(values)),
    });
    this.controls = el('div', { class: 'panels', id: 'controls' }, ...this.panels.nodes);
    this.row = el('main', { class: 'phones', id: 'phones' });
    this.tabs = new Tabs((key) => this.choosePhone(key));
    this.addButton = button(say('add.requester'), () => askRequester((name, code) => this.addRequester(name, code)), { class: 'adder', 'data-testid': 'add-requester' }, icon('adder'), el('span', {}, say('add.requester')));
    const tourButton = button(say('tour.open'), () => {}, { 'data-testid': 'tour-open' });
    this.tour = new Tour(tourButton);
    document.body.replaceChildren(this.header(tourButton), this.banner, this.controls, this.tour.node, this.tabs.node, this.row, this.live);
  }

  header(tourButton) {
    const controls = button(say('skip'), () => controls.setAttribute('aria-expanded', String(this.controls.classList.toggle('open'))),
      { class: 'controls-opener', 'aria-expanded': 'false', 'aria-controls': 'controls', 'data-testid': 'controls-open' });
    const speech = el('select', { 'aria-label': say('language'), 'data-testid': 'language', on: { change: () => this.respeak(speech.value) } },
      ...Object.entries(LANGUAGES).map(([code, name]) => el('option', { value: code, lang: code, selected: code === language() }, name)));
    return el('header', { class: 'top' },
      el('div', { class: 'name' }, el('h1', {}, say('title')), el('span', { class: 'faint' }, say('subtitle'))),
      el('div', { class: 'actions' }, controls, this.addButton, tourButton, speech));
  }

  /** The whole page again in another language; what was typed but not sent stays. */
  async respeak(code) {
    await speak(code);
    const drafts = [...this.phones].map(([key, phone]) => [key, phone.composer.box.value]);
    this.phones = new Map();
    this.build();
    if (this.raw) this.show(this.raw);
    for (const [key, text] of drafts) if (this.phones.has(key)) this.phones.get(key).composer.box.value = text;
    document.querySelector('[data-testid="language"]').focus();
  }

  async try(promise) {
    try { return await promise; } catch (error) { this.complain(error); return null; }
  }

  /** Killing and starting take a moment, in which neither is offered. */
  async steer(name) {
    this.panels.bot.busy(true);
    const said = await this.try(bot(name));
    if (said) this.scene.bot.state = said.state;
    this.panels.bot.busy(false);
    if (this.scene) this.panels.bot.update(this.scene);
  }

  complain(error) {
    this.warn(say('failed', { why: error.message }));
    clearTimeout(this.calm);
    this.calm = setTimeout(() => this.warn(''), COMPLAINT_SECONDS * 1000);
  }

  warn(text) {
    this.banner.hidden = !text;
    write(this.banner, text);
  }

  reached(there) {
    clearTimeout(this.calm);
    // A stream that is opened again at once is not worth a word.
    this.calm = setTimeout(() => this.warn(there ? '' : say('reconnecting')), there ? 0 : 400);
  }

  async addRequester(name, code) {
    await this.try(act('account', { name, language_code: code, role: 'requester' }));
    this.choosePhone('requester-2');
  }

  choosePhone(key) {
    this.tabs.choose(key);
    for (const [name, phone] of this.phones) phone.node.classList.toggle('chosen', name === key);
  }

  now() {
    return this.scene.now + (performance.now() - this.received);
  }

  tick() {
    if (this.scene) this.panels.tick(this.scene, this.now());
  }

  show(raw) {
    this.raw = raw;
    this.scene = readScene(raw);
    this.openOnDuty();
    this.panels.update(this.scene, this.now());
    this.addButton.hidden = people(this.scene, 'requester').length >= MOST_REQUESTERS;
    this.showPhones();
    this.showToasts();
    this.tour.update(this.scene);
  }

  seen(raw) {
    this.received = performance.now();
    this.show(raw);
  }

  /** Officer and group open on who is on duty then; a later turn does not pull a phone from under one's fingers. */
  openOnDuty() {
    if (this.opened !== this.scene.opened) this.chosen = {};
    this.opened = this.scene.opened;
    if (this.chosen.onDuty || this.scene.onDuty === null) return;
    const onDuty = this.scene.onDuty;
    this.chosen = { officer: onDuty, desk: onDuty, ...this.chosen, onDuty };
  }

  showPhones() {
    const slots = phonesOf(this.scene, this.chosen).filter((slot) => slot.account && slot.chat !== null);
    arrange(this.row, slots.map((slot) => this.phone(slot.key).node));
    for (const slot of slots) {
      const view = { ...viewOf(this.scene, slot), choosers: this.choosers(slot) };
      this.phones.get(slot.key).update(view);
      this.hear(slot.key, view);
    }
    this.tabs.update(slots.map((slot) => ({ key: slot.key, label: say(slot.key === 'requester-2' ? 'role.requester.other' : `role.${slot.role}`) })));
    this.choosePhoneIfNone(slots);
  }

  choosePhoneIfNone(slots) {
    if (slots.length && !slots.some((slot) => slot.key === this.tabs.chosen)) this.choosePhone(slots[0].key);
    else for (const slot of slots) this.phones.get(slot.key).node.classList.toggle('chosen', slot.key === this.tabs.chosen);
  }

  phone(key) {
    if (!this.phones.has(key)) this.phones.set(key, new Phone(key, this.hands));
    return this.phones.get(key);
  }

  choosers(slot) {
    const choosers = slot.key === 'desk' && this.scene.groups.length > 1 ? [this.groupChooser(slot)] : [];
    const pick = (value) => this.choose(slot.key, value);
    if (slot.candidates.length > 1 && !slot.key.startsWith('requester')) {
      choosers.push({
        name: `who-${slot.key}`, label: say(slot.key === 'desk' ? 'choose.speaker' : 'choose.account'), value: String(slot.account.id), act: pick,
        options: slot.candidates.map((one) => ({ value: String(one.id), label: this.nameOf(one, slot) })),
      });
    }
    if (slot.key.startsWith('requester')) choosers.push(this.languageChooser(slot));
    return choosers;
  }

  nameOf(account, slot) {
    const name = slot.key === 'desk' ? say('speaker', { name: account.name }) : account.name;
    return account.id === this.scene.onDuty ? `${name} · ${say('duty.this')}` : name;
  }

  choose(what, value) {
    this.chosen[what] = Number(value);
    this.show(this.raw);
  }

  groupChooser({ chat }) {
    return {
      name: 'group-desk', label: say('choose.group'), value: String(chat), act: (value) => this.choose('group', value),
      options: this.scene.groups.map((group) => ({ value: String(group.id), label: group.title })),
    };
  }

  languageChooser({ key, account }) {
    const own = account.language_code ?? '';
    const codes = LANGUAGE_CODES.includes(own) ? LANGUAGE_CODES : [own, ...LANGUAGE_CODES];
    const names = new Intl.DisplayNames([language()], { type: 'language' });
    return {
      name: `language-${key}`, label: say('choose.language'), value: own,
      act: (code) => this.try(act('language', { account: account.id, language_code: code })),
      options: codes.map((code) => ({ value: code, label: code ? `${names.of(code)} (${code})` : '–' })),
    };
  }

  /** Tells those who cannot see it that a phone rang, and marks its tab. */
  hear(key, view) {
    const newest = `${view.chat} ${view.last?.id ?? 0}`;
    const before = this.heard.get(key);
    this.heard.set(key, newest);
    if (before === undefined || before === newest || !before.startsWith(`${view.chat} `)) return;
    this.tabs.mark(key);
    if (view.last?.sound === 'rang') write(this.live, `${say('rang', { phone: view.label })} ${view.messages.at(-1)?.text.slice(0, 80) ?? ''}`);
  }

  showToasts() {
    const fresh = this.scene.presses.filter((press) => press.answered);
    const first = this.seenPresses === null;
    this.seenPresses ??= new Set();
    for (const press of fresh) {
      if (this.seenPresses.has(press.id)) continue;
      this.seenPresses.add(press.id);
      if (!first) this.showToast(press);
    }
  }

  showToast({ account, chat, answer }) {
    const text = answer.text || (answer.url && say('link.would', { url: answer.url }));
    if (!text) return;
    for (const phone of this.phones.values()) {
      if (phone.view?.me === account && phone.view.chat === chat) phone.toast(text, Boolean(answer.show_alert));
    }
  }
}

async function begin() {
  await speak(firstLanguage());
  const page = new Page();
  follow((raw) => page.seen(raw), (there) => page.reached(there));
  setInterval(() => page.tick(), 1000);
}

begin();
