// Decides how clock, bot and Telegram are shown and steered, and must not know any phone.

import { day, hourAndSecond, ZONES } from './clock.js';
import { button, el, write } from './dom.js';
import { say } from './words.js';

const STEPS = [['minute', 60], ['quarter', 900], ['hour', 3600], ['day', 86400]];
export const OUTAGE_SECONDS = 30;

class ClockPanel {
  constructor(does) {
    this.faces = ZONES.map(({ key, zone }) => ({ zone, date: el('span', { class: 'date' }), time: el('time', { class: 'time', 'data-testid': `clock-${key}` }), key }));
    this.node = el('section', { class: 'panel', 'aria-label': say('clock.title'), 'data-testid': 'clock' },
      el('h2', {}, say('clock.title')),
      el('div', { class: 'faces' }, ...this.faces.map(({ key, date, time }) => el('div', { class: 'face' }, el('span', { class: 'zone' }, say(`zone.${key}`)), time, date))),
      el('div', { class: 'keys', role: 'group', 'aria-label': say('clock.wind') }, ...STEPS.map(([name, seconds]) => button(
        say(`clock.${name}`), () => does.wind(seconds), { class: 'small', 'data-testid': `wind-${name}`, title: say('clock.wind') }))));
  }

  tick(now) {
    for (const { zone, date, time } of this.faces) {
      write(time, hourAndSecond(now, zone));
      write(date, day(now, zone));
    }
  }
}

class BotPanel {
  constructor(does) {
    this.state = el('span', { class: 'state', role: 'status', 'data-testid': 'bot-state' });
    this.kill = button(say('bot.kill'), () => does.bot('kill'), { class: 'small danger', 'data-testid': 'bot-kill' });
    this.start = button(say('bot.start'), () => does.bot('start'), { class: 'small', 'data-testid': 'bot-start' });
    this.node = el('section', { class: 'panel', 'aria-label': say('bot.title'), 'data-testid': 'bot' },
      el('h2', {}, say('bot.title')), this.state, el('div', { class: 'keys' }, this.kill, this.start));
  }

  busy(on) {
    this.waits = on;
    if (!on) return;
    this.held = this.node.contains(document.activeElement);
    this.kill.disabled = this.start.disabled = true;
  }

  /** A button that cannot be used any more loses the focus; the one that can now gets it. */
  refocus() {
    if (this.waits || !this.held) return;
    this.held = false;
    if (document.activeElement === document.body) this.node.querySelector('button:enabled')?.focus();
  }

  update({ bot }) {
    const state = bot.state ?? 'unknown';
    this.state.dataset.state = state;
    write(this.state, say(`bot.${state}`));
    this.kill.disabled = this.waits || state !== 'running';
    this.start.disabled = this.waits || state !== 'stopped';
    this.refocus();
  }
}

class TelegramPanel {
  /** A snapshot taken before the switch arrived must not turn it back under the finger. */
  async limit(does) {
    this.switching = true;
    await does.fail({ rate_limits: this.limits.checked });
    this.switching = false;
  }

  constructor(does) {
    this.state = el('span', { class: 'state', role: 'status', 'data-testid': 'telegram-state' });
    this.limits = el('input', { type: 'checkbox', role: 'switch', 'data-testid': 'limits', on: { change: () => this.limit(does) } });
    this.node = el('section', { class: 'panel', 'aria-label': say('telegram.title'), 'data-testid': 'telegram' },
      el('h2', {}, say('telegram.title')), this.state,
      el('div', { class: 'keys' },
        button(say('telegram.outage', { seconds: OUTAGE_SECONDS }), () => does.outage(OUTAGE_SECONDS), { class: 'small danger', 'data-testid': 'outage' }),
        button(say('telegram.lost'), () => does.lost(), { class: 'small', 'data-testid': 'lost' }),
        el('label', { class: 'switch' }, this.limits, el('span', {}, say('telegram.limits')))));
  }

  update({ faults }, now) {
    const left = faults.outageUntil ? Math.ceil((faults.outageUntil - now) / 1000) : 0;
    const state = left > 0 ? 'failing' : faults.lost ? 'losing' : 'working';
    this.state.dataset.state = state;
    write(this.state, say(`telegram.${state}`, { seconds: left, count: faults.lost }));
    if (!this.switching && this.limits.checked !== faults.rateLimits) this.limits.checked = faults.rateLimits;
  }
}

/** The three panels; `does`: wind(seconds), bot(act), outage(seconds), lost(), fail(values). */
export class Panels {
  constructor(does) {
    this.clock = new ClockPanel(does);
    this.bot = new BotPanel(does);
    this.telegram = new TelegramPanel(does);
    this.nodes = [this.clock.node, this.bot.node, this.telegram.node];
  }

  tick(scene, now) {
    this.clock.tick(now);
    this.telegram.update(scene, now);
  }

  update(scene, now) {
    this.bot.update(scene);
    this.tick(scene, now);
  }
}
