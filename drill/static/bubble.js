// Decides how one message looks, and must not know how the phone around it works.

import { hour } from './clock.js';
import { button, el } from './dom.js';
import { icon } from './icons.js';
import { drawTile } from './map.js';
import { prose } from './prose.js';
import { say } from './words.js';

function quote(reply) {
  return el('div', { class: 'quote', 'data-testid': 'quote' },
    el('strong', { dir: 'auto' }, reply.name), el('span', { dir: 'auto' }, reply.text || say('message.attachment')));
}

function place({ lat, lon, title, address, live, accuracy }) {
  const tile = drawTile(lat, lon);
  tile.setAttribute('aria-label', say('place.tile', { lat: lat.toFixed(5), lon: lon.toFixed(5) }));
  return el('div', { class: 'place', 'data-testid': 'place' }, tile,
    el('div', { class: 'caption' },
      title && el('strong', { dir: 'auto' }, title), address && el('span', { dir: 'auto' }, address),
      el('span', { class: 'figures' }, `${lat.toFixed(5)}, ${lon.toFixed(5)}`),
      accuracy && el('span', {}, say('place.accuracy', { metres: accuracy })),
      live && el('span', { class: 'tag' }, say('place.live'))));
}

function contact({ phone, name }) {
  return el('div', { class: 'card-line', 'data-testid': 'contact' }, el('span', { class: 'disc' }, icon('person')),
    el('span', {}, el('strong', { dir: 'auto' }, name), el('span', { class: 'figures', dir: 'ltr' }, phone)));
}

// A tall picture holds something to read: it is shown whole, and all of it opens large.
function photo({ url, width, height }) {
  const tall = height > width ? { class: 'photo whole', width, height } : { class: 'photo' };
  return el('a', { href: url, target: '_blank', rel: 'noopener', title: say('photo.open') },
    el('img', { src: url, alt: say('photo.alt'), loading: 'lazy', 'data-testid': 'photo', ...tall }));
}

function film({ url }) {
  return el('video', { class: 'photo', controls: true, preload: 'metadata', src: url, 'aria-label': say('file.video'), 'data-testid': 'video' });
}

function sound({ url, duration }) {
  return el('div', { class: 'sound', 'data-testid': 'voice' }, icon('voice'),
    el('span', {}, say('voice.length', { seconds: duration ?? '?' })),
    url && el('audio', { controls: true, preload: 'none', src: url, 'aria-label': say('voice.play') }));
}

function file({ name, kind }) {
  return el('div', { class: 'card-line', 'data-testid': 'file' }, el('span', { class: 'disc' }, icon('file')),
    el('span', {}, el('strong', { dir: 'auto' }, name ?? say('file.unnamed')), el('span', {}, say(`file.${kind}`))));
}

function medium(content) {
  if (content.kind === 'photo' && content.url) return photo(content);
  if (content.kind === 'video' && content.url) return film(content);
  return content.kind === 'voice' || content.kind === 'audio' ? sound(content) : file(content);
}

function marks(message) {
  return el('div', { class: 'marks' },
    message.pinned && el('span', {}, say('message.pinned')),
    message.secured && el('span', { 'data-testid': 'secured' }, icon('lock'), say('message.secured')),
    message.edited && el('span', { 'data-testid': 'edited' }, say('message.edited')),
    message.sound && el('span', { class: `sound-mark ${message.sound}`, 'data-testid': `mark-${message.sound}` },
      icon(message.sound === 'rang' ? 'bell' : 'hush'), say(`sound.${message.sound}`)),
    el('time', { datetime: new Date(message.at).toISOString() }, hour(message.at)));
}

function rows(message, onPress) {
  if (!message.rows.length) return null;
  return el('div', { class: 'inline-keys', role: 'group', 'aria-label': say('keys.inline') },
    ...message.rows.map((row, y) => el('div', { class: 'key-row' },
      ...row.map((key, x) => button(key.text, () => onPress(message, key),
        { class: 'key', dir: 'auto', 'data-focus': `key-${message.id}-${y}-${x}`, title: key.url ?? null })))));
}

function tools(message, does) {
  const tool = (name, act) => button(say(`message.${name}`), act, { class: 'tool', 'data-testid': `message-${name}`, 'data-focus': `${name}-${message.id}` });
  return el('div', { class: 'tools', role: 'group', 'aria-label': say('message.actions', { name: message.author.name }) },
    tool('reply', () => does.reply(message)),
    message.mine && message.text && !message.place && tool('edit', () => does.edit(message)),
    message.mine && message.place?.live && [tool('move', () => does.move(message)), tool('stop', () => does.stop(message))],
    message.erasable && tool('delete', () => does.erase(message)));
}

function opener(message, does) {
  return button(say('message.actions', { name: message.author.name }), () => does.open(message), {
    class: 'opener', 'aria-expanded': String(message.open), tabindex: message.current ? '0' : '-1',
    'data-testid': 'message-actions', 'data-focus': `open-${message.id}`, 'data-message': message.id,
  }, icon('more'));
}

function body(message, does) {
  return el('div', { class: 'body' },
    !message.mine && message.named && el('strong', { class: 'author', dir: 'auto' }, message.author.name),
    message.thread && el('span', { class: 'tag', dir: 'auto' }, message.thread),
    message.reply && quote(message.reply),
    message.album && el('div', { class: 'album', 'data-testid': 'album' }, ...message.album.map(medium)),
    message.medium && medium(message.medium),
    message.place && place(message.place),
    message.contact && contact(message.contact),
    message.text && prose(message.text, message.entities, does.command),
    message.reactions.length > 0 && el('div', { class: 'reactions' }, ...message.reactions.map((emoji) => el('span', {}, emoji))),
    marks(message));
}

export function bubble(message, does) {
  const shell = el('li', {
    class: `bubble ${message.mine ? 'mine' : 'theirs'}${message.open ? ' open' : ''}`, 'data-testid': 'bubble', 'data-id': message.id,
  }, el('div', { class: 'line' }, body(message, does), opener(message, does)), rows(message, does.press), message.open && tools(message, does));
  shell.querySelector('.body').addEventListener('click', (event) => {
    if (event.target.closest('a, button, audio, video, .spoiler') || String(getSelection())) return;
    does.open(message);
  });
  return shell;
}

export function serviceLine(message) {
  return el('li', { class: 'service', 'data-testid': 'service', dir: 'auto' }, message.service);
}

export function dayLine(text) {
  return el('li', { class: 'service day' }, text);
}
