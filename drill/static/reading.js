// Decides how one message of the ground's snapshot is understood, and must not know how it is drawn.

import { say } from './words.js';

const MEDIA = { photo: 'photo', voice: 'voice', audio: 'audio', video: 'video', video_note: 'video', animation: 'video', document: 'document', sticker: 'sticker' };

const fullName = (person) => [person?.first_name ?? person?.name, person?.last_name].filter(Boolean).join(' ');

function medium(raw) {
  const field = Object.keys(MEDIA).find((name) => raw[name]);
  if (!field) return null;
  const file = Array.isArray(raw[field]) ? raw[field].at(-1) : raw[field];
  return { kind: MEDIA[field], url: `/ground/file/${encodeURIComponent(file.file_id)}`, name: file.file_name, duration: file.duration, width: file.width, height: file.height };
}

function place(raw) {
  const at = raw.venue?.location ?? raw.location;
  if (!at) return null;
  return {
    lat: at.latitude, lon: at.longitude, accuracy: at.horizontal_accuracy, liveUntil: at.live_period ? (raw.date + at.live_period) * 1000 : 0,
    title: raw.venue?.title, address: raw.venue?.address,
  };
}

// One line per kind of service message, looked up by the field that makes it one.
const SERVICE = {
  pinned_message: (raw) => say('service.pinned', { name: fullName(raw.from) }),
  new_chat_members: (raw) => say('service.joined', { name: raw.new_chat_members.map(fullName).join(', ') }),
  left_chat_member: (raw) => say('service.left', { name: fullName(raw.left_chat_member) }),
  migrate_to_chat_id: () => say('service.migrated'),
  migrate_from_chat_id: () => say('service.migrated'),
  group_chat_created: () => say('service.other'),
  supergroup_chat_created: () => say('service.other'),
  forum_topic_created: (raw) => say('service.topic', { name: raw.forum_topic_created.name }),
  forum_topic_edited: (raw) => say('service.topic', { name: raw.forum_topic_edited.name ?? '' }),
  forum_topic_closed: () => say('service.topic.closed'),
  forum_topic_reopened: () => say('service.topic.reopened'),
};

function service(raw) {
  const field = Object.keys(SERVICE).find((name) => raw[name] !== undefined);
  return field ? SERVICE[field](raw) : null;
}

function reply(raw) {
  const to = raw.reply_to_message;
  if (!to) return null;
  return { name: fullName(to.from), text: (to.text ?? to.caption ?? '').slice(0, 120) };
}

function key(raw) {
  return { text: raw.text, data: raw.callback_data, url: raw.url ?? raw.web_app?.url, copy: raw.copy_text?.text };
}

/** A message as every phone may show it; what depends on the phone is added by `shown`. */
export function read(raw) {
  return {
    id: raw.message_id,
    chat: raw.chat_id,
    at: raw.date * 1000,
    author: { id: raw.from?.id, name: fullName(raw.from), bot: Boolean(raw.from?.is_bot) },
    text: raw.text ?? raw.caption ?? '',
    entities: raw.entities ?? raw.caption_entities ?? [],
    edited: Boolean(raw.edit_date),
    silent: Boolean(raw.silent),
    secured: Boolean(raw.protected),
    pinned: Boolean(raw.pinned),
    group: raw.media_group_id ?? null,
    reply: reply(raw),
    answersBot: Boolean(raw.reply_to_message?.from?.is_bot),
    medium: medium(raw),
    place: place(raw),
    contact: raw.contact ? { phone: raw.contact.phone_number, name: fullName(raw.contact) } : null,
    rows: (raw.reply_markup?.inline_keyboard ?? []).map((row) => row.map(key)),
    reactions: (raw.reactions ?? []).map((reaction) => reaction.emoji),
    thread: raw.message_thread_id ?? null,
    service: service(raw),
  };
}

function begin(albums, message) {
  const album = { ...message, album: [message.medium], parts: [message.id], medium: null };
  albums.set(message.group, album);
  return album;
}

function add(album, message) {
  album.album.push(message.medium);
  album.parts.push(message.id);
  if (album.text) return;
  album.text = message.text;
  album.entities = message.entities;
}

/** Photos that were sent as one album become one bubble, which stands for its first message. */
export function joinAlbums(messages) {
  const albums = new Map();
  const joined = [];
  for (const message of messages) {
    const album = message.group && albums.get(message.group);
    if (album) add(album, message);
    else joined.push(message.group ? begin(albums, message) : message);
  }
  return joined;
}
