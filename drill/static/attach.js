// Decides what a person can attach and how they choose it, and must not know where it is sent.

import { button, el } from './dom.js';
import { ask, field, form } from './dialog.js';
import { icon } from './icons.js';
import { drawMap, pointedAt, WHOLE } from './map.js';
import { TOWNS } from './outline.js';
import { say } from './words.js';

const KINDS = ['place', 'live', 'contact', 'photo', 'album', 'video', 'voice', 'document'];
const ICONS = { place: 'pin', live: 'live', contact: 'person', photo: 'photo', album: 'album', video: 'video', voice: 'voice', document: 'file', block: 'block', unblock: 'bell' };

/** The short list of what can be attached; `does` holds one function per kind. */
export function askWhat(does) {
  const kinds = [...KINDS, does.block && 'block', does.unblock && 'unblock'].filter(Boolean);
  return ask(say('attach.title'), (close) => el('div', { class: 'choices' }, ...kinds.map((kind) => button(
    say(`attach.${kind}`), () => { close(); does[kind](); }, { class: 'choice', 'data-testid': `attach-${kind}`, 'data-kind': kind },
    icon(ICONS[kind]), el('span', {}, say(`attach.${kind}`)))), el('p', { class: 'faint' }, say('attach.synthetic'))), { name: 'attach-dialog' });
}

// Telegram's own choices, in seconds: https://core.telegram.org/bots/api#location
const PERIODS = { quarter: 900, hour: 3600, night: 28800 };

const number = (id, low, high) => el('input', { type: 'text', inputmode: 'decimal', autocomplete: 'off', dir: 'ltr', 'data-low': low, 'data-high': high, 'data-testid': id });

function read(input) {
  const value = Number.parseFloat(input.value.replace(',', '.'));
  return Number.isFinite(value) && value >= Number(input.dataset.low) && value <= Number(input.dataset.high) ? value : null;
}

/** `extra` is a field of the caller's below the towns, `label` what the button says; `from` where the mark stands at first. */
class Chooser {
  constructor(choose, { extra = null, label = say('place.share'), from = null } = {}) {
    this.choose = choose;
    this.extra = extra;
    this.label = label;
    this.lat = number('lat', -90, 90);
    this.lon = number('lon', -180, 180);
    this.wrong = el('p', { class: 'wrong', role: 'alert' });
    this.holder = el('div', { class: 'map-holder', 'data-testid': 'map' });
    for (const input of [this.lat, this.lon]) input.addEventListener('input', () => this.draw());
    if (from) this.set(from.lat, from.lon);
    else this.draw();
  }

  draw() {
    const lat = read(this.lat), lon = read(this.lon);
    const mark = lat === null || lon === null ? null : { lat, lon };
    const drawing = drawMap(WHOLE, { mark });
    drawing.setAttribute('aria-label', say('place.map'));
    drawing.addEventListener('click', (event) => { const at = pointedAt(drawing, event); this.set(at.lat, at.lon); });
    this.holder.replaceChildren(drawing);
  }

  set(lat, lon) {
    this.lat.value = lat.toFixed(5);
    this.lon.value = lon.toFixed(5);
    this.wrong.textContent = '';
    this.draw();
  }

  paste(event) {
    const pair = /(-?\d+(?:\.\d+)?)[,\s]+(-?\d+(?:\.\d+)?)/.exec(event.clipboardData?.getData('text') ?? '');
    if (!pair) return;
    event.preventDefault();
    this.set(Number(pair[1]), Number(pair[2]));
  }

  send(close) {
    const lat = read(this.lat), lon = read(this.lon);
    if (lat === null || lon === null) {
      this.wrong.textContent = say('place.wrong');
      (lat === null ? this.lat : this.lon).focus();
      return;
    }
    close();
    this.choose(lat, lon);
  }

  form(close) {
    this.lat.addEventListener('paste', (event) => this.paste(event));
    return form(() => this.send(close),
      el('p', { class: 'faint' }, say('place.help')),
      el('div', { class: 'place-choice' }, this.holder,
        el('div', { class: 'place-figures' },
          field(say('place.lat'), this.lat), field(say('place.lon'), this.lon), this.wrong,
          el('div', { class: 'towns', role: 'group', 'aria-label': say('place.towns') },
            ...TOWNS.map((town) => button(say(`town.${town.key}`), () => this.set(town.lat, town.lon), { class: 'chip' }))),
          this.extra,
          el('button', { type: 'submit', class: 'strong', 'data-testid': 'share-place' }, this.label))));
  }
}

function askWhere(title, chooser) {
  const box = ask(title, (close) => chooser.form(close), { name: 'place-dialog', wide: true });
  // On a touch screen the focus would open a keyboard over the map.
  if (matchMedia('(hover: hover)').matches) chooser.lat.focus();
  return box;
}

/** Asks for a place by click, town or numbers; `choose(lat, lon)` gets it. */
export function askPlace(choose) {
  return askWhere(say('attach.place'), new Chooser(choose));
}

/** Asks for a place that will move, and for how long; `choose(lat, lon, seconds)`. */
export function askLive(choose) {
  const period = el('select', { 'data-testid': 'live-period' }, ...Object.entries(PERIODS).map(([name, seconds]) => el('option', { value: seconds }, say(`live.${name}`))));
  return askWhere(say('attach.live'), new Chooser((lat, lon) => choose(lat, lon, Number(period.value)),
    { extra: field(say('live.period'), period), label: say('live.share') }));
}

/** Asks where a live place went; `from` is where it is. */
export function askMove(from, choose) {
  return askWhere(say('live.move'), new Chooser(choose, { from, label: say('live.moved') }));
}

export function askNumber(name, number, choose) {
  const phone = el('input', { type: 'tel', dir: 'ltr', autocomplete: 'off', value: number, 'data-testid': 'contact-phone' });
  const called = el('input', { type: 'text', dir: 'auto', autocomplete: 'off', value: name, 'data-testid': 'contact-name' });
  return ask(say('attach.contact'), (close) => form(() => { close(); choose(phone.value.trim(), called.value.trim() || name); },
    field(say('contact.phone'), phone), field(say('contact.name'), called),
    el('button', { type: 'submit', class: 'strong', 'data-testid': 'share-contact' }, say('contact.share'))), { name: 'contact-dialog' });
}
