// Decides how another requester is asked for, and must not know where they appear.

import { ask, field, form } from './dialog.js';
import { el } from './dom.js';
import { language, say } from './words.js';

// Languages that people in the compounds and their families speak; Telegram's hint is one of these codes.
export const LANGUAGE_CODES = ['ko', 'en', 'km', 'my', 'th', 'vi', 'zh-hans', 'ur', 'hi', 'bn', 'id', 'tl', 'am', 'sw', 'pt'];

export function askRequester(choose) {
  const name = el('input', { type: 'text', dir: 'auto', autocomplete: 'off', value: 'Sokha', 'data-testid': 'add-name' });
  const names = new Intl.DisplayNames([language()], { type: 'language' });
  const code = el('select', { 'data-testid': 'add-language' }, ...LANGUAGE_CODES.map((one) => el('option', { value: one, selected: one === 'km' }, `${names.of(one)} (${one})`)));
  return ask(say('add.requester'), (close) => form(() => { close(); choose(name.value.trim() || 'Sokha', code.value); },
    field(say('add.name'), name), field(say('add.language'), code),
    el('button', { type: 'submit', class: 'strong', 'data-testid': 'add-do' }, say('add.do'))), { name: 'add-dialog' });
}
