// Decides how a message's text with its entities is shown, and must not know who wrote it.

import { button, el } from './dom.js';

const TAGS = {
  bold: 'strong', italic: 'em', underline: 'u', strikethrough: 's', code: 'code', pre: 'code', blockquote: 'q',
};
const LINKS = new Set(['url', 'text_link', 'email', 'phone_number', 'mention', 'text_mention', 'hashtag']);

function wrap(entity, piece, text, onCommand) {
  if (entity.type === 'bot_command' && onCommand) return button(text, () => onCommand(text), { class: 'command' });
  if (entity.type === 'spoiler') return el('span', { class: 'spoiler', tabindex: '0' }, piece);
  // Nothing on this page leads out of it: a link only looks like one and says where it would lead.
  if (LINKS.has(entity.type)) return el('span', { class: 'link', title: entity.url ?? null }, piece);
  return TAGS[entity.type] ? el(TAGS[entity.type], {}, piece) : piece;
}

/** Entities count in UTF-16 units, as strings here do: https://core.telegram.org/api/entities */
export function prose(text, entities, onCommand) {
  const cuts = new Set([0, text.length]);
  for (const { offset, length } of entities) { cuts.add(offset); cuts.add(offset + length); }
  const at = [...cuts].filter((cut) => cut >= 0 && cut <= text.length).sort((a, b) => a - b);
  const pieces = at.slice(1).map((end, i) => {
    const start = at[i];
    const part = text.slice(start, end);
    return entities
      .filter((entity) => entity.offset <= start && entity.offset + entity.length >= end)
      .reduce((piece, entity) => wrap(entity, piece, part, onCommand), part);
  });
  return el('p', { class: /\p{Script=Hangul}/u.test(text) ? 'prose hangul' : 'prose', dir: 'auto' }, ...pieces);
}
