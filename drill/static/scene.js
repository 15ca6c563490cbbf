// Decides what the ground's snapshot means and which phones there are, and must not know how anything is drawn.

import { joinAlbums, read } from './reading.js';
import { say } from './words.js';

/** The role that the ground gives, or else what the chats show: who is in no group is a requester. */
function roleOf(account, groups) {
  if (account.role) return account.role;
  const group = groups.find((chat) => chat.members.includes(account.id));
  if (!group) return 'requester';
  return group.admins.includes(account.id) ? 'admin' : 'officer';
}

function readChat(raw) {
  return {
    id: raw.id, kind: raw.kind, title: raw.title,
    members: raw.members, admins: raw.admins,
    messages: raw.messages.map(read), deleted: raw.deleted, topics: raw.topics,
    keyboards: raw.keyboards, commands: raw.commands, action: raw.action,
  };
}

function readFaults(faults) {
  return {
    rateLimits: faults.rate_limits,
    outageUntil: faults.outage_until ? faults.outage_until * 1000 : null,
    lost: faults.lost_answers,
  };
}

export function readScene(raw) {
  const chats = raw.chats.map(readChat);
  const groups = chats.filter((chat) => chat.kind !== 'private');
  const accounts = raw.accounts.map((account) => ({ ...account, role: roleOf(account, groups) }));
  return {
    version: raw.version, opened: raw.opened, onDuty: raw.on_duty ?? null, now: raw.now * 1000, bot: raw.bot, faults: readFaults(raw.faults), groups,
    accounts: new Map(accounts.map((account) => [account.id, account])),
    chats: new Map(chats.map((chat) => [chat.id, chat])),
    all: chats.flatMap((chat) => chat.messages),
    presses: raw.callbacks.map((press) => ({ ...press, answered: press.answer !== null })),
  };
}

export const people = (scene, role) => [...scene.accounts.values()].filter((account) => account.role === role);

/** Which phones stand side by side: key, role, account, chat. `chosen` remembers what was picked by hand. */
export function phonesOf(scene, chosen) {
  const requesters = people(scene, 'requester');
  const second = requesters.length > 1 ? ['requester-2'] : [];
  const phones = ['requester', ...second, 'desk', 'officer', 'admin'].map((key) => slot(scene, key, chosen, requesters));
  return phones;
}

function slot(scene, key, chosen, requesters) {
  if (key === 'desk') return deskSlot(scene, chosen);
  const role = key.split('-')[0];
  const fallback = key === 'requester-2' ? 1 : 0;
  const candidates = role === 'requester' ? requesters : people(scene, role);
  const account = candidates.find((one) => one.id === chosen[key]) ?? candidates[fallback] ?? null;
  return { key, role: key, account, chat: account?.id ?? null, candidates };
}

function deskSlot(scene, chosen) {
  const chat = scene.groups.find((group) => group.id === chosen.group) ?? scene.groups[0] ?? null;
  const candidates = [...scene.accounts.values()].filter((account) => chat?.members.includes(account.id));
  const account = candidates.find((one) => one.id === chosen.desk) ?? candidates.find((one) => one.role === 'officer') ?? candidates[0] ?? null;
  return { key: 'desk', role: 'desk', account, chat: chat?.id ?? null, candidates };
}

/** What only this phone knows of a message: whose it is, whether it rang, what may be done with it. */
function shown(message, me, chat, now) {
  const mine = message.author.id === me.id;
  const topic = chat.topics.find((one) => one.id === message.thread);
  return {
    ...message, mine, place: message.place && { ...message.place, live: message.place.liveUntil > now }, named: chat.kind !== 'private',
    sound: mine || message.service ? null : message.silent ? 'silent' : 'rang',
    erasable: mine || chat.kind === 'private', thread: topic?.name ?? null,
  };
}

const rowsOf = (markup) => (markup?.keyboard ?? []).map((row) => row.map((key) => (typeof key === 'string' ? { text: key } : key)));

/** On an officer's phone: that they are on duty, or who is instead. */
function duty(scene, { role, account }) {
  const name = scene.accounts.get(scene.onDuty)?.name;
  if (role !== 'officer' || !name) return '';
  return scene.onDuty === account.id ? say('duty.this') : say('duty.other', { name });
}

/** Everything that a phone shows of its chat. */
export function viewOf(scene, phone) {
  const chat = scene.chats.get(phone.chat);
  const messages = joinAlbums(chat.messages.map((message) => shown(message, phone.account, chat, scene.now)));
  const last = messages.filter((message) => message.sound).at(-1);
  const group = chat.kind !== 'private';
  const person = phone.account.name;
  return {
    me: phone.account.id, chat: chat.id, messages, deleted: chat.deleted, group,
    role: group ? say('role.desk') : [say(phone.key === 'requester-2' ? 'role.requester.other' : `role.${phone.role}`), person, duty(scene, phone)].filter(Boolean).join(' · '),
    title: group ? chat.title : scene.bot.name ?? '',
    person, number: phone.account.phone,
    label: group ? `${chat.title}, ${person}` : person,
    last: last ? { id: last.id, sound: last.sound } : null,
    keyboard: rowsOf(chat.keyboards[phone.account.id]), action: chat.action ? say('typing') : '',
    menu: chat.commands[phone.account.id] ?? [],
    blocked: !group && phone.account.blocked, locked: !group && phone.account.blocked,
  };
}
