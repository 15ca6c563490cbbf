// Decides in which language the page itself speaks, and must not know any of its texts.

export const LANGUAGES = { en: 'English', ko: '한국어' };

let table = {};
let chosen = 'en';

function remembered() {
  try { return localStorage.getItem('words'); } catch { return null; }
}

export function language() {
  return chosen;
}

export function firstLanguage() {
  const wish = remembered() ?? navigator.language.slice(0, 2);
  return wish in LANGUAGES ? wish : 'en';
}

export async function speak(code) {
  const answer = await fetch(`/static/words/${code}.json`);
  table = await answer.json();
  chosen = code;
  document.documentElement.lang = code;
  document.title = say('title');
  try { localStorage.setItem('words', code); } catch { /* A browser without storage asks again next time. */ }
}

/** The text for `key`, with {names} filled in; the key itself shows a missing text at once. */
export function say(key, names = {}) {
  const text = table[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in names ? String(names[name]) : whole));
}
