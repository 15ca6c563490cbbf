// Decides what a person's doing on a phone asks of the ground, and must not know how either looks.

import { askLive, askMove, askNumber, askPlace, askWhat } from './attach.js';
import { act } from './ground.js';
import { drawnPhoto, filmed, hummedVoice, writtenPage } from './material.js';
import { say } from './words.js';

const VOICE_SECONDS = 3;
const ALBUM = 3;
const FILM_SECONDS = 1;

const at = (phone) => ({ account: phone.view.me, chat: phone.view.chat });

/** `complain(error)` shows what went wrong; nothing here throws to the phone. */
export class Hands {
  constructor(complain) { this.complain = complain; }

  async does(name, values) {
    try { return await act(name, values); } catch (error) { this.complain(error); return null; }
  }

  /** An older message of a group that became a supergroup lies in the group that it was. */
  on(phone, message) {
    return { ...at(phone), chat: message.chat, message: message.id };
  }

  write(phone, text) {
    const pending = phone.pending;
    phone.settle();
    if (pending?.what === 'edit') return this.does('edits', { ...this.on(phone, pending.message), text });
    return this.does('says', { ...at(phone), text, ...this.answering(pending?.message) });
  }

  answering(message) {
    return message ? { reply_to: message.id } : {};
  }

  press(phone, message, key) {
    if (key.url) return phone.toast(say('link.would', { url: key.url }), false);
    if (key.copy) return phone.toast(key.copy, false);
    if (key.data === undefined) return phone.toast(say('key.other'), false);
    return this.does('presses', { ...this.on(phone, message), data: key.data });
  }

  async erase(phone, message) {
    for (const id of message.parts ?? [message.id]) await this.does('deletes', { ...this.on(phone, message), message: id });
  }

  key(phone, key) {
    if (key.request_location) return this.place(phone);
    if (key.request_contact) return this.contact(phone);
    return this.does('taps_key', { ...at(phone), text: key.text });
  }

  attach(phone) {
    const { blocked, group } = phone.view;
    const toggle = (name) => () => this.does(name, { account: phone.view.me });
    askWhat({
      place: () => this.place(phone),
      live: () => this.live(phone),
      contact: () => this.contact(phone),
      photo: () => this.photos(phone, 1),
      album: () => this.photos(phone, ALBUM),
      video: () => this.film(phone),
      document: () => this.does('sends_document', { ...at(phone), ...writtenPage(say('document.text')) }),
      voice: () => this.does('sends_voice', { ...at(phone), content: hummedVoice(VOICE_SECONDS), duration: VOICE_SECONDS }),
      block: !group && !blocked && toggle('blocks'),
      unblock: !group && blocked && toggle('unblocks'),
    });
  }

  place(phone) {
    askPlace((lat, lon) => this.does('shares_place', { ...at(phone), lat, lon }));
  }

  live(phone) {
    askLive((lat, lon, seconds) => this.does('shares_place', { ...at(phone), lat, lon, live_period: seconds }));
  }

  move(phone, message) {
    askMove(message.place, (lat, lon) => this.does('moves', { ...this.on(phone, message), lat, lon }));
  }

  stop(phone, message) {
    return this.does('stops_live', this.on(phone, message));
  }

  async film(phone) {
    const to = at(phone);
    const film = await filmed(FILM_SECONDS, say('video.mark')).catch((error) => this.complain(error));
    if (film) await this.does('sends_video', { ...to, ...film, duration: FILM_SECONDS });
  }

  contact(phone) {
    askNumber(phone.view.person, phone.view.number, (number, name) => this.does('shares_contact', { ...at(phone), phone: number, first_name: name, own: true }));
  }

  async photos(phone, count) {
    const to = at(phone);
    const album = count > 1 ? String(Date.now()) : undefined;
    // All are drawn before the first is sent, so that an album arrives in one go as from a real phone.
    const drawn = await Promise.all(Array.from({ length: count }, (_, i) => drawnPhoto(i, say('photo.mark'))));
    for (const content of drawn) await this.does('sends_photo', { ...to, content, album });
  }
}
