// Decides how the few signs of the page are drawn, and must not know where they stand.

import { svg } from './dom.js';

const PATHS = {
  bell: 'M6 17h12l-1.5-2.5V10a4.5 4.5 0 0 0-9 0v4.5L6 17zM10.3 20a2 2 0 0 0 3.4 0',
  hush: 'M6 17h12l-1.5-2.5V10a4.5 4.5 0 0 0-9 0v4.5L6 17zM10.3 20a2 2 0 0 0 3.4 0M4 4l16 16',
  send: 'M4 12l16-7-5 15-3.5-6L4 12zM11.5 14L20 5',
  plus: 'M12 5v14M5 12h14',
  close: 'M6 6l12 12M18 6L6 18',
  tick: 'M5 12.5l4.5 4.5L19 7.5',
  more: 'M6 12h.01M12 12h.01M18 12h.01',
  pin: 'M12 21s-6.5-5.6-6.5-11a6.5 6.5 0 0 1 13 0C18.5 15.4 12 21 12 21zM12 12.300a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.600z',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.500c1-4 4-5.5 7.5-5.500s6.5 1.5 7.5 5.5',
  adder: 'M10 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM3 20.500c1-4 4-5.500 7-5.500s6 1.500 7 5.500M19 8v6M16 11h6',
  photo: 'M4 6h16v13H4zM4 16l5-5 4 4 2.5-2.500L20 17M15.5 9.500h.01',
  album: 'M7 4h13v11H7zM4 8v12h13M7 13l4-4 3 3 2-2 4 4',
  live: 'M12 14a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM7.5 16.500a6.4 6.4 0 0 1 0-9M16.5 7.500a6.4 6.4 0 0 1 0 9M4.7 19.300a10.3 10.3 0 0 1 0-14.600M19.3 4.700a10.3 10.3 0 0 1 0 14.600',
  video: 'M4 7h11v10H4zM15 11l5-3v8l-5-3',
  voice: 'M12 15a3 3 0 0 0 3-3V6a3 3 0 0 0-6 0v6a3 3 0 0 0 3 3zM6 11.500a6 6 0 0 0 12 0M12 18v3',
  file: 'M7 3h7l4 4v14H7zM14 3v4h4',
  lock: 'M6.5 11h11v9h-11zM9 11V8a3 3 0 0 1 6 0v3',
  block: 'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM6.5 6.500l11 11',
  slash: 'M15 4L9 20',
  grid: 'M4 7h16M4 12h16M4 17h16',
  reply: 'M10 7L5 12l5 5M5 12h9a5 5 0 0 1 5 5v1',
  globe: 'M12 20.500a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM3.5 12h17M12 3.500c5 5 5 12 0 17c-5-5-5-12 0-17z',
};

export function icon(name, attributes = {}) {
  return svg('svg', { viewBox: '0 0 24 24', class: 'icon', 'aria-hidden': 'true', focusable: 'false', ...attributes },
    svg('path', { d: PATHS[name] }));
}
